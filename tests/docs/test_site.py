"""The site has every page: what no table of contents names is told here; pages in two languages have one form."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def load_page_lists():
    spec = importlib.util.spec_from_file_location("page_lists", DOCS / "site" / "page_lists.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


page_lists = load_page_lists()


def pages_in_contents(docname):
    text = (ROOT / f"{docname}.md").read_text(encoding="utf-8")
    return [page for _, body in page_lists.find_sections(text) for page in page_lists.find_pages(docname, body)]


class TestContents:
    """The sidebar is made from the lists of the index pages."""

    def test_the_kinds_of_pages(self):
        text = (DOCS / "index.md").read_text(encoding="utf-8")
        titles = [title for title, _ in page_lists.find_sections(text)]
        assert titles == ["Tutorials", "How to", "Reference", "Explanation"]

    def test_every_page_stands_in_them(self):
        pages = [*DOCS.glob("*.md"), *DOCS.glob("reference/*.rst"), *DOCS.glob("training/*.md")]
        named = {page for index in page_lists.INDEXES for page in pages_in_contents(index)}
        named |= {"docs/index", "docs/index.vi"}
        paths = {page.relative_to(ROOT).with_suffix("").as_posix() for page in pages}
        assert sorted(paths - named) == []

    @pytest.mark.parametrize("index", page_lists.INDEXES)
    def test_each_names_a_page_once(self, index):
        pages = pages_in_contents(index)
        assert sorted(page for page in set(pages) if pages.count(page) > 1) == []

    def test_vietnamese_pages_stand_in_the_vietnamese_ones(self):
        twins = {page.relative_to(ROOT).with_suffix("").as_posix() for page in DOCS.glob("*.vi.md")} - {"docs/index.vi"}
        assert sorted(twins - set(pages_in_contents("docs/index.vi"))) == []
        assert [page for page in pages_in_contents("docs/index") if page.endswith(".vi")] == []


FENCE = re.compile(r"^ *```(\w*).*?\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"(?:^ *\|.*\n)+", re.MULTILINE)
# The Vietnamese page of diagnostics is written from the catalogue, with the pages of lint.
UNEVEN = {"diagnostics"}
TWINS = [page for page in [*DOCS.rglob("*.vi.md"), *ROOT.glob("*.vi.md")] if page.name.split(".")[0] not in UNEVEN]


def size_of(table):
    lines = table.splitlines()
    return f"table of {len(lines)} lines, {lines[0].count('|') - 1} columns"


def form_of(path):
    """Return the headings by their level, the blocks of code by their kind, and the tables by their size, in order."""
    text = path.read_text(encoding="utf-8")
    plain = FENCE.sub(lambda match: " " * len(match[0]), text)
    parts = [
        *((match.start(), f"``` {match[1]}".strip()) for match in FENCE.finditer(text)),
        *((match.start(), match[1]) for match in re.finditer(r"^(#+) ", plain, re.MULTILINE)),
        *((match.start(), size_of(match[0])) for match in TABLE.finditer(plain)),
    ]
    return [part for _, part in sorted(parts)]


def pairs():
    for page in sorted(TWINS):
        twin = page.with_name(page.name.removesuffix(".vi.md") + ".md")
        if twin.exists():
            yield pytest.param(page, twin, id=twin.stem)


# Read by who writes standards, programs or kiemdinh itself; or it has both languages on one page.
WITHOUT_TWIN = (
    "architecture checking crosswalks formats language large-tables laws lint results rule-forms scenarios semantics "
    "untrusted-input validate-in-ci versions "
    "glossary messages"
)


def test_what_schools_and_offices_read_is_there_in_vietnamese():
    """A page without a twin is named above; whoever adds one decides who reads it."""
    alone = {
        page.stem for page in DOCS.glob("*.md") if "." not in page.stem and not page.with_suffix(".vi.md").exists()
    }
    assert alone == set(WITHOUT_TWIN.split())


@pytest.mark.parametrize(("page", "twin"), list(pairs()))
def test_twins_have_one_form(page, twin):
    assert form_of(page) == form_of(twin)
