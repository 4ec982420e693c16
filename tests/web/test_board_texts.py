"""The words of the pages: both languages say the same things, and nothing is left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kiemdinh.web import board as package
from kiemdinh.web.board.texts import BoardTexts

FOLDER = Path(package.__file__).parent
SOURCES = [*FOLDER.rglob("*.html"), *FOLDER.rglob("*.py")]
CODE = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)


def read_catalogue(lang):
    with (FOLDER / "messages" / f"{lang}.po").open("rb") as file:
        entries = [one for one in read_po(file, locale=lang) if one.id]
    return {one.id if isinstance(one.id, str) else one.id[0]: one.string for one in entries}


CATALOGUES = {lang: read_catalogue(lang) for lang in ("vi", "en")}


def fields_of(text):
    return set(re.findall(r"{(\w+)", " ".join([text] if isinstance(text, str) else text)))


def test_both_languages_have_the_same_texts_with_the_same_parameters():
    vi, en = CATALOGUES["vi"], CATALOGUES["en"]
    assert list(vi) == list(en)
    assert {key: fields_of(vi[key]) for key in vi} == {key: fields_of(en[key]) for key in en}
    assert all(text if isinstance(text, str) else all(text) for texts in CATALOGUES.values() for text in texts.values())


def test_each_text_is_used():
    families = ("state.", "filter.", "language.", "problem.")
    unused = [key for key in CATALOGUES["en"] if f'"{key}"' not in CODE and not key.startswith(families)]
    assert unused == []


def test_each_text_that_is_asked_for_is_there():
    asked = set(re.findall(r'\b(?:t|n|texts\.text|texts\.count)\("([\w.]+)"', CODE))
    assert {key for key in asked if not key.endswith(".")} <= CATALOGUES["vi"].keys()


def test_plural_forms():
    texts = BoardTexts("en")
    assert [texts.count("office.changes", n) for n in (1, 2)] == ["1 change", "2 changes"]
    with pytest.raises(KeyError):
        texts.text("nothing.of.that")
