# Installs the Debian packages that are missing. Wants tools/say.sh and $root.

# needed_packages run|all: `run` leaves out those that only ./check needs (packages-check.txt).
needed_packages() {
  if [ "$1" = all ]; then
    cat "$root/packages.txt"
  else
    grep -vxFf "$root/packages-check.txt" "$root/packages.txt"
  fi
}

# missing_packages run|all: the names, one a line.
missing_packages() {
  local installed # also by the names that others provide: Ubuntu's libcurl4t64 is libcurl4
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}, ${Provides}\n' 2>/dev/null | sed -n 's/^installed //p' |
    tr ',' '\n' | sed -E 's/^ *//; s/ *(\(.*)?$//')
  needed_packages "$1" | grep -vxFf <(printf '%s\n' "$installed") || true
}

# without_unknown PACKAGE…: those that apt can install, one a line. What only ./check needs may be unknown to a system
# (Ubuntu has no chromium): its tests are skipped there.
without_unknown() {
  local package
  for package in "$@"; do
    if grep -qxF "$package" "$root/packages-check.txt" && ! apt-get install -s -qq "$package" >/dev/null 2>&1; then
      say "apt has no package $package here: what needs it is skipped"
    else
      printf '%s\n' "$package"
    fi
  done
}

# install_packages run|all: does nothing where all are there; ends the script where it cannot help.
install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "not a Debian system: going on without looking for the packages of packages.txt"
    return
  fi
  local missing=() sudo=()
  mapfile -t missing < <(missing_packages "$1")
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
      sudo=(sudo)
    else
      die "these Debian packages are missing, and installing them needs root or sudo: ${missing[*]}"
    fi
  fi
  say "installing Debian packages: ${missing[*]}"
  "${sudo[@]}" apt-get update -qq >&2 || say "apt-get update failed; trying with the package lists at hand"
  mapfile -t missing < <(without_unknown "${missing[@]}")
  [ ${#missing[@]} -gt 0 ] || return 0
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=600 "${missing[@]}" >&2 || die "apt-get could not install: ${missing[*]}"
}
