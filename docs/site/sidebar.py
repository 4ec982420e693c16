"""The sidebar has the titles of the pages in the language of the page, and no headings.

Sphinx would copy every heading of every page for each page, which takes minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docutils import nodes
from page_lists import root_of
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


def title_of(contents: nodes.bullet_list) -> nodes.bullet_list:
    """Return the contents of a page without its headings, unless it has other pages below it."""
    if not contents.children or any(contents.findall(toctree)):
        return contents
    item = contents.children[0]
    return nodes.bullet_list("", nodes.list_item("", item.children[0].deepcopy()))


def draw_from_titles(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any) -> None:
    """Let the tree of the site be made of titles."""
    whole: Callable[..., str] = context["toctree"]

    def draw(**options: Any) -> str:
        env = app.env
        contents, root = env.tocs, env.master_doctree
        env.tocs, env.master_doctree = _titles(env), env.get_doctree(root_of(pagename))
        try:
            return whole(**options)
        finally:
            env.tocs, env.master_doctree = contents, root

    context["toctree"] = draw


def _titles(env: BuildEnvironment) -> dict[str, nodes.bullet_list]:
    """Return the contents of each page as its title."""
    kept: Mapping[str, nodes.bullet_list] | None = getattr(env, "titles_of_pages", None)
    if kept is None:
        kept = env.titles_of_pages = {name: title_of(contents) for name, contents in env.tocs.items()}  # type: ignore[attr-defined]
    return dict(kept)


def drop_members(_app: Sphinx, env: BuildEnvironment) -> None:
    """Keep in the contents of a page its classes and functions, and not the fields of each class."""
    for contents in env.tocs.values():
        for item in list(contents.findall(nodes.list_item)):
            paragraph = item.children[0]
            is_object = any(ref.get("anchorname", "").count(".") for ref in paragraph.findall(nodes.reference))
            if is_object and len(item.children) > 1 and paragraph.astext().isidentifier():
                del item.children[1:]


def setup(app: Sphinx) -> dict[str, Any]:
    """Make the sidebar small before the theme asks for it."""
    app.connect("html-page-context", draw_from_titles, priority=100)
    app.connect("env-updated", drop_members)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
