"""`pip install .` as users run it, but for the stages, which the dev build has compiled: a wheel, made self-contained, works in an
environment that holds nothing else."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import depeche
from conftest import SOURCE

BUILD = Path(os.environ["DEPECHE_BUILD"])
# What every system that the wheel's tag names has.
SYSTEM = ("libz.so", "libc.so", "libm.so", "libgcc_s.so", "libstdc++.so", "libpthread.so", "libdl.so", "ld-linux", "linux-vdso")


def run(*command, **options):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **options)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def test_wheel(articles, coded, coder, tmp_path):
    settings = [f"-Cbuild-dir={BUILD}", "-Ccmake.build-type=RelWithDebInfo", "-Cinstall.strip=true", "-Ccmake.define.DEPECHE_TESTS=ON"]
    environment = {**os.environ, "DEPECHE_PYTHON": sys.executable}
    wheel = Path(run(SOURCE / "tools" / "wheel.sh", tmp_path / "dist", *settings, env=environment).splitlines()[-1])
    assert "manylinux" in wheel.name
    names = zipfile.ZipFile(wheel).namelist()
    for file in ("depeche/_core.pyi", "depeche/py.typed", "depeche/models.lock", "depeche/resources/fr/grammar.toml"):
        assert file in names
    tracked = run("git", "ls-files", "resources", cwd=SOURCE).splitlines() if (SOURCE / ".git").exists() else []
    assert {f"depeche/{file}" for file in tracked} <= set(names)

    venv.create(tmp_path / "empty", with_pip=True)
    python = tmp_path / "empty" / "bin" / "python"
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "DEPECHE_RESOURCES")}
    run(python, "-m", "pip", "install", "--disable-pip-version-check", "--no-index", wheel, env=clean)
    extension = run(python, "-c", "import depeche._core as c; print(c.__file__)", cwd=tmp_path, env=clean).strip()
    for line in run("ldd", extension, env=clean).splitlines():
        name, _, path = line.strip().partition(" => ")
        assert name.startswith(SYSTEM) or name.startswith("/lib64/ld-linux") or "depeche.libs" in path, line
    file = tmp_path / "in.jsonl"
    file.write_bytes((SOURCE / "examples/dispatches.jsonl").read_bytes())
    theirs = run(python, "-m", "depeche", "code", file, cwd=tmp_path, env=clean)
    assert theirs.splitlines() == [r.to_json() for r in coder.code_many(depeche.read(file))]
