"""A definition split over files reads as one, and what is wrong is reported in the file it stands in."""

import pytest

import kiemdinh as kd

MAIN = """\
kiemdinh: 1
framework: org.example
source: {document: By-law 1}
subject: {kind: school}
layers: [{id: criterion, verdict: met}]
tree:
  - {id: "1", en: One}
  - {from: parts/two.yaml}
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""
PART = """\
kiemdinh: 1
part_of: org.example
tree:
  - {id: "2", en: Two}
  - {id: "3", en: Three}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "main.yaml").write_text(MAIN, encoding="utf-8")
    (tmp_path / "parts" / "two.yaml").write_text(PART, encoding="utf-8")
    return tmp_path


def problems(path):
    with pytest.raises(kd.InputError) as caught:
        kd.load(path)
    return caught.value.diagnostics


def test_reads_as_one_file(folder):
    whole = MAIN.replace("  - {from: parts/two.yaml}\n", '  - {id: "2", en: Two}\n  - {id: "3", en: Three}\n')
    split = kd.load(folder / "main.yaml")
    assert list(split.nodes) == ["1", "2", "3"]
    assert split == kd.load(text=whole)


def test_a_problem_is_reported_in_its_own_file(folder):
    (folder / "parts" / "two.yaml").write_text(PART.replace("en: Three", "en: Three, whe: x"), encoding="utf-8")
    (found,) = problems(folder / "main.yaml")
    assert (found.code, found.file, found.line, found.column) == ("KD102", str(folder / "parts" / "two.yaml"), 5, 26)
    assert found.hint == "did you mean 'when'?"


def test_a_part_that_changes_is_read_again(folder):
    assert len(kd.load(folder / "main.yaml").nodes) == 3
    (folder / "parts" / "two.yaml").write_text(PART + '  - {id: "4"}\n', encoding="utf-8")
    assert len(kd.load(folder / "main.yaml").nodes) == 4


def test_a_part_alone_says_what_it_is(folder):
    (found,) = problems(folder / "parts" / "two.yaml")
    assert (found.code, found.message) == ("KD244", "this file is a part of 'org.example'")


@pytest.mark.parametrize(
    ("name", "code"),
    [("parts/none.yaml", "KD001"), ("../main.yaml", "KD001"), ("/etc/hostname", "KD001"), ("parts", "KD001")],
)
def test_a_file_that_cannot_be_taken_in(folder, name, code):
    (folder / "main.yaml").write_text(MAIN.replace("parts/two.yaml", name), encoding="utf-8")
    assert code in [found.code for found in problems(folder / "main.yaml")]


def test_a_part_of_another_framework_is_refused(folder):
    (folder / "parts" / "two.yaml").write_text(PART.replace("org.example", "org.other"), encoding="utf-8")
    (found,) = problems(folder / "main.yaml")
    assert (found.code, found.line, found.expected) == ("KD104", 2, "part_of: org.example")


def test_a_text_cannot_take_in_files():
    with pytest.raises(kd.InputError) as caught:
        kd.load(text=MAIN)
    (found,) = caught.value.diagnostics
    assert (found.code, found.line) == ("KD001", 8)
