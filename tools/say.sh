# Messages of the scripts. All go to standard error: standard output belongs to the program.

say() { printf 'depeche: %s\n' "$*" >&2; }

die() {
  say "$@"
  exit 1
}
