"""Comments that allow findings: where they hold, and what is said of those that do not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiemdinh as kd

TEXT = """\
kiemdinh: 1
framework: org.example.library
en: Library standard
source: {{document: By-law 12}}
cite: By-law 12
subject: {{kind: school}}
{declared}
layers: [{{id: criterion, verdict: met}}]
tree:
{tree}
outcomes:
  - {{id: result, cases: [{{id: good, if: {{every: criterion, that: met}}}}], otherwise: {{id: poor}}}}
"""
ONE = '  - {id: "1", en: At least 95% are listed}'
TWO = '  - {id: "2", en: At least 3 rooms are lit}'
REASON = "the librarian counts by hand"


def lint(*tree, declared=""):
    return [(f.code, f.line) for f in kd.lint(text=TEXT.format(tree="\n".join(tree), declared=declared))]


def test_without_a_comment():
    assert lint(ONE, TWO) == [("KD535", 10), ("KD535", 11)]


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_what_is_allowed_is_gone_and_nothing_else(allowed):
    nodes = [f'  - {{id: "{i}", en: At least {i + 2} rooms}}' for i in range(len(allowed))]
    comment = f"  # kiemdinh: allow KD535: {REASON}"
    tree = [node + comment * one for node, one in zip(nodes, allowed, strict=True)]
    assert lint(*tree) == [("KD535", 10 + i) for i, one in enumerate(allowed) if not one]


class TestWhereItHolds:
    def test_at_the_end_of_a_line_on_that_line(self):
        assert lint(f"{ONE}  # kiemdinh: allow KD535: {REASON}", TWO) == [("KD535", 11)]

    def test_behind_text_of_any_script(self):
        text = '  - {id: "1", vi: "Ít nhất 3 phòng đủ sáng # không phải chú thích", en: "表 of 3"}'
        assert lint(f"{text}  # kiemdinh: allow KD535: thủ thư tự đếm", TWO) == [("KD535", 11)]

    def test_on_its_own_line_on_the_next_that_is_no_comment(self):
        assert lint(f"  # kiemdinh: allow KD535: {REASON}", "  # another comment", "", ONE, TWO) == [("KD535", 14)]

    def test_several_above_one_another(self):
        two = f"  # kiemdinh: allow KD530: {REASON}\n  # kiemdinh: allow KD532: {REASON}"
        found = lint(ONE, declared=f"inputs:\n{two}\n  books: {{type: number, en: Books}}")
        assert found == [("KD591", 9), ("KD535", 13)]

    def test_on_all_that_is_nested(self):
        parts = ["    - {id: a, en: At least 3}", "", "    # more", "    - {id: b, en: At least 4}"]
        nested = ['  - id: "1"', "    parts:", *parts]
        assert lint(f"  # kiemdinh: allow KD535: {REASON}", *nested, TWO) == [("KD535", 17)]

    def test_on_a_list_right_below_its_key(self):
        text = TEXT.format(tree="- {id: '1', en: At least 3}\n- {id: '2', en: At least 4}", declared="")
        assert kd.lint(text=text.replace("tree:", f"# kiemdinh: allow KD535: {REASON}\ntree:")) == ()

    def test_in_the_whole_file(self):
        assert lint(ONE, TWO, declared=f"# kiemdinh: allow-file KD535: {REASON}") == []

    def test_several_codes(self):
        two = f"  # kiemdinh: allow KD535, KD532: {REASON}"
        assert lint("# a title", two, ONE) == [("KD591", 11)]

    def test_each_code_alone(self):
        assert lint(f"{ONE}  # kiemdinh: allow KD530: {REASON}") == [("KD535", 10), ("KD591", 10)]

    def test_a_fragment_has_its_own(self, tmp_path):
        part = "kiemdinh: 1\npart_of: org.example.library\ntree:\n"
        part += f"{ONE}\n{TWO}  # kiemdinh: allow KD535: {REASON}\n"
        (tmp_path / "part.yaml").write_text(part, encoding="utf-8")
        whole = tmp_path / "whole.yaml"
        whole.write_text(TEXT.format(tree="  - {from: part.yaml}", declared=""), encoding="utf-8")
        assert [(f.code, f.file, f.line) for f in kd.lint(whole)] == [("KD535", str(tmp_path / "part.yaml"), 4)]
        both = f"# kiemdinh: allow-file KD535: {REASON}\n" + whole.read_text(encoding="utf-8")
        whole.write_text(both, encoding="utf-8")
        assert [(f.code, f.line) for f in kd.lint(whole)] == [("KD535", 4), ("KD591", 1)]


class TestWhatIsNoComment:
    @pytest.mark.parametrize(
        "text",
        [
            f'"# kiemdinh: allow KD535: {REASON}. At least 3"',
            f"'At least 3 # kiemdinh: allow KD535: {REASON}'",
            f"At least 3#kiemdinh:allow KD535:{REASON}",
        ],
    )
    def test_in_a_text(self, text):
        assert lint("  - id: '1'", f"    en: {text}") == [("KD535", 11)]

    def test_in_a_block(self):
        block = ["  - id: '1'", "    en: |", f"      # kiemdinh: allow KD535: {REASON}", "      At least 3"]
        assert lint(*block) == [("KD535", 11)]

    def test_in_json(self):
        all_met = {"every": "criterion", "that": "met"}
        data = {
            "kiemdinh": 1,
            "framework": "org.example.library",
            "source": {"document": "By-law 12"},
            "cite": "By-law 12",
            "subject": {"kind": "school"},
            "layers": [{"id": "criterion", "verdict": "met"}],
            "tree": [{"id": "1", "en": f"At least 3 # kiemdinh: allow KD535: {REASON}"}],
            "outcomes": [{"id": "r", "cases": [{"id": "a", "if": all_met}], "otherwise": {"id": "b"}}],
        }
        assert [f.code for f in kd.lint(text=json.dumps(data))] == ["KD535"]
        assert [f.code for f in kd.lint(text=json.dumps(data, indent="\t"))] == ["KD535"]
        assert [f.code for f in kd.lint(data)] == ["KD535"]

    def test_other_comments_are_left_alone(self):
        assert lint("  # kiemdinh: a library of words", "  # see kiemdinh", ONE) == [("KD535", 12)]


class TestWhatCannotBeRead:
    """KD590 suppression that cannot be read."""

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ("allow KD535", "no reason is given"),
            ("allow KD535:", "no reason is given"),
            ("allow KD535, KD530", "no reason is given"),
            (f"allow KD535 ({REASON})", "this suppression cannot be read"),
            (f"allow: {REASON}", "this suppression cannot be read"),
            (f"allow-line KD535: {REASON}", "this suppression cannot be read"),
            (f"ignore KD535: {REASON}", "this suppression cannot be read"),
            (f"allow KD599: {REASON}", "there is no code KD599"),
            (f"allow KD590: {REASON}", "KD590 is about suppressions, and cannot be allowed"),
        ],
    )
    def test_it_allows_nothing(self, said, message):
        found = kd.lint(text=TEXT.format(tree=f"{ONE}  # kiemdinh: {said}", declared=""))
        assert [(f.code, f.severity) for f in found] == [("KD535", "note"), ("KD590", "warning")]
        assert found[1].message == message

    def test_it_points_at_the_word(self):
        found = kd.lint(text=TEXT.format(tree=f"{ONE}  # kiemdinh: allow KD583: {REASON}", declared=""))[-1]
        # Another number is another code, so there is no hint.
        _, line, marks = str(found).split("\n")
        assert line[marks.index("^") : marks.rindex("^") + 1] == "KD583"
        assert line[len("  10 | ") :][found.column - 1 :].startswith("KD583")

    def test_it_says_how_to_write_one(self):
        found = kd.lint(text=TEXT.format(tree=f"{ONE}  # kiemdinh: allow KD535", declared=""))[-1]
        assert found.expected == "# kiemdinh: allow CODE[, CODE]: reason, or allow-file"

    def test_neither_it_nor_one_of_nothing_can_be_allowed(self):
        declared = f"# kiemdinh: allow-file KD590, KD591: {REASON}"
        assert lint("  - {id: '1', en: Lit}", declared=declared) == [("KD590", 7), ("KD590", 7)]


class TestAnErrorCannotBeAllowed:
    """An error is proved."""

    def test_it_stays_and_the_comment_is_named(self):
        text = TEXT.format(tree='  - {id: "1", en: Lit}', declared="")
        impossible = text.replace(
            "{every: criterion, that: met}", "{count: criterion, that: met, at_least: 2}"
        ).rstrip()
        found = [
            f
            for f in kd.lint(text=f"{impossible}  # kiemdinh: allow KD503: {REASON}\n")
            if f.code in ("KD503", "KD590")
        ]
        assert [(f.code, f.severity) for f in found] == [("KD503", "error"), ("KD590", "warning")]
        assert "an error cannot be allowed" in found[1].message


class TestOfNothing:
    """KD591 suppression of nothing."""

    def test_it_is_a_warning_at_the_code(self):
        found = kd.lint(
            text=TEXT.format(tree=f"  - {{id: '1', en: Lit}}  # kiemdinh: allow KD535: {REASON}", declared="")
        )
        assert [(f.code, f.severity) for f in found] == [("KD591", "warning")]
        assert found[0].message == "there is no KD535 to allow here"

    def test_at_the_end_of_a_file(self):
        text = TEXT.format(tree=ONE, declared="") + f"# kiemdinh: allow KD535: {REASON}\n"
        assert [f.code for f in kd.lint(text=text)] == ["KD535", "KD591"]
