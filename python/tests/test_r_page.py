"""The blocks of docs/r.md run, over the database that the page says."""

import re
import shutil
import subprocess

import pytest

from conftest import PROGRAM, SOURCE


def test_r_page(coder, tmp_path):
    if shutil.which("Rscript") is None:
        pytest.skip("R is not there")
    if subprocess.run(["Rscript", "-e", "library(RSQLite)"], capture_output=True).returncode != 0:
        pytest.skip("RSQLite is not there")
    texts = sorted(SOURCE.glob("tests/golden/*.txt"))
    subprocess.run([PROGRAM, "ingest", SOURCE / "examples", *texts, "--db", tmp_path / "news.db", "-q"], capture_output=True)
    blocks = re.findall(r"^```r\n(.*?)^```", (SOURCE / "docs" / "r.md").read_text(), re.M | re.S)
    assert len(blocks) == 3
    (tmp_path / "page.R").write_text("options(warn = 2)\n" + "".join(blocks))
    done = subprocess.run(["Rscript", "page.R"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "asserted_by" in done.stdout
    assert {p.name for p in tmp_path.glob("*.png")} == {"months.png", "network.png", "disputes.png"}
    assert all(p.stat().st_size > 2000 for p in tmp_path.glob("*.png"))
