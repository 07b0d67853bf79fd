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
  local installed
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p')
  needed_packages "$1" | grep -vxFf <(printf '%s\n' "$installed") || true
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
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=600 "${missing[@]}" >&2 || die "apt-get could not install: ${missing[*]}"
}
