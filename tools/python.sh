# The Python that the package is built for and tested with: a virtual environment of what python/requirements.txt pins, in the
# cache, so that clones share it. Wants tools/say.sh and $root; tools/fetch.sh for $cache.

# python_environment FILE: makes it where it is missing, prints its interpreter.
python_environment() {
  local wanted=$1 folder name base=python3
  python3 -c 'import ensurepip, venv' 2>/dev/null || base=/usr/bin/python3
  name=$({ cat "$wanted"; "$base" -c 'import sys; print(sys.version, sys.executable)'; } | sha256sum | cut -c1-16)
  folder="$cache/python/$name"
  mkdir -p "$cache/python" || return 1
  (
    flock 9
    [ ! -f "$folder/done" ] || exit 0
    rm -rf "$folder"
    say "installing what $wanted pins into $folder"
    "$base" -m venv "$folder" >&2 || exit 1
    "$folder/bin/python" -m pip install -q --disable-pip-version-check -r "$wanted" >&2 || exit 1
    touch "$folder/done"
  ) 9>"$cache/python/lock" || return 1
  echo "$folder/bin/python"
}
