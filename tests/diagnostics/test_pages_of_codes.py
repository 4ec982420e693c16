"""Every code has a page in both languages, with the same sections, the same examples and the same words of code."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kiemdinh.diagnostics.code_pages import SECTIONS, read_code_page
from kiemdinh.diagnostics.codes import CODES
from kiemdinh.linter.code_pages import LINT_CODES, read_page

EXAMPLE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CATALOGUES = ("kiemdinh.diagnostics", "kiemdinh.linter")


def page_of(code, lang="en"):
    return (read_page if code in LINT_CODES else read_code_page)(code, lang)


def entries(package):
    with files(package).joinpath("pages", "vi.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def titles(page):
    return re.findall(r"^## (.*)$", page, re.MULTILINE)


@pytest.mark.parametrize("code", CODES)
class TestEachCode:
    """A page is printed in the language that is asked for."""

    def test_the_same_sections_in_both_languages(self, code):
        sections = [title for title in SECTIONS if title != "Configure" or code in LINT_CODES]
        assert titles(page_of(code)) == sections
        assert titles(page_of(code, "vi")) == [SECTIONS[title].text_in("vi") for title in sections]

    def test_its_title_in_each_language(self, code):
        for lang in ("en", "vi"):
            assert page_of(code, lang).splitlines()[0] == f"# {code} {CODES[code].title_in(lang)}"

    def test_the_same_examples(self, code):
        assert EXAMPLE.findall(page_of(code, "vi")) == EXAMPLE.findall(page_of(code))

    def test_the_same_words_of_code(self, code):
        english, vietnamese = (EXAMPLE.sub("", page_of(code, lang)) for lang in ("en", "vi"))
        assert set(re.findall(r"`[^`]+`", vietnamese)) == set(re.findall(r"`[^`]+`", english))


@pytest.mark.parametrize("package", CATALOGUES)
def test_every_paragraph_has_a_text_and_is_on_a_page(package):
    codes = [code for code in CODES if (code in LINT_CODES) == (package == "kiemdinh.linter")]
    shown = {
        " ".join(paragraph.split()).replace(code, "{code}")
        for code in codes
        for paragraph in re.split(r"\n{2,}", EXAMPLE.sub("", page_of(code)))
    }
    found = entries(package)
    assert [text for text in found if text not in shown] == []
    assert [text for text, said in found.items() if not said] == []


def test_the_package_has_the_pages_of_the_documentation():
    kept = files("kiemdinh.diagnostics").joinpath("pages", "codes.md").read_text(encoding="utf-8")
    text = (Path(__file__).parents[2] / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    assert kept == text[text.index("## KD") :], "run `poe messages`"
