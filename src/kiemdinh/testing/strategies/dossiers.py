"""Drawn dossiers of a framework: of every kind, complete, at a level, or near a level or a boundary."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from kiemdinh.evidence.dossier import Side
from kiemdinh.standards.catalogue import AnyFramework, load
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.strategies.at_level import (
    dossiers_at_level,
    dossiers_missing_level,
    dossiers_on_boundary,
    level_ids,
)
from kiemdinh.testing.strategies.figures import boundary_values
from kiemdinh.testing.strategies.parts import fit_parts
from kiemdinh.testing.strategies.record_strategies import complete_records, dossier_records, make_record
from kiemdinh.testing.strategies.setting import stages_of
from kiemdinh.testing.strategies.slots import list_slots

__all__ = ["dossiers"]

_SIDES: Final[tuple[Side, ...]] = ("self", "external")


def dossiers(
    framework: AnyFramework,
    *,
    level: str | None = None,
    near: str | None = None,
    min_records: int = 0,
    max_records: int | None = None,
    complete: bool = False,
    sides: Sequence[Side] = _SIDES,
) -> st.SearchStrategy[dict[str, Any]]:
    """Dossiers of a framework as plain data, ready for :func:`kiemdinh.assess` and for YAML.

    Without arguments they have findings about any node by either side, claims and parts, dates that clash, evidence
    that expires or is missing, figures by year and stage, unknowns, awards held.

    Parameters
    ----------
    framework
        A bundled id, a ``Path``, plain data or a loaded framework.
    level
        A level or label of the main outcome: each dossier holds exactly that one, guaranteed and attainable.
    near
        A level or label: each dossier misses it by one fact or one figure. ``"boundary"``: a figure, rating, number of
        points, sum or mean lies on a number that the definition names, or just beside it.
    min_records, max_records
        How many records a dossier has; without ``max_records`` a dossier may have many more.
    complete
        Every requirement and every figure is known.
    sides
        The sides that made the records.

    Raises
    ------
    hypothesis.errors.InvalidArgument
        No dossier reaches the level, there is no level of that name, the level depends on a parameter that is not set,
        or arguments contradict each other. For a framework that counts members, registers of up to four are tried.

    Examples
    --------
    >>> from hypothesis import given
    >>> import kiemdinh as kd
    >>> @given(dossiers("vn.tt57-2026.gdtx", level="muc-1"))
    ... def test_level_one(dossier):
    ...     assert kd.assess("vn.tt57-2026.gdtx", dossier).level.id == "muc-1"
    """
    found = load(framework)
    _refuse_contradictions(
        level, near, complete=complete, min_records=min_records, max_records=max_records, sides=sides
    )
    if level is not None:
        return dossiers_at_level(found, level)
    # A definition may have a level of that name: then the level is meant.
    if near == "boundary" and near not in level_ids(found):
        return _dossiers_on_boundary(found, sides)
    if near is not None:
        return dossiers_missing_level(found, near)
    if complete:
        return complete_records(found, sides=sides).map(lambda records: records.dossier())
    drawn = dossier_records(found, sides=sides, min_records=min_records, max_records=max_records)
    return drawn.map(lambda records: records.dossier())


def _refuse_contradictions(
    level: str | None,
    near: str | None,
    *,
    complete: bool,
    min_records: int,
    max_records: int | None,
    sides: Collection[str],
) -> None:
    """Raise InvalidArgument where arguments of :func:`dossiers` exclude each other or leave nothing to draw."""
    if sum((level is not None, near is not None, complete)) > 1:
        message = "a dossier is drawn by level, by near, or complete; not by two of them"
        raise InvalidArgument(message)
    if min_records < 0 or (max_records is not None and max_records < min_records):
        message = f"cannot draw from {min_records} to {max_records} records"
        raise InvalidArgument(message)
    if (level is not None or near is not None or complete) and (min_records or max_records is not None):
        message = "min_records and max_records go with neither level, near nor complete"
        raise InvalidArgument(message)
    if not sides or set(sides) - set(_SIDES):
        message = f"sides {sides!r} are not among {', '.join(_SIDES)}"
        raise InvalidArgument(message)


def _dossiers_on_boundary(framework: Framework, sides: Sequence[Side]) -> st.SearchStrategy[dict[str, Any]]:
    """Dossiers in which a figure or quantity lies on a number that a rule compares it with, or just beside it."""
    stages = stages_of(framework)[0]
    values = boundary_values(framework, stages)
    of_figures = any(slot.is_input and slot.about in values for slot in list_slots(framework, stages))
    drawn = [_with_figure_on_boundary(framework, sides)] if of_figures else []
    of_quantities = dossiers_on_boundary(framework, sides)
    drawn += [] if of_quantities is None else [of_quantities]
    if not drawn:
        message = f"{framework.id} compares no figure, rating or points with a number"
        raise InvalidArgument(message)
    return st.one_of(drawn)


@st.composite
def _with_figure_on_boundary(draw: st.DrawFn, framework: Framework, sides: Sequence[Side]) -> dict[str, Any]:
    complete = draw(complete_records(framework, sides=sides))
    values = boundary_values(framework, complete.stages)
    figures = [s for s in list_slots(framework, complete.stages) if s.is_input and s.about in values]
    slot = draw(st.sampled_from(figures))
    figure = make_record(slot, draw(st.sampled_from(values[slot.about])), draw(st.sampled_from(sides)))
    # The figure takes the place of the record that was drawn for its slot, and the side of that record.
    records = (replace(figure, side=r.side) if r.key == figure.key else r for r in complete.records)
    return fit_parts(framework, complete.with_records(records)).dossier()
