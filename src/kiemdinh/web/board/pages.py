"""The pages as HTML: templates and stylesheets that come with the package, filled with views."""

from __future__ import annotations

from functools import cache, partial
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from kiemdinh.diagnostics.package_folder import find_package_folder
from kiemdinh.narration.language import shorten_line
from kiemdinh.narration.layout import STYLESHEET
from kiemdinh.narration.names import MAX_TITLE
from kiemdinh.version import __version__

__all__ = ["ASSETS", "render_page"]

_PACKAGE: Final = "kiemdinh.web.board"


def _read_asset(name: str) -> str:
    return find_package_folder(_PACKAGE).joinpath("static", name).read_text(encoding="utf-8")


ASSETS: Final = {
    "board.css": ("text/css", _read_asset("board.css")),
    "result.css": ("text/css", STYLESHEET),
    "icon.svg": ("image/svg+xml", _read_asset("icon.svg")),
}
"""The media type and content of each file beside the pages, by its name; there is no other."""


@cache
def _open_templates() -> Environment:
    found = Environment(
        loader=PackageLoader(_PACKAGE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    found.globals["version"] = __version__
    found.filters["short"] = partial(shorten_line, most=MAX_TITLE)
    return found


def render_page(template: str, **shown: Any) -> str:
    """Return a page: the template of that name, filled in. Every text is escaped, but for HTML of a view.

    Raises
    ------
    jinja2.UndefinedError
        Something that the template shows is missing.
    """
    return _open_templates().get_template(template).render(shown)
