"""Each code of lint has its page, and the examples on it are real."""

import re

import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.codes import CODES
from kiemdinh.linter.code_pages import LINT_CODES, read_page, read_summary


def examples():
    for code in LINT_CODES:
        for heading, text in re.findall(
            r"^## (Avoid|Prefer)\n\n```yaml\n(.*?)^```$", read_page(code), re.MULTILINE | re.DOTALL
        ):
            yield pytest.param(code, heading, text, id=f"{code}-{heading}")


class TestPages:
    """Each code has its page, and its examples are real."""

    def test_a_summary_on_one_line(self):
        assert [code for code in LINT_CODES if not read_summary(code) or "\n" in read_summary(code)] == []

    @pytest.mark.parametrize("code", LINT_CODES)
    def test_the_kind_stands_under_the_title(self, code):
        severity = CODES[code].severity
        kind = kd.Finding(code, severity, "").kind
        assert read_page(code).splitlines()[:3] == [
            f"# {code} {CODES[code].title}",
            "",
            f"{severity.capitalize()}: {kind}.",
        ]

    @pytest.mark.parametrize(("code", "heading", "text"), list(examples()))
    def test_avoid_gives_the_code_and_prefer_gives_nothing(self, code, heading, text):
        found = [finding.code for finding in kd.lint(text=text)]
        assert code in found if heading == "Avoid" else found == []

    def test_every_code_has_both_examples(self):
        assert len(list(examples())) == 2 * len(LINT_CODES)

    def test_no_page_of_another_code(self):
        with pytest.raises(KeyError):
            read_page("KD101")
