"""The verb ``kd.compare``: schools side by side, group by group (semantics 6.3, 6.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.arguments import check_choice, check_count, check_text, refuse_argument
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.portfolio.batch import Batch, StreamedBatch
from kiemdinh.portfolio.comparison.comparison import AUDIENCES, Audience, Comparison
from kiemdinh.portfolio.comparison.counts import count_year, find_members, read_year
from kiemdinh.portfolio.comparison.schools import gather_schools, read_columns, read_given_register
from kiemdinh.portfolio.comparison.standings import OUTCOME
from kiemdinh.portfolio.comparison.suppression import hide_small_groups

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["compare"]

_MIN_GROUP: Final = 5
"""The size from which on a group is shown to the public."""


def compare(
    batches: Batch | Iterable[Batch],
    *,
    register: Any = None,
    by: str | Sequence[str] = (),
    at: str = "criterion",
    level: str | None = None,
    audience: Audience = "office",
    min_group: int | None = None,
) -> Comparison:
    """Count how many schools of each group meet each criterion, in each year.

    Each school is met, unmet, unknown, or the node does not apply to it (``absent``); the four counts sum to the
    schools of the group. A school of the register that nobody assessed is unknown, never failed. Shares are
    ``[low, high]`` over the schools to which the node applies: those that certainly meet it, and those that may. A
    standard without a verdict has the counts of its criteria at each level: they sum to its schools times its criteria.

    Parameters
    ----------
    batches
        What :func:`kiemdinh.assess_many` returns, or several of these: of several years, and of several frameworks.
    register
        The schools that are to be counted, as :func:`kiemdinh.read_register` reads them, or a table of them; None takes
        the schools of the batches. Who belongs to it is asked on the latest day of each year.
    by
        Columns that make groups: of the register (``commune``, ``district``, ``province``, ``stages``, ``public``, or
        one of its inputs), else of the tables (``stage``, ``name``, or a heading). Without any there are all schools.
    at
        A layer of the framework, ``criterion`` or ``standard``; ``requirement``; or ``outcome``, the whole school.
    level
        The one level that is counted; None counts each.
    audience
        ``office``, or ``public``: then the counts of groups of fewer than 5 schools are hidden, and of as many others
        as are needed so that no hidden count follows from what is shown (semantics 6.6). What schools need is then left
        out. What follows from several results together, or from other knowledge of a reader, is not considered.
    min_group
        The size from which on a group is shown; None takes 5 for the public, and hides nothing for an office.

    Returns
    -------
    Comparison
        Its main table has a row for each year, node, level and group. The group None is all schools.

    Raises
    ------
    InputError
        There is no such layer, level or column, or a school is twice in one year under one framework.

    Notes
    -----
    The cost is that of the table of criteria of each batch, and a pass over its rows. What schools need (``margin``,
    ``cost``, ``necessary``, ``relevant``, ``pivotal``) is worked out when a table is asked for, and costs what the
    blockers and margins of the batches cost; text and pictures do without.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> rows = [{"school": "A", "1.1": "muc-2"}, {"school": "B", "1.1": "muc-1"}, {"school": "C"}]
    >>> batch = kd.assess_many("vn.tt57-2026.gdtx", rows, on="2027-06-30")
    >>> row = compare(batch, level="muc-2").frame_rows()[0]
    >>> [row[name] for name in ("node", "schools", "met", "unmet", "unknown")], str(row["low"]), str(row["high"])
    (['1.1', 3, 1, 1, 1], '1/3', '2/3')
    """
    several = _check_batches(batches)
    columns = read_columns(by)
    years, warnings = gather_schools(several, read_given_register(register), columns)
    states = [found for year in years for found in read_year(year, check_text("at", at), level)]
    if level is not None and states and not any(one.places for one in states):
        known = dict.fromkeys(one.id for batch in several for one in batch.level_refs)
        refuse_argument("level", level, list_names([*known]))
    frameworks: dict[str, Framework] = {batch.framework.digest: batch.framework for batch in several}
    members = {year.year: find_members(year.groups, columns) for year in years}
    counts = [count for found in states for count in count_year(found, members[found.year])]
    is_public = check_choice("audience", audience, AUDIENCES) == "public"
    least = _MIN_GROUP if min_group is None and is_public else min_group
    if least is not None:
        labelled = {one.id for one in frameworks.values() if at == OUTCOME and one.main_ladder is None}
        counts = list(hide_small_groups(counts, check_count("min_group", least), labelled))
    days = {part.day for year in years for part in year.batches}
    return Comparison(
        frameworks=tuple(frameworks.values()),
        days=tuple(sorted(days)),
        warnings=tuple(warnings),
        at=at,
        by=columns,
        audience=audience,
        min_group=least,
        counts=tuple(counts),
        _years=tuple(years),
        _states=() if is_public or least is not None else tuple(states),
        _make_frame=several[0].make_frame,
    )


def _check_batches(batches: Any) -> list[Batch]:
    several = [batches] if isinstance(batches, Batch | StreamedBatch) else batches
    found = list(several) if isinstance(several, Iterable) and not isinstance(several, str | bytes) else []
    if any(isinstance(one, StreamedBatch) for one in found):
        message = Message("a streamed batch keeps no criteria, so that its schools cannot be compared")
        refuse_argument("batches", batches, Message("a batch of another engine"), message=message, code="KD731")
    if not found or not all(isinstance(one, Batch) for one in found):
        refuse_argument("batches", batches, Message("what kd.assess_many returns, or a list of these"))
    return found
