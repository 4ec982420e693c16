"""The shapes that mark tagged criteria, such as mandatory ones: a shape for each tag, so that no colour is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.narration.drawings.svg import make_element, make_label

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["TAG_STYLE", "TAG_WIDTH", "TagShapes"]

TAG_WIDTH = 14
"""The room that a shape takes in a line."""
TAG_STYLE = {"tag": "fill:#1a1a1a;stroke:#1a1a1a;stroke-width:1", "tag-open": "fill:#fff;stroke:#1a1a1a;stroke-width:1"}
_NUMBER_SIZE = 11
_SHAPES = (
    "m0 -6l1.5 4h4.2l-3.3 2.6l1.2 4.1l-3.6 -2.4l-3.6 2.4l1.2 -4.1l-3.3 -2.6h4.2z",
    "m0 -5l5 9h-10z",
    "m-4 -4h8v8h-8z",
    "m0 5l5 -9h-10z",
)
"""A star, a triangle, a square and a triangle upside down, each drawn around its middle; cells have the diamond."""


@dataclass(frozen=True, slots=True)
class TagShapes:
    """The shape of each tag: ``numbers`` gives its place among the tags of the picture, from 0."""

    numbers: Mapping[str, int]

    @classmethod
    def for_tags(cls, tags: Iterable[str]) -> TagShapes:
        """Return the shapes of tags, in the order in which the definition declares them."""
        return cls({tag: number for number, tag in enumerate(tags)})

    def draw_tags(self, tags: Iterable[str], x: int, y: int) -> Iterator[Element]:
        """Yield the shapes of the tags of one criterion, side by side from *x*, with *y* as the middle of the line."""
        for place, tag in enumerate(sorted(tags, key=self.numbers.__getitem__)):
            yield self.draw_tag(tag, x + place * TAG_WIDTH + TAG_WIDTH // 2, y)

    def draw_tag(self, tag: str, x: int, y: int) -> Element:
        """Return the shape of a tag around a point; tags that come after all shapes have a number in a ring."""
        number = self.numbers[tag]
        if number < len(_SHAPES):
            return make_element("path", d=f"M{x} {y}{_SHAPES[number]}", class_="tag")
        ring = make_element("circle", cx=x, cy=y, r=6, class_="tag-open")
        return make_element("g", ring, make_label(x, y + 4, str(number + 1), _NUMBER_SIZE, "mid"))
