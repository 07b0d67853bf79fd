#!/usr/bin/env bash
# wheel.sh [FOLDER] [PIP OPTION…]: builds the Python package's wheel into FOLDER (dist) with all libraries inside that a system may
# lack, so that it installs wherever pip finds its tag right. Wants a Python with what python/requirements.txt pins:
# DEPECHE_PYTHON, otherwise one is made in the cache.
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
. "$root/tools/say.sh"
. "$root/tools/fetch.sh"
. "$root/tools/python.sh"

folder=${1:-$root/dist}
[ $# -eq 0 ] || shift
python=${DEPECHE_PYTHON:-$(python_environment "$root/python/requirements.txt")}
fetch_models build
export DEPECHE_MODELS="${DEPECHE_MODELS:-$models}"
mkdir -p "$folder"
plain=$(mktemp -d)
trap 'rm -rf "$plain"' EXIT
bin=$(dirname "$python")
PATH="$bin:$PATH" "$python" -m pip wheel "$root" --quiet --disable-pip-version-check --no-build-isolation --no-deps -w "$plain" "$@" >&2
PATH="$bin:$PATH" "$python" -m auditwheel -v repair "$plain"/depeche-*.whl -w "$folder" >"$plain/log" 2>&1 || {
  cat "$plain/log" >&2
  die "the wheel cannot be made self-contained"
}
ls "$folder"/depeche-*.whl
