"""Elements of SVG, and text broken into lines of a given width. SVG itself breaks no text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from kiemdinh.diagnostics.wording import strip_hidden
from kiemdinh.narration.drawings.own_names import own_names

__all__ = ["fit_text", "make_element", "make_label", "measure_text", "wrap_text", "write_document"]

_WIDTH_OF_LETTER = 54
"""How wide a letter of a plain sans-serif face is on average, in hundredths of its size."""
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def write_document(children: Iterable[ET.Element], lang: str, style: Mapping[str, str], **attributes: str | int) -> str:
    """Return an SVG document as text: each of *children* on a line of its own, with the words in *lang*.

    Parameters
    ----------
    children
        What the picture has, painted in this order.
    lang
        The language of the words.
    style
        The style of each class that an element may have.
    **attributes
        The attributes of the root, as :func:`make_element` takes them.

    Ids and classes get names that no other picture has, and the style holds for this picture only: see
    :mod:`~kiemdinh.narration.drawings.own_names`.
    """
    root = make_element("svg", *children, xmlns="http://www.w3.org/2000/svg", **attributes)
    root.set(_LANGUAGE, lang)
    root.set("lang", lang)  # a page of HTML does not read the one above
    own_names(root, style)
    root.text = "\n"
    for child in root:
        child.tail = "\n"
    # " />" can only be the end of an empty element: ">" in a text or an attribute is written "&gt;".
    return ET.tostring(root, encoding="unicode").replace(" />", "/>") + "\n"


def make_element(tag: str, *inside: ET.Element | str, **attributes: str | int) -> ET.Element:
    """Return an element with a text or with other elements inside.

    In the name of an attribute ``_`` stands for ``-``, and one at the end is dropped: ``font_size=12``,
    ``class_="bold"``. Control characters, which XML cannot carry, become blanks; hidden ones are left out.
    """
    new = ET.Element(tag, {name.rstrip("_").replace("_", "-"): _clean(str(v)) for name, v in attributes.items()})
    for part in inside:
        if isinstance(part, str):
            new.text = _clean(part)
        else:
            new.append(part)
    return new


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in strip_hidden(text))


def make_label(x: int, y: int, text: str, size: int, style: str = "") -> ET.Element:
    """Return a line of text whose baseline begins at *x* and *y*, in letters of *size* dots and of the class *style*.

    The size is a class too, ``size-12``: an attribute would yield to any rule of the page for texts.
    """
    return make_element("text", text, x=x, y=y, class_=f"text size-{size} {style}".strip())


def measure_text(text: str, size: int) -> int:
    """Return about how wide a line of text is in letters of *size* dots, as :func:`wrap_text` reckons it."""
    return len(text) * size * _WIDTH_OF_LETTER // 100


def wrap_text(text: str, width: int, size: int) -> list[str]:
    """Return *text* broken between words into lines of about *width* dots, in letters of *size* dots.

    The width is reckoned from an average letter, since the font of the reader is not known.

    >>> wrap_text("at least fifteen children", 100, 12)
    ['at least', 'fifteen', 'children']
    """
    letters = max(width * 100 // (size * _WIDTH_OF_LETTER), 1)
    return textwrap.wrap(" ".join(text.split()), letters, break_long_words=False, break_on_hyphens=False)


def fit_text(text: str, width: int, size: int, most: int) -> list[str]:
    """Return *text* in at most *most* lines as :func:`wrap_text` breaks it; a longer text ends in an ellipsis.

    >>> fit_text("at least fifteen children", 100, 12, 2)
    ['at least', 'fifteen…']
    """
    lines = wrap_text(text, width, size)
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1].rstrip(" ,;:…") + "…"]
