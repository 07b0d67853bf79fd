"""Fetches models as models.lock pins them, into the cache that the program uses."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from . import _core
from ._check import text_of
from ._errors import InputError, MissingError


class Pin(NamedTuple):
    """A line of models.lock: a package of PyPI that holds a model or a list."""

    name: str
    version: str
    sha256: str
    use: str

    @property
    def wheel(self) -> str:
        """The file's name."""
        return f"{self.name.replace('-', '_')}-{self.version}-py3-none-any.whl"


def pins() -> list[Pin]:
    """All wheels that models.lock has."""
    lines = (Path(__file__).parent / "models.lock").read_text(encoding="utf-8").splitlines()
    found = [Pin(*line.split()) for line in lines if line.strip() and not line.startswith("#")]
    return [pin for pin in found if pin.use != "build"]


def chosen(names: list[str]) -> list[Pin]:
    """Those of languages ("fr": its usual model) or models ("fr_core_news_sm"), and the list of places with any of them."""
    every = pins()
    usual = [pin for pin in every if pin.use == "run"]
    languages = {pin.name.split("-")[0] for pin in every if "-" in pin.name}
    out = [pin for pin in usual if "-" not in pin.name]
    for name in names or sorted(languages):
        asked = name.replace("_", "-")
        if asked in languages:
            out += [pin for pin in usual if pin.name.startswith(asked + "-")]
            continue
        named = [pin for pin in every if pin.name == asked or pin.name.startswith(asked + "-")]
        if not named:
            raise InputError(f"'{name}': there are {', '.join(sorted(languages))} and {', '.join(p.name for p in every)}")
        out += named
    return list(dict.fromkeys(out))


def is_right(file: Path, sha256: str) -> bool:
    """Whether it is there, whole."""
    if not file.is_file():
        return False
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        for piece in iter(lambda: stream.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest() == sha256


def _fetch_one(pin: Pin, folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix=".partial.", dir=folder) as partial:
        wanted = Path(partial) / "requirements.txt"
        wanted.write_text(f"{pin.name}=={pin.version} --hash=sha256:{pin.sha256}\n")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--only-binary", ":all:", "--require-hashes", "--requirement", str(wanted), "--dest", partial]
        done = subprocess.run(command, stdout=sys.stderr)
        if done.returncode != 0 or not is_right(Path(partial) / pin.wheel, pin.sha256):
            raise MissingError(
                f"could not fetch {pin.name} {pin.version}. Without a network, put the file {pin.wheel} (SHA-256 {pin.sha256}) into {folder}"
            )
        os.replace(Path(partial) / pin.wheel, folder / pin.wheel)


def fetch(*names: str) -> Path:
    """Fetches what is not there yet: models of languages or by name; without names, of all languages. Returns the folder."""
    wanted = chosen([text_of(name, "name") for name in names])
    if not (kept := _core.models_folder()):
        raise MissingError("nowhere to keep models: name a folder in DEPECHE_MODELS")
    folder = Path(os.fsdecode(kept))
    folder.mkdir(parents=True, exist_ok=True)
    # The same lock as the program's launcher: one process fills the cache, the others wait.
    with (folder.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for pin in wanted:
            if not is_right(folder / pin.wheel, pin.sha256):
                print(f"fetching {pin.name} {pin.version} into {folder}", file=sys.stderr)
                _fetch_one(pin, folder)
    return folder
