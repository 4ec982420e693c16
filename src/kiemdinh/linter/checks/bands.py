"""The bands of a quantity that the cases of a decision list state, such as *at least 50 and below 60*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kiemdinh.linter.written import write_part
from kiemdinh.rules import Number
from kiemdinh.standards.definition import AllOf, Compared, read_literal
from kiemdinh.standards.lowering import EVERYWHERE

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.parsing.collector import Path

__all__ = ["COMPARATORS", "Band", "BandEnd", "name_operand", "read_bands"]

COMPARATORS = ("at_least", "above", "at_most", "below")
"""The keys of the ends of a band."""

_NOT_OF_OPERAND = frozenset({"vi", "en", "text", "cite", "certainty", *COMPARATORS, "is"})


@dataclass(frozen=True, slots=True)
class BandEnd:
    """One end of a band: its number, as it is written, and whether the band has it."""

    number: Number
    text: str
    is_in: bool


@dataclass(frozen=True, slots=True)
class Band:
    """The numbers of a quantity for which a case holds, and its other demands; None for an end that is open."""

    path: Path
    cond: Any
    low: BandEnd | None
    high: BandEnd | None
    others: tuple[Any, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """The compared quantity and the other demands: two bands with equal keys can be compared."""
        return (name_operand(self.cond), *map(repr, self.others))


def name_operand(cond: Any) -> str:
    """Return a name for the quantity of a comparison; two comparisons of one quantity have the same name."""
    return repr(sorted(write_part(cond, without=_NOT_OF_OPERAND).items()))


def read_bands(study: Study, cond: Any, path: Path) -> Iterator[Band]:
    """Yield the bands that a condition states, itself or as parts of an ``all``, without those inside a negation."""
    parts = cond.all_ if isinstance(cond, AllOf) else (cond,)
    for i, part in enumerate(parts):
        band = _read_band(study, part, (*path, "all", i) if isinstance(cond, AllOf) else path)
        if band is not None:
            yield replace(band, others=tuple(each for each in parts if each is not part))


def _read_band(study: Study, cond: Any, path: Path) -> Band | None:
    """Return the band that a case states; None where it states anything else."""
    definition = study.framework.definition
    while isinstance(cond, str) and cond in definition.define:
        path, cond = ("define", cond), definition.define[cond]
    if not isinstance(cond, Compared) or cond.is_ is not None:
        return None
    ends: dict[str, BandEnd] = {}
    for key, text in cond.list_comparisons():
        end = _read_end(study, cond, key, text, path)
        if end is None:
            return None
        ends["low" if key in ("at_least", "above") else "high"] = end
    return Band(path, cond, ends.get("low"), ends.get("high"))


def _read_end(study: Study, cond: Any, key: str, text: Any, path: Path) -> BandEnd | None:
    measure = study.lowering.quantities.find_measure(cond, EVERYWHERE, path)
    if not isinstance(text, str) or measure.kind != "number":
        return None
    number = read_literal(text, measure, study.lowering.context.problems, (*path, key))
    return None if number is None else BandEnd(number, text, key in ("at_least", "at_most"))
