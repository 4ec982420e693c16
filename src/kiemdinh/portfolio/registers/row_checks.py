"""Checks that compare the rows of a register with one another: days that overlap, and who succeeds whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby
from typing import Final, NamedTuple

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.registers.entry import RegisterEntry
from kiemdinh.portfolio.registers.row_reader import RegisterRows
from kiemdinh.portfolio.sheets import name_rows

__all__ = ["check_succession", "join_entries"]

_MAX_NAMED: Final = 10


class _EntryRow(NamedTuple):
    part: RegisterRows
    row: int
    entry: RegisterEntry

    def reject(self, column: str, problem: Diagnostic) -> None:
        self.part.reject(self.row, column, problem)


def join_entries(parts: Sequence[RegisterRows]) -> tuple[tuple[RegisterEntry, ...], list[Diagnostic]]:
    """Return the entries of all sheets, and warnings about them.

    Rows that differ only in the award are one entry with several awards. Equal rows become one entry, and a warning
    names them. Rows of one id that overlap in time and differ are set aside, all of them (KD707). The cost is a sort of
    the rows of each id.
    """
    rows_of: dict[str, list[_EntryRow]] = defaultdict(list)
    for part in parts:
        for row, entry in part.entries.items():
            rows_of[entry.id].append(_EntryRow(part, row, entry))
    found: list[RegisterEntry] = []
    twice: list[_EntryRow] = []
    for rows in rows_of.values():
        if len(rows) == 1:
            found.append(rows[0].entry)
            continue
        joined, again = _join_awards(rows)
        overlapping = _find_overlapping(joined)
        for one in chain.from_iterable(overlapping):
            one.reject("id", _describe_overlap(one, joined))
        gone = {id(one.entry) for one in chain.from_iterable(overlapping)}
        found += [group[0].entry for group in joined if id(group[0].entry) not in gone]
        twice += again
    return tuple(found), _tell_twice(twice)


def _join_awards(rows: Sequence[_EntryRow]) -> tuple[list[list[_EntryRow]], list[_EntryRow]]:
    """Return groups of rows that differ only in awards, each group with one entry, and the rows that repeat another."""
    groups: dict[str, list[_EntryRow]] = {}
    again: list[_EntryRow] = []
    for row in rows:
        # Cells of a frame can be values that are not hashable.
        content = repr(replace(row.entry, awards=(), file=None, sheet=None, row=0))
        same = groups.setdefault(content, [])
        if any(one.entry.awards == row.entry.awards for one in same):
            again.append(row)
        else:
            same.append(row)
    joined = []
    for same in groups.values():
        awards = tuple(award for one in same for award in one.entry.awards)
        entry = replace(same[0].entry, awards=awards)
        joined.append([one._replace(entry=entry) for one in same])
    return joined, again


def _find_overlapping(groups: Sequence[list[_EntryRow]]) -> list[list[_EntryRow]]:
    """Return the groups of rows that share a day with another one; the cost is a sort."""
    ordered = sorted(groups, key=lambda group: (group[0].entry.first_day is not None, group[0].entry.first_day))
    found: dict[int, list[_EntryRow]] = {}
    latest = ordered[0]
    for group in ordered[1:]:
        if latest[0].entry.overlaps(group[0].entry):
            found |= {id(latest): latest, id(group): group}
        if _ends_later(group[0].entry, latest[0].entry):
            latest = group
    return list(found.values())


def _ends_later(one: RegisterEntry, other: RegisterEntry) -> bool:
    return other.last_day is not None and (one.last_day is None or one.last_day > other.last_day)


def _describe_overlap(row: _EntryRow, groups: Sequence[list[_EntryRow]]) -> Diagnostic:
    others = [one for group in groups for one in group if one.entry.overlaps(row.entry)]
    files = {one.entry.file for one in others}
    names = [str(one.entry.row) if len(files) == 1 else f"{one.entry.file}:{one.entry.row}" for one in others]
    message = Message("rows {rows} are about '{id}' on the same days, and differ", rows=_shorten(names),
                      id=row.entry.id)  # fmt: skip
    hint = Message("leave one of them, or give each its first and last day: 'from' and 'until'")
    return Diagnostic("KD707", "error", message, hint=hint)


def _tell_twice(rows: Sequence[_EntryRow]) -> list[Diagnostic]:
    found = []
    for file, same in groupby(rows, key=lambda row: row.entry.file):
        names = name_rows([row.entry.row for row in same])
        message = Message("rows that are there twice are read once: {rows}", rows=names)
        found.append(Diagnostic("KD710", "warning", message, file))
    return found


def check_succession(parts: Sequence[RegisterRows]) -> list[Diagnostic]:
    """Set aside the rows of schools that succeed themselves (KD723); return warnings about ids that are not known.

    A school whose row was set aside for another reason counts as known. The cost is one pass over the rows and over who
    succeeds whom.
    """
    rows = [_EntryRow(part, row, entry) for part in parts for row, entry in part.entries.items() if entry.succeeds]
    if not rows:
        return []
    before: dict[str, set[str]] = defaultdict(set)
    for one in rows:
        before[one.entry.id].update(one.entry.succeeds)
    circular = _find_circular(before)
    for one in rows:
        if one.entry.id in circular:
            message = Message("'{id}' comes in the place of itself, by way of {names}", id=one.entry.id,
                              names=_shorten(circular[one.entry.id]))  # fmt: skip
            one.reject("succeeds", Diagnostic("KD723", "error", message, hint=_LEAVE))
    known = _list_ids(parts)
    return _tell_unknown([one for one in rows if not known.issuperset(one.entry.succeeds)], known)


_LEAVE: Final = Message("leave out the one that came later")


def _list_ids(parts: Iterable[RegisterRows]) -> set[str]:
    known: set[str] = set()
    for part in parts:
        column = part.raw.column("school")
        known |= {str(one).strip() for one in (() if column is None else column.contents) if one is not None}
        known |= {entry.id for entry in part.entries.values()}
    return known


def _find_circular(before: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """Return each id that succeeds itself, directly or through others, with all ids of its circle.

    Tarjan's algorithm for strongly connected components, without recursion: one pass.
    """
    found: dict[str, list[str]] = {}
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: dict[str, None] = {}
    for start in before:
        if start in number:
            continue
        number[start] = lowest[start] = len(number)
        stack[start] = None
        open_ = [(start, iter(sorted(before[start])))]
        while open_:
            current, others = open_[-1]
            other = next(others, None)
            if other is None:
                open_.pop()
                if open_:
                    lowest[open_[-1][0]] = min(lowest[open_[-1][0]], lowest[current])
                if lowest[current] == number[current]:
                    component = _pop_until(stack, current)
                    if len(component) > 1 or current in before[current]:
                        found |= dict.fromkeys(component, sorted(component))
            elif other not in number and other in before:
                number[other] = lowest[other] = len(number)
                stack[other] = None
                open_.append((other, iter(sorted(before[other]))))
            elif other in stack:
                lowest[current] = min(lowest[current], number[other])
    return found


def _pop_until(stack: dict[str, None], last: str) -> list[str]:
    popped: list[str] = []
    while not popped or popped[-1] != last:
        popped.append(stack.popitem()[0])
    return popped


def _tell_unknown(rows: Sequence[_EntryRow], known: set[str]) -> list[Diagnostic]:
    found = []
    for file, same in groupby(rows, key=lambda row: row.entry.file):
        listed = list(same)
        names = dict.fromkeys(id_ for one in listed for id_ in one.entry.succeeds if id_ not in known)
        message = Message(
            "rows {rows} succeed schools that are not in the register: {names}",
            rows=name_rows([one.entry.row for one in listed]), names=_shorten(list(names)),
        )  # fmt: skip
        found.append(Diagnostic("KD724", "warning", message, file))
    return found


def _shorten(names: Sequence[str]) -> Message:
    return Message.join([*names[:_MAX_NAMED], *(["…"] if len(names) > _MAX_NAMED else [])])
