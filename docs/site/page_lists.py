"""Tables of contents from the lists of an index page: what it links under a heading stands there in the sidebar too."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

VIETNAMESE = ".vi"  # how the names of its pages end
INDEXES = ("docs/index", f"docs/index{VIETNAMESE}")
_SECTION = re.compile(r"^## +(.+?)\s*\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#]+?)\.(?:md|rst)\)")


def root_of(docname: str) -> str:
    """Return the index page of the language of a page."""
    return INDEXES[docname.endswith(VIETNAMESE)]


def find_sections(text: str) -> list[tuple[str, str]]:
    """Return the sections of an index page: the title of each, and what stands under it."""
    return _SECTION.findall(text)


def find_pages(docname: str, text: str) -> list[str]:
    """Return the pages that a part of an index page links, in order, each once.

    An index has the pages of one language; of the other it has the index alone.
    """
    pages = dict.fromkeys(normpath(join(dirname(docname), link)) for link in _LINK.findall(text))
    is_twin = docname.endswith(VIETNAMESE)
    return [page for page in pages if is_twin or not page.endswith(VIETNAMESE) or page in INDEXES]


def add_tables(_app: Sphinx, docname: str, content: list[str]) -> None:
    """Append a hidden table of contents for each section of an index page."""
    if docname not in INDEXES:
        return
    sections = [(title, find_pages(docname, body)) for title, body in find_sections(content[0])]
    for title, pages in sections:
        if pages:
            entries = "\n".join(f"/{page}" for page in pages)
            content[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n{entries}\n```\n"


def setup(app: Sphinx) -> dict[str, Any]:
    """Read index pages with their tables of contents."""
    app.connect("source-read", add_tables)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
