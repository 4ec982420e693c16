"""The gallery of rule forms, docs/rule-forms.md: its definitions, so that tests hold what the page shows."""

import re
from functools import cache
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "rule-forms.md"
_SECTION = re.compile(r"^## (F\d+) (.+?)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@cache
def sections():
    """The text below the heading of each form, by its id."""
    return {name: body for name, _, body in _SECTION.findall(PAGE.read_text("utf-8"))}


def blocks(name, language):
    """The blocks of one language that a form shows."""
    return [text for found, text in _BLOCK.findall(sections()[name]) if found == language]


def form(name, changes=None):
    """The definition that a form shows; *changes* put other words in the place of some of its own."""
    (text,) = blocks(name, "yaml")
    for old, new in (changes or {}).items():
        assert text.count(old) == 1, f"{name} says {old!r} {text.count(old)} times"
        text = text.replace(old, new)
    return text
