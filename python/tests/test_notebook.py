"""The notebook of docs/ runs from top to bottom and draws what it says."""

import os

import pytest

from conftest import SOURCE


def test_notebook(coder):
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    notebook = nbformat.read(SOURCE / "docs" / "events.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "outputs are not committed"
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(SOURCE / "docs")}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 3
    assert any("<mark" in output.get("data", {}).get("text/html", "") for output in outputs)
    assert not any(output.output_type == "stream" and output.name == "stderr" and "Warning" in output.text for output in outputs), outputs
