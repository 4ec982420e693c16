"""Checks of the relations of a crosswalk: all problems are reported, each at its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.evidence.entries import InputForm, allowed_entries
from kiemdinh.transitions.crosswalks.ends import INPUTS, EndKind, has_end, input_of_end, kind_of_end, list_ends

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Path, Problems
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.crosswalks.crosswalk import Crosswalk
    from kiemdinh.transitions.crosswalks.crosswalk_file import RelationEntry

__all__ = ["check_relations", "list_differences", "report_unmapped"]

_NONE: Final = "none"
_MAX_NAMES: Final = 12
"""How many nodes without a relation are named in one warning: they fit on a line or two."""
_PAIRED: Final = Message("both 'from' and 'to'; what has no counterpart is written with 'is: none'")


def check_relations(entries: Iterable[RelationEntry], source: Framework, target: Framework, problems: Problems) -> None:
    """Add to *problems* the problems of relations: ends that do not exist, missing ends, contradictions.

    The cost is linear in the number of relations.
    """
    seen = _SeenEnds(problems)
    for i, entry in enumerate(entries):
        path: Path = ("relations", i)
        found = [
            _check_end(source, entry.from_, (*path, "from"), problems),
            _check_end(target, entry.to, (*path, "to"), problems),
        ]
        _check_pairing(entry, path, problems)
        seen.add(entry, path)
        if all(found) and entry.from_ is not None and entry.to is not None:
            _check_figures(entry, source, target, path, problems)
    seen.report_contradictions()


def report_unmapped(crosswalk: Crosswalk, problems: Problems) -> None:
    """Warn of the judged nodes and levels of each side that no relation names."""
    for framework, ends in (
        (crosswalk.source, crosswalk.unmapped_source),
        (crosswalk.target, crosswalk.unmapped_target),
    ):
        if ends:
            names = Message.join((*ends[:_MAX_NAMES], *(("…",) if len(ends) > _MAX_NAMES else ())))
            message = Message(
                "no relation names {n} nodes and levels of {id}: {names}",
                n=len(ends),
                id=framework.edition,
                names=names,
            )
            hint = Message("relate each, or say that it has no counterpart with 'is: none'")
            problems.add("KD258", message, ("relations",), key=True, hint=hint)


def _check_end(framework: Framework, end: str | None, path: Path, problems: Problems) -> bool:
    """Return whether the part that an end names exists; otherwise report it."""
    if end is None or has_end(framework, end):
        return True
    near = suggest(end, tuple(list_ends(framework)))
    hint = None if near is None else Message("did you mean '{near}'?", near=near)
    message = Message("{id} has no '{name}'", id=framework.edition, name=end)
    expected = Message(
        "a node (1.5), a level (1.5/muc-2), a figure (inputs/ID) or a result (outcomes/ID/LEVEL, awards/ID/GRADE) of it"
    )
    problems.add("KD255", message, path, expected=expected, found=end, hint=hint)
    return False


def _check_pairing(entry: RelationEntry, path: Path, problems: Problems) -> None:
    given = [end for end in (entry.from_, entry.to) if end is not None]
    if entry.is_ == _NONE and len(given) != 1:
        message = Message("'is: none' says of one side that it has no counterpart")
        found = ", ".join(given) or None
        problems.add("KD256", message, path, expected=Message("either 'from' or 'to'"), found=found)
    elif entry.is_ != _NONE and len(given) != 2:
        problems.add(
            "KD256", Message("a relation has two sides"), path, expected=_PAIRED, found=", ".join(given) or None
        )
    elif len(given) == 2 and len(kinds := {kind_of_end(end) for end in given}) == 2:
        message, expected = _describe_kinds(kinds)
        problems.add("KD256", message, path, expected=expected, found=", ".join(given))


def _describe_kinds(kinds: set[EndKind]) -> tuple[Message, Message]:
    """Return the problem of a relation between ends of two kinds, and what is expected."""
    if "figure" in kinds:
        message = Message("a figure is related to something that is no figure")
        return message, Message("{inputs}/ID on both sides, or on none", inputs=INPUTS)
    message = Message("a level or grade that is reached is related to a node")
    return message, Message("outcomes/… or awards/… on both sides, or on none")


class _SeenEnds:
    """The pairs and ends that relations have named so far, each with its first place."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.pairs: dict[tuple[str | None, str | None], Path] = {}
        self.related: dict[tuple[str, str], Path] = {}
        self.without: dict[tuple[str, str], Path] = {}

    def add(self, entry: RelationEntry, path: Path) -> None:
        """Note a relation; report it where an earlier one has the same two ends."""
        pair = (entry.from_, entry.to)
        first = self.pairs.setdefault(pair, path)
        if first != path and pair != (None, None):
            names = " → ".join(end or "…" for end in pair)
            message = Message("{names} is here a second time", names=names)
            self.problems.add("KD257", message, path, found=names, first=first)
        if entry.is_ == _NONE and None not in pair:  # reported by itself
            return
        ends = self.without if entry.is_ == _NONE else self.related
        for key, end in (("from", entry.from_), ("to", entry.to)):
            if end is not None:
                ends.setdefault((key, end), (*path, key))

    def report_contradictions(self) -> None:
        """Report nodes that are said to have no counterpart and have one."""
        for (key, end), path in self.without.items():
            if (key, end) in self.related:
                message = Message("'{name}' has no counterpart here, and has one in another relation", name=end)
                self.problems.add("KD257", message, path, found=end, first=self.related[key, end])


# -- figures -------------------------------------------------------------------------------------------------


def _check_figures(entry: RelationEntry, source: Framework, target: Framework, path: Path, problems: Problems) -> None:
    """Report figures that are called the same but have another type, unit, words or window."""
    names = input_of_end(entry.from_ or ""), input_of_end(entry.to or "")
    if entry.is_ != "equivalent-to" or names[0] is None or names[1] is None:
        return
    mine, theirs = allowed_entries(source).inputs.get(names[0]), allowed_entries(target).inputs.get(names[1])
    if mine is None or theirs is None:  # a parameter is context that no dossier records
        message = Message("a parameter is recorded in no dossier, so that none is carried over")
        problems.add("KD259", message, path, found=entry.from_ if mine is None else entry.to)
        return
    for what, left, right in list_differences(mine, theirs):
        message = Message("'{a}' and '{b}' are not one measure: {what} differs", a=entry.from_, b=entry.to, what=what)
        hint = Message("call them 'intersects-with', so that no value is carried over")
        problems.add("KD259", message, (*path, "is"), expected=Message.verbatim(right), found=left, hint=hint)


def list_differences(mine: InputForm, theirs: InputForm) -> list[tuple[Message, str, str]]:
    """Return how two inputs differ that are called one measure: each difference, with its value in both."""
    return [found for found in _compare(mine, theirs) if found[1] != found[2]]


def _compare(mine: InputForm, theirs: InputForm) -> Iterable[tuple[Message, str, str]]:
    left, right = mine.definition, theirs.definition
    yield Message("the type"), left.type, right.type
    yield Message("the unit"), left.unit or "-", right.unit or "-"
    yield Message("what it is given for"), ", ".join(mine.kinds) or "-", ", ".join(theirs.kinds) or "-"
