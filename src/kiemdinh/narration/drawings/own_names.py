"""Ids and classes that are a picture's own, so that it stands in a page beside others without disturbing them.

An SVG that is written into a page shares the page's ids and its style sheets. A picture therefore has an id made from
what it shows, each of its ids and classes begins with it, and each rule of its style is for what stands inside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from xml.etree import ElementTree as ET

__all__ = ["own_names"]

_DIGITS = 10
"""How many digits of the digest an id has: two pictures of a page never have the same by chance."""


def own_names(root: ET.Element, style: Mapping[str, str]) -> None:
    """Give a picture its id, put it before all its ids and classes, and write its style into its ``defs``.

    Parameters
    ----------
    root
        The picture, in plain names. Its ``defs`` get the style.
    style
        The declarations for each class, in plain names. A filling that the picture defines is written ``url(#name)``.
        What no element uses is left out.
    """
    content = ET.tostring(root, encoding="unicode") + repr(sorted(style.items()))
    own = "kd-" + hashlib.sha256(content.encode()).hexdigest()[:_DIGITS]
    used = {name for element in root.iter() for name in element.get("class", "").split()}
    for element in root.iter():
        for attribute in ("id", "class", "aria-labelledby"):
            if attribute in element.attrib:
                element.set(attribute, " ".join(f"{own}-{name}" for name in element.attrib[attribute].split()))
    root.set("id", own)
    sheet = ET.Element("style")
    sheet.text = "".join(_write_rule(own, name, body) for name, body in style.items() if name in used)
    for defs in root.iter("defs"):
        defs.insert(0, sheet)


def _write_rule(own: str, name: str, body: str) -> str:
    # The id in front also makes the rule stronger than a page's own for all texts or all rectangles.
    return f"#{own} .{own}-{name}{{{body.replace('url(#', f'url(#{own}-')}}}"
