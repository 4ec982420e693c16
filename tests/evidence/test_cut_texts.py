"""What YAML takes for a comment may have been text: it is told, and never for what was meant as a comment."""

import pytest

import kiemdinh as kd
from kiemdinh.standards.catalogue import load

FW = "vn.tt57-2026.pho-thong"


def warned(text):
    read = kd.read_dossier(f"date: 2027-06-30\n{text}\n", FW)
    return [(w.code, w.line, w.column) for w in read.warnings if w.code == "KD018"], read


class TestCutTexts:
    """7.3 A **warning** never changes a verdict: ... what was recorded and plays no part."""

    @pytest.mark.parametrize(
        ("text", "column"),
        [
            ("notes: Decision #12 of the council", 8),
            ("notes: {a: b,\n  c: Decision # 12\n  }", 6),
            ("notes:\n  - Decision #12", 5),
            ("school: {name: Lê Lợi}\nheld: []\nevidence:\n  MC.1.1.01: Plan #3", 14),
            ("evidence:\n  MC.1.1.01:\n    title: Plan\n    place: Tủ #4", 12),
            ("school:\n  id: TH #1", 7),
            ('findings:\n  "1.1":\n    reaches: muc-1\n    why: see minutes #7', 10),
            ("notes: tab\t#x", 8),
        ],
    )
    def test_text_that_is_cut_is_told_at_its_place(self, text, column):
        ((_, _, found),), read = warned(text)
        assert found == column
        (warning,) = [w for w in read.warnings if w.code == "KD018"]
        assert '"' in warning.hint

    @pytest.mark.parametrize(
        "text",
        [
            "notes: Decision  # from the council",
            "notes: 'Decision' #12",
            'notes: "Decision #12"',
            "notes: Decision#12",
            "notes: |\n  Decision #12\n  and more",
            "notes:  # what the office wrote\n  a: b",
            'findings: {"1.1": muc-1} #12',
            'findings:\n  "1.1": muc-1 #12',
            "school: {stages: [thcs]} #12",
        ],
    )
    def test_comments_are_not(self, text):
        assert warned(text)[0] == []

    def test_nor_anything_of_json_or_python(self):
        assert kd.read_dossier('{"date": "2027-06-30", "notes": "a #1"}', FW).warnings == ()
        assert kd.read_dossier({"date": "2027-06-30", "notes": "a #1"}, FW).warnings == ()

    def test_the_empty_dossier_that_is_written_has_none(self):
        from kiemdinh.evidence.writing import blank_dossier

        for lang in ("vi", "en"):
            read = kd.read_dossier(blank_dossier(kd.load(FW), lang=lang), FW, default_date="2027-06-30")
            assert [w.code for w in read.warnings] == []


DEFINITION = """
kiemdinh: 1
framework: o.t
source: {document: x}
subject: {kind: s}
layers: [{id: c, verdict: met}]
tree:
  - id: "1"
    en: Plan NO3 is kept
    text: {fr: Plan}
outcomes:
  - {id: o, cases: [{id: good, if: {every: c, that: met}}], otherwise: {id: poor}}
"""


class TestDefinitions:
    @pytest.mark.parametrize(("text", "line"), [("Plan #3 is kept", 9), ("Plan NO3 is kept #3", 9)])
    def test_a_text_of_a_definition_that_is_cut(self, text, line):
        framework = load(text=DEFINITION.replace("Plan NO3 is kept", text))
        assert [(w.code, w.line) for w in framework.warnings] == [("KD018", line)]

    @pytest.mark.parametrize("text", ["Plan  # three", "'Plan #3'", "Plan#3"])
    def test_comments_are_not(self, text):
        assert load(text=DEFINITION.replace("Plan NO3 is kept", text)).warnings == ()

    def test_no_bundled_definition_is_cut(self):
        assert [w for one in kd.catalogue() for w in one.load().warnings if w.code == "KD018"] == []
