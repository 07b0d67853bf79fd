#!/usr/bin/env bash
# fetch_models.sh [run|build|all]: fills the cache with what models.lock pins and prints the folder.
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
. "$root/tools/say.sh"
. "$root/tools/fetch.sh"
fetch_models "${1:-run}"
echo "$models"
