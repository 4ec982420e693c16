"""Every paragraph of what is built (sections 1 to 4 and 7 of the semantics) is quoted by tests, or listed here."""

import ast
import re
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SEMANTICS = (TESTS.parent / "docs" / "semantics.md").read_text(encoding="utf-8")
BUILT = ("1.", "2.", "3.", "4.", "7.")
NOT_COVERED = {}
"""Paragraphs that no test quotes, each with the reason."""


def paragraphs():
    """The text of each numbered paragraph, in one line."""
    parts = re.split(r"^(?=\d+\.\d+ |#)", SEMANTICS, flags=re.MULTILINE)
    found = (re.match(r"(\d+\.\d+) (.*)", part, flags=re.DOTALL) for part in parts)
    return {match[1]: plain(match[2]) for match in found if match}


def plain(text):
    return " ".join(text.replace("*", "").split())


def quotations():
    """What docstrings of test classes and modules quote: (where, number, the first words quoted)."""
    for path in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in [tree, *(n for n in ast.walk(tree) if isinstance(n, ast.ClassDef))]:
            said = plain(ast.get_docstring(node) or "")
            for match in re.finditer(r"(?:^|(?<=[.!)] ))(\d+\.\d+) (?:\.\.\. )?(\S+(?: \S+){0,3})", said):
                name = getattr(node, "name", "module")
                yield f"{path.relative_to(TESTS)}:{name}", match[1], re.split("[.,:;]", match[2])[0]


QUOTED = list(quotations())


def test_what_is_quoted_stands_in_the_semantics():
    known = paragraphs()
    assert [quote for quote in QUOTED if quote[1] not in known] == []


def test_what_is_not_yet_covered(capsys):
    known, quoted = paragraphs(), {number for _, number, _ in QUOTED}
    left = [number for number in known if number.startswith(BUILT) and number not in quoted]
    loose = [f"{where} {number}" for where, number, words in QUOTED if words.lower() not in known[number].lower()]
    with capsys.disabled():
        sys.stdout.write(f"\nsemantics, not yet covered by tests: {', '.join(left) or 'nothing'}\n")
        sys.stdout.write(f"quoted in other words than the paragraph's: {', '.join(loose) or 'nothing'}\n")
    assert left == list(NOT_COVERED)


@pytest.mark.parametrize("section", BUILT)
def test_this_test_finds_paragraphs_and_quotations(section):
    assert len([number for number in paragraphs() if number.startswith(section)]) >= 4
    assert len([number for _, number, _ in QUOTED if number.startswith(section)]) >= 4
