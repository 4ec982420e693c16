"""The verb ``kd.impact``: how the schools of a table stand by one edition, and how by another (semantics 6.7)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.data.office import DecidingNode, Move, MovingChange, SchoolMove
from kiemdinh.diagnostics.arguments import check_count, refuse_argument
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import read_required_date
from kiemdinh.portfolio.batch import Batch, assess_many
from kiemdinh.portfolio.carrying import carry_over_many
from kiemdinh.portfolio.editions import EditionSide, LevelOrder, RestoredEditions, read_by
from kiemdinh.portfolio.frames import FrameMaker, frame_maker
from kiemdinh.portfolio.impacts.deciding import find_deciding
from kiemdinh.portfolio.impacts.impact_result import Impact
from kiemdinh.portfolio.office_results import warn_of_register, warn_of_rejected
from kiemdinh.portfolio.registers import Register, ensure_register
from kiemdinh.portfolio.tables import SchoolTable, join_columns, read_table
from kiemdinh.rules import Budget
from kiemdinh.standards.catalogue import apply, load, open_definition
from kiemdinh.standards.loading import Framework
from kiemdinh.transitions.carrying import find_mapping
from kiemdinh.transitions.diffs import diff

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.transitions.crosswalks import AnyCrosswalk

__all__ = ["impact"]

_STEPS: Final = 2_000_000
"""How many assessments of a school may be made, unless the caller says otherwise."""


def impact(
    batch: Any,
    old: AnyFramework,
    new: AnyFramework,
    *,
    on: dt.date | str,
    register: Any = None,
    columns: Any = None,
    crosswalk: AnyCrosswalk | None = None,
    budget: int | None = None,
) -> Impact:
    """Return how each school would stand by another edition, which changes of it make a school move, and what is open.

    Each school is assessed by both editions on one day, with the same records. Levels are ranges (2.2): a school moves
    up or down where that holds of all that its ranges leave open, and its move is *open* where they do not decide it.

    Parameters
    ----------
    batch
        What :func:`kiemdinh.assess_many` returns; or the table itself, as it takes one, which is then read by both
        editions. The last row of each school counts.
    old, new
        The two editions, each as :func:`kiemdinh.load` takes it: ``ID@DAY``, a ``Path``, a mapping, a loaded framework.
        *new* may be an amendment of *old*, as :func:`kiemdinh.apply` takes it. They may be two frameworks that a
        crosswalk relates: the schools are then carried over (4.7).
    on
        The day on which all schools are assessed, by both.
    register
        The schools that are asked about, as :func:`kiemdinh.read_register` reads them; None takes those of the table.
    columns
        What the columns stand for, where *batch* is a table whose headings do not say it.
    crosswalk
        How two frameworks relate; None for the bundled crosswalk.
    budget
        How many assessments of a school may be made to find causes and what would decide; None takes 2,000,000. Where
        it does not reach, ``because`` is None and ``complete`` is False.

    Returns
    -------
    Impact
        Its tables are ``moves``, ``counts``, ``changes`` and ``decide``.

    Raises
    ------
    InputError
        An edition does not load; the two are neither editions of one framework nor related (KD260); the table is of
        another framework; or one of them is judged by labels, which have no order.

    Notes
    -----
    The schools are assessed by both editions. Those that move are assessed once more for each change of the act, and
    those whose move is open with every answer about each open criterion.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> base = kd.load("vn.tt57-2026.gdtx")
    >>> law = {"document": "Draft", "in_force": "2030-01-01"}
    >>> act = {"kiemdinh": 1, "amends": base.id, "source": law, "changes": [{"at": "1.1/muc-1/a", "do": "remove"}]}
    >>> row = {f"{i}.{j}": "muc-1" for i, n in enumerate((4, 3, 5, 3), 1) for j in range(1, n + 1)}
    >>> row = {"school": "A", **row, "1.3": "khong-dat"}
    >>> found = impact(kd.assess_many(base, [row], on="2029-06-30"), base, kd.apply(base, act), on="2029-06-30")
    >>> [(one.school, one.move) for one in found.moves]
    [('A', 'same')]
    """
    day = read_required_date(on, "on")
    before = load(old, unofficial=True)
    after = _load_new(new, before)
    for name, framework in (("old", before), ("new", after)):
        if framework.main_ladder is None:
            message = Message(
                "levels are compared, and '{id}' is judged by labels, which have no order", id=framework.id
            )
            refuse_argument(name, framework.id, Message("a framework with levels"), message=message)
    given = None if register is None else ensure_register(register)
    steps = Budget(_read_budget(budget))
    if before.id == after.id:
        finder = _ImpactFinder.of_editions(
            before, after, _read_tables(batch, (before, after), columns, day), day, steps
        )
    else:
        finder = _ImpactFinder.of_frameworks(
            before, after, _read_tables(batch, (before,), columns, day), day, steps, crosswalk
        )
    moves, changes = finder.find_moves(given)
    # One warning is enough: that for the edition which cannot read more rows.
    unread = max((finder.before.batch, finder.after.batch), key=lambda one: len(one.rejected_rows))
    warnings = [warn_of_rejected(unread)] if unread.rejected_rows else []
    warnings += [] if given is None else warn_of_register(given, finder.after.ranges, day)
    return Impact(
        frameworks=(before, after),
        days=(day,),
        warnings=tuple(warnings),
        moves=tuple(moves),
        changes=tuple(changes),
        decide=tuple(finder.find_deciding(moves)),
        complete=not steps.is_exhausted,
        _make_frame=_maker_of(batch),
    )


def _load_new(new: AnyFramework, old: Framework) -> Framework:
    """Return the new edition: of an amendment what it makes of the old one."""
    opened = open_definition(new)
    if not isinstance(opened, Framework) and "amends" in opened.read().data:
        return apply(old, new)  # type: ignore[arg-type]
    return load(new, unofficial=True)


def _read_budget(budget: int | None) -> int:
    return _STEPS if budget is None else check_count("budget", budget, least=1)


def _maker_of(batch: Any) -> FrameMaker:
    return batch.make_frame if isinstance(batch, Batch) else frame_maker(batch)


def _read_tables(batch: Any, editions: Sequence[Framework], columns: Any, day: dt.date) -> SchoolTable:
    """Return what is recorded of the schools: by the edition of a batch, or by all editions where it is a table."""
    if isinstance(batch, Batch | SchoolTable):
        table = batch.table if isinstance(batch, Batch) else batch
        if table.framework.id not in {one.id for one in editions}:
            refuse_argument("batch", table.framework.id, Message.join(dict.fromkeys(one.id for one in editions)))
        return table
    tables, errors = [], []
    for edition in editions:
        try:
            tables.append(read_table(edition, batch, on=day, columns=columns))
        except InputError as error:
            # A mapping of columns may name what only one edition has.
            errors.append(error)
    if not tables:
        raise errors[0]
    return reduce(join_columns, tables)


@dataclass
class _ImpactFinder:
    """Finds how schools move from one edition to another.

    Attributes
    ----------
    diff
        What differs between two editions of one framework; None for two frameworks.
    restored
        The new edition with changes taken back; None for two frameworks.
    """

    old: Framework
    new: Framework
    day: dt.date
    budget: Budget
    before: EditionSide
    after: EditionSide
    order: LevelOrder
    restored: RestoredEditions | None = None

    @classmethod
    def of_editions(
        cls, old: Framework, new: Framework, table: SchoolTable, day: dt.date, budget: Budget
    ) -> _ImpactFinder:
        """Return the finder for two editions of one framework, which read the same records."""
        before, after = (EditionSide.assess(read_by(table, edition), day) for edition in (old, new))
        order = LevelOrder.of_editions(before.level_ids, after.level_ids)
        # The proofs of a comparison are not asked for.
        restored = RestoredEditions(diff(old, new, budget=1), table, day, budget)
        return cls(old, new, day, budget, before, after, order, restored)

    @classmethod
    def of_frameworks(
        cls,
        old: Framework,
        new: Framework,
        table: SchoolTable,
        day: dt.date,
        budget: Budget,
        crosswalk: AnyCrosswalk | None,
    ) -> _ImpactFinder:
        """Return the finder for two frameworks; the records of the old one are carried over."""
        before = EditionSide.assess(read_by(table, old), day)
        carried = carry_over_many(before.table, framework=old, to=new, on=day, crosswalk=crosswalk)
        after = EditionSide(assess_many(new, carried.dossier, on=day), day)
        related = _relate_levels(old, new, crosswalk)
        order = LevelOrder(before.level_ids, after.level_ids, related, knows_lowest=False)
        return cls(old, new, day, budget, before, after, order)

    def find_moves(self, register: Register | None) -> tuple[list[SchoolMove], list[MovingChange]]:
        """Return how each school moves, and what each change does."""
        before, after = self.before.ranges, self.after.ranges
        names = self._list_schools(register)
        moves = {school: self.order.find_move(before.get(school), after.get(school)) for school in names}
        moved = [school for school, move in moves.items() if move in ("down", "up")]
        because: Mapping[str, tuple[int, ...]] = {}
        alone: Mapping[int, int] = {}
        changes: Sequence[Mapping[str, Any]] = ()
        if self.restored is not None:
            changes = self.restored.changes
            because, alone = self.restored.find_because(before, moved)
        found = []
        for school, move in moves.items():
            causes = because.get(school) if move in ("down", "up") else ()
            told = None if causes is None else tuple(str(changes[number]["at"]) for number in causes)
            found.append(SchoolMove(school, names[school], before.get(school), after.get(school), move, told))
        return found, [self._tell_change(number, moves, because, alone) for number in range(len(changes))]

    def _list_schools(self, register: Register | None) -> dict[str, str | None]:
        """Return the schools that are asked about, with their names."""
        if register is not None:
            return {entry.id: entry.name for entry in register.of(on=self.day)}
        return self.after.names | self.before.names

    def _tell_change(
        self,
        number: int,
        moves: Mapping[str, Move],
        because: Mapping[str, tuple[int, ...]],
        alone: Mapping[int, int],
    ) -> MovingChange:
        restored = self.restored
        assert restored is not None  # noqa: S101 - there are changes of editions alone
        change = restored.changes[number]
        counted = Counter(moves[school] for school, numbers in because.items() if number in numbers)
        at = str(change["at"])
        return MovingChange(
            at, str(change["do"]), restored.find_act(at), counted["down"], counted["up"], alone.get(number, 0)
        )

    def find_deciding(self, moves: Iterable[SchoolMove]) -> list[DecidingNode]:
        """Return which open criteria would decide moves that are open."""
        known = self.after.ranges
        schools = [one.school for one in moves if one.move == "open" and one.school in known]
        old_names = self.restored.old_names if self.restored is not None else {}
        return find_deciding(self.before, self.after, schools, self.order, old_names, self.budget) if schools else []


def _relate_levels(old: Framework, new: Framework, crosswalk: AnyCrosswalk | None) -> dict[str, str]:
    """Return which level of the new framework each level of the old one is, as the author of a crosswalk says."""
    related = find_mapping(old, new, crosswalk).crosswalk
    heads = [f"outcomes/{one.outcomes[0].id}/" for one in (old, new)]
    return {
        relation.source.removeprefix(heads[0]): relation.target.removeprefix(heads[1])
        for relation in related.relations
        if relation.kind == "equivalent-to"
        and relation.source is not None
        and relation.target is not None
        and relation.source.startswith(heads[0])
        and relation.target.startswith(heads[1])
    }
