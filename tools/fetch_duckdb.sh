#!/usr/bin/env bash
# fetch_duckdb.sh: fetches the library that duckdb.lock pins into the cache, where it is not there yet, and prints its path.
set -euo pipefail
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"
. "$root/tools/say.sh"
cache="${DEPECHE_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/depeche}/duckdb"
read -r package version archive_sha256 library_sha256 < <(grep -v '^#' "$root/duckdb.lock")
library="$cache/libduckdb-$version.so"
is_right() { [ -f "$1" ] && echo "$2  $1" | sha256sum --check --status 2>/dev/null; }
if ! is_right "$library" "$library_sha256"; then
  command -v npm >/dev/null || die "npm is not there (Debian package npm): Parquet needs $package $version"
  mkdir -p "$cache"
  partial=$(mktemp -d "$cache/fetching-XXXXXX")
  trap 'rm -rf "$partial"' EXIT
  (cd "$partial" && npm pack --silent "$package@$version" >/dev/null) || die "$package $version cannot be fetched by npm"
  archive=$(find "$partial" -name '*.tgz')
  is_right "$archive" "$archive_sha256" || die "$package $version is not the archive that duckdb.lock pins"
  tar xzf "$archive" -C "$partial" package/libduckdb.so
  is_right "$partial/package/libduckdb.so" "$library_sha256" || die "the library of $package $version is not the one that duckdb.lock pins"
  mv "$partial/package/libduckdb.so" "$library"
fi
echo "$library"
