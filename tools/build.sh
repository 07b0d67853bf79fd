# Building with the CMake presets. Wants tools/say.sh and $root.

# How many compilers at once: as many as there are cores, but one for each 1.5 GB of free memory at most.
build_jobs() {
  local cores free_mb jobs
  cores=$(nproc)
  free_mb=$(awk '/^MemAvailable:/ {print int($2 / 1024)}' /proc/meminfo)
  jobs=$((${free_mb:-1500} / 1500))
  [ "$jobs" -ge 1 ] || jobs=1
  [ "$jobs" -le "$cores" ] || jobs=$cores
  echo "$jobs"
}

# build_preset PRESET [TARGET…]: configures and builds. A folder that another source tree configured is made anew.
build_preset() {
  local preset=$1 folder="$root/build/$1" options=() targets=()
  shift
  [ $# -eq 0 ] || targets=(--target "$@")
  if [ -f "$folder/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
    rm -rf "$folder"
  fi
  ! command -v ccache >/dev/null || options=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_C_COMPILER_LAUNCHER=ccache)
  mkdir -p "$folder" || die "cannot write to $root/build"
  (cd "$root" && cmake --preset "$preset" "${options[@]}") >"$folder/configure.log" 2>&1 || {
    cat "$folder/configure.log" >&2
    return 1
  }
  (cd "$root" && cmake --build --preset "$preset" -j "$(build_jobs)" "${targets[@]}") >&2
}

program="$root/build/release/apps/depeche/depeche"
build_stamp="$root/build/release/built"

# Is the program there, and no source, nor any folder of sources, newer than it was when the build began?
program_is_fresh() {
  [ -x "$program" ] && [ -f "$build_stamp" ] && [ "$(<"$build_stamp")" = "$root" ] &&
    [ -z "$(find "$root/src" "$root/apps" "$root/cmake" "$root/web/dist" "$root"/CMake* -newer "$build_stamp" -print -quit)" ]
}

# One process at a time builds, the others wait for it.
build_program() {
  mkdir -p "$root/build/release" || die "cannot write to $root/build"
  (
    flock -n 9 || { say "waiting for another run"; flock 9; }
    program_is_fresh && exit 0
    say "building (the first time takes some minutes)"
    echo "$root" >"$build_stamp.new"
    if ! build_preset release depeche; then
      rm -f "$build_stamp.new"
      die "the build failed; its messages stand above"
    fi
    mv -f "$build_stamp.new" "$build_stamp"
  ) 9>"$root/build/lock" || exit 1
}
