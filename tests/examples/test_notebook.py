"""The notebooks of examples/notebook run from first to last, and show what the READMEs of the examples say."""

import os
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "notebook"

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
traitlets = pytest.importorskip("traitlets.config")
pytest.importorskip("ipykernel")


@pytest.fixture(scope="module", params=["schools.ipynb", "schools.vi.ipynb"])
def shown(request, tmp_path_factory):
    """Return what the cells of a notebook show, each by the form that a browser takes."""
    notebook = nbformat.read(FOLDER / request.param, as_version=4)
    # By files where that is possible: a port that was free when it was chosen may be taken before the kernel has it.
    by_files = {"transport": "ipc", "ip": str(tmp_path_factory.mktemp("kernel") / "at")}
    options = {
        "config": traitlets.Config({"KernelManager": by_files if sys.platform == "linux" else {}}),
        "resources": {"metadata": {"path": str(FOLDER)}},
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.environ.get("PYTHONPATH", ""))
        nbclient.NotebookClient(notebook, timeout=900, startup_timeout=900, **options).execute()
    data = [output["data"] for cell in notebook.cells for output in cell.get("outputs", ())]
    return request.param, [one.get("image/svg+xml") or one.get("text/html") or one["text/plain"] for one in data]


def test_both_have_the_same_code():
    one, other = (nbformat.read(FOLDER / name, as_version=4) for name in ("schools.ipynb", "schools.vi.ipynb"))
    code = [cell.source.replace('"vi"', '"en"') for cell in other.cells if cell.cell_type == "code"]
    assert code == [cell.source for cell in one.cells if cell.cell_type == "code"]
    assert [cell.cell_type for cell in one.cells] == [cell.cell_type for cell in other.cells]


def test_outputs_are_not_kept():
    for path in FOLDER.glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        assert all(not cell.outputs and cell.execution_count is None for cell in cells if cell.cell_type == "code")


def test_they_show_what_is_known_of_the_examples(shown):
    name, (school, picture, what_if, summary, set_aside, *rest) = shown
    level_1, level_2 = ("Level 1", "Level 2") if name == "schools.ipynb" else ("Đạt Mức 1", "Đạt Mức 2")
    assert level_1 in school
    assert picture.startswith("<svg")
    assert level_2 in what_if
    assert all(f"<td>{number}</td>" in summary for number in (35, 84, 81))
    assert set_aside == "[]"
    assert len(rest) == 4
