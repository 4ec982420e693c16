"""The few elements of SVG that a drawing is made of, as text."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

__all__ = ["element", "fitted", "label", "plain", "wrapped"]

_WIDTH_OF_LETTER = 54
"""How wide a letter of a plain sans-serif face is on average, in hundredths of its size."""


def element(tag: str, *inside: str, **attributes: str | int) -> str:
    """Return an element; of attributes ``_`` stands for ``-``, and one at the end is dropped (``class_``)."""
    said = "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(str(value))}" for name, value in attributes.items()
    )
    return f"<{tag}{said}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{said}/>"


def plain(text: str) -> str:
    """Return *text* as XML may carry it: no control characters, and what is markup escaped."""
    return escape("".join(c if c.isprintable() else " " for c in text))


def label(x: int, y: int, text: str, **attributes: str | int) -> str:
    """Return a line of text whose baseline begins at a point."""
    return element("text", plain(text), x=x, y=y, **attributes)


def wrapped(text: str, width: int, size: int) -> Iterator[str]:
    """Break *text* between words into lines of about *width*, in letters of *size*."""
    most = max(width * 100 // (size * _WIDTH_OF_LETTER), 1)
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > most:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


def fitted(text: str, width: int, size: int, most: int) -> list[str]:
    """Return *text* in at most *most* lines of about *width*, cut where it is longer."""
    lines = list(wrapped(text, width, size))
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1].rstrip(" ,;:…") + "…"]
