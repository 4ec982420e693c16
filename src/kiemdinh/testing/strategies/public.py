"""Strategies of hypothesis for conditions, frameworks, evidence and dossiers.

They follow hypothesis's own style: nouns in the plural, ``min_*`` and ``max_*``, everything by keyword, and without
arguments every valid value.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from kiemdinh.evidence.dossier import Side
from kiemdinh.standards.framework import Framework
from kiemdinh.testing.strategies.at_level import holding, levels_of, missing_by_one
from kiemdinh.testing.strategies.conditions import conditions
from kiemdinh.testing.strategies.dossiers import complete_papers, evidence_index, papers, record_at
from kiemdinh.testing.strategies.frameworks import frameworks
from kiemdinh.testing.strategies.places import Checkable, boundaries, loaded, places, stages_of

__all__ = ["conditions", "dossiers", "evidence_items", "frameworks"]

_SIDES: Final[tuple[Side, ...]] = ("self", "external")


def dossiers(
    framework: Checkable,
    *,
    level: str | None = None,
    near: str | None = None,
    min_records: int = 0,
    max_records: int | None = None,
    complete: bool = False,
    sides: Sequence[Side] = _SIDES,
) -> st.SearchStrategy[dict[str, Any]]:
    """Dossiers of a framework as plain data, ready for :func:`kiemdinh.assess` and for YAML.

    Without arguments: findings of any node on either side, claims and parts, dates that clash, evidence that expires
    or is missing, figures by year and stage, unknowns, awards held.

    Parameters
    ----------
    framework
        A bundled id, a path, plain data or a loaded framework.
    level
        A level or label of the main outcome: each dossier holds exactly that one, guaranteed and attainable.
    near
        A level or label: each dossier misses it by one fact or one figure. ``"boundary"``: one figure lies on a number
        that the definition names, or just beside it.
    min_records, max_records
        How many records a dossier has; without ``max_records`` it may know much besides.
    complete
        Every requirement and every figure is known.
    sides
        Whose records they are.

    Raises
    ------
    hypothesis.errors.InvalidArgument
        No dossier reaches the level, there is none of that name, or arguments contradict each other.

    Examples
    --------
    >>> from hypothesis import given
    >>> import kiemdinh as kd
    >>> @given(dossiers("vn.tt57-2026.gdtx", level="muc-1"))
    ... def test_level_one(dossier):
    ...     assert kd.assess("vn.tt57-2026.gdtx", dossier).level.id == "muc-1"
    """
    found = loaded(framework)
    _check(level, near, complete=complete, min_records=min_records, max_records=max_records, sides=sides)
    if level is not None:
        return holding(found, level)
    if near == "boundary" and near not in levels_of(found):
        return _on_boundaries(found, sides)
    if near is not None:
        return missing_by_one(found, near)
    if complete:
        return complete_papers(found, sides=sides).map(lambda made: made.dossier())
    drawn = papers(found, sides=sides, min_records=min_records, max_records=max_records)
    return drawn.map(lambda made: made.dossier())


def _check(
    level: str | None,
    near: str | None,
    *,
    complete: bool,
    min_records: int,
    max_records: int | None,
    sides: Collection[str],
) -> None:
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


def _on_boundaries(framework: Framework, sides: Sequence[Side]) -> st.SearchStrategy[dict[str, Any]]:
    if not boundaries(framework, stages_of(framework)[0]):
        message = f"{framework.id} compares no figure with a number"
        raise InvalidArgument(message)
    return _near_boundaries(framework, sides)


@st.composite
def _near_boundaries(draw: st.DrawFn, framework: Framework, sides: Sequence[Side]) -> dict[str, Any]:
    made = draw(complete_papers(framework, sides=sides))
    stages = made.rest.get("school", {}).get("stages")
    near = boundaries(framework, None if stages is None else tuple(stages))
    place = draw(st.sampled_from([p for p in places(framework, _given(stages)) if p.is_input and p.about in near]))
    figure = record_at(place, draw(st.sampled_from(near[place.about])), draw(st.sampled_from(sides)))
    return made.with_records(
        replace(figure, side=r.side) if r.place == figure.place else r for r in made.records
    ).dossier()


def _given(stages: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if stages is None else tuple(stages)


def evidence_items(
    framework: Checkable, *, codes: Sequence[str] | None = None, expired: bool | None = None
) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """Items of evidence as pairs of code and entry: ``dict(pairs)`` is the index of a dossier of the framework.

    They are valid on the day on which :func:`dossiers` are assessed, new, undated, expired or still to come.

    Parameters
    ----------
    framework
        A bundled id, a path, plain data or a loaded framework; its pattern of codes is kept.
    codes
        The codes to draw from; None takes codes of the framework's pattern.
    expired
        True draws only items that have expired, False none of them.
    """
    index = evidence_index(loaded(framework))
    entries = [said for said in index.values() if expired is None or (said["title"] == "expired") is expired]
    names = st.sampled_from(list(index) if codes is None else list(codes))
    return st.tuples(names, st.sampled_from(entries).map(dict))
