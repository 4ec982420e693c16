"""The cost curve of a plan: what so many schools cost, the cheapest first, and what is needed of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kiemdinh.narration.drawings.sheet import EDGE, INNER_WIDTH, SHEET_STYLE, SMALL_SIZE, TITLE_SIZE, write_sheet
from kiemdinh.narration.drawings.svg import make_element, make_label, measure_text, wrap_text
from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.office import PlanData, format_budgeted
from kiemdinh.rules import exact_number

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from kiemdinh.rules import Number

__all__ = ["draw_cost_curve"]

_HEIGHT: Final = 320
_STYLE: Final = {
    **SHEET_STYLE,
    "curve": "fill:none;stroke:#1a1a1a;stroke-width:2",
    "axis": "fill:none;stroke:#555;stroke-width:1",
    "needed": "fill:none;stroke:#1a1a1a;stroke-width:1;stroke-dasharray:5 4",
    "dot": "fill:#fff;stroke:#1a1a1a;stroke-width:2",
}


def draw_cost_curve(found: PlanData, lang: str | None = None) -> str:
    """Return the cost curve as an SVG document, which may also be written into a page of HTML.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(found.frameworks[0], lang)
    return _CostCurve(found, messages).to_document()


class _CostCurve:
    def __init__(self, found: PlanData, messages: Messages) -> None:
        self.found, self.messages = found, messages
        self.points: Sequence[tuple[int, Number]] = found.curve()
        if not self.points:
            return
        target = next(row for row in found.frame_rows("targets") if row["share"] is not None)
        self.needed: int = target["needed"]
        self.schools: int = target["schools"]
        self.highest = max(Fraction(self.points[-1][1]), Fraction(1))
        marks = (Fraction(0), self.highest / 2, self.highest)
        self.marks = tuple((mark, self._money(exact_number(Fraction(int(mark))))) for mark in marks)
        self.left = EDGE + 10 + max(measure_text(said, SMALL_SIZE) for _, said in self.marks)
        self.first: int = min(self.points[0][0], self.needed)

    def to_document(self) -> str:
        """Return the document."""
        title = self.messages.text("office.plan.curve")
        text = self.messages.text
        how = text("office.plan.curve_how") if self.points else text("office.plan.curve_none")
        drawn = [make_label(EDGE, EDGE + TITLE_SIZE, title, TITLE_SIZE, "bold")]
        y = EDGE + TITLE_SIZE + 20
        for line in wrap_text(how, INNER_WIDTH, SMALL_SIZE):
            drawn.append(make_label(EDGE, y, line, SMALL_SIZE, "grey"))
            y += 15
        if not self.points:
            return write_sheet(title, how, drawn, y + EDGE, lang=self.messages.lang, style=_STYLE)
        drawn += self._draw(y + 14)
        return write_sheet(
            title, f"{how} {self._describe()}", drawn, y + _HEIGHT + 90, lang=self.messages.lang, style=_STYLE
        )

    def _describe(self) -> str:
        """Return in a sentence what the picture says."""
        (first, _), (last, cost) = self.points[0], self.points[-1]
        return self.messages.text(
            "office.plan.curve_ends", first=first, last=last, cost=self._money(cost), needed=self.needed
        )

    def _money(self, amount: Number) -> str:
        return format_budgeted(amount, self.found.currency, self.messages)

    def _x(self, schools: int) -> int:
        """Return where so many schools stand: from those that are few enough to all."""
        width, span = EDGE + INNER_WIDTH - self.left, max(self.schools - self.first, 1)
        return self.left + width * (schools - self.first) // span

    def _y(self, cost: Number, top: int) -> int:
        return top + _HEIGHT - int(_HEIGHT * Fraction(cost) / self.highest)

    def _draw(self, top: int) -> Iterator[Element]:
        bottom, right = top + _HEIGHT, self._x(self.schools)
        yield make_element("path", d=f"M{self.left} {top}V{bottom}H{right}", class_="axis")
        for mark, said in self.marks:
            x, y = self.left - 8 - measure_text(said, SMALL_SIZE), self._y(mark, top)
            yield make_label(x, y + 4, said, SMALL_SIZE)
        for schools in dict.fromkeys((self.first, (self.first + self.schools) // 2, self.schools)):
            said = str(schools)
            yield make_label(self._x(schools) - measure_text(said, SMALL_SIZE) // 2, bottom + 16, said, SMALL_SIZE)
        said = self.messages.text("office.plan.curve_schools")
        yield make_label(self.left, bottom + 34, said, SMALL_SIZE, "grey")
        steps = " ".join(
            f"{'M' if i == 0 else 'L'}{self._x(schools)} {self._y(cost, top)}"
            for i, (schools, cost) in enumerate(self.points)
        )
        yield make_element("path", d=steps, class_="curve")
        yield from self._draw_needed(top)

    def _draw_needed(self, top: int) -> Iterator[Element]:
        """Yield a broken line at the schools that are needed, and a dot where it meets the curve."""
        x, bottom = self._x(self.needed), top + _HEIGHT
        yield make_element("path", d=f"M{x} {top}V{bottom}", class_="needed")
        said = self.messages.text("office.plan.curve_needed", n=self.needed)
        left = min(x + 6, EDGE + INNER_WIDTH - measure_text(said, SMALL_SIZE))
        yield make_label(left, bottom + 52, said, SMALL_SIZE)
        at = dict(self.points).get(self.needed)
        if at is not None:
            yield make_element("circle", cx=x, cy=self._y(at, top), r=4, class_="dot")
