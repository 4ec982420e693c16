"""Texts that are the names of siblings, and numbers of siblings with a gap (KD568, KD543, KD569).

Two labels whose texts were exchanged load, and every report then says the opposite.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.checks.repeated_texts import list_siblings
from kiemdinh.linter.report import make_finding
from kiemdinh.parsing.cells import code_skeleton
from kiemdinh.standards.definition import Localised
from kiemdinh.standards.names import split_child

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.checks.repeated_texts import Named
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.standards.definition import NodeInfo

__all__ = ["check_names_of_siblings"]

_NUMBERED: Final = re.compile(r"\s*(?P<id>\d+(?:\.\d+)+)\.?(?=\s|$)")
_LAST_NUMBER: Final = re.compile(r"(?P<before>(?:.*\D)?)(?P<number>\d{1,4})")
_MIN_LETTERS: Final = 3
"""Ids such as *a* and *b1* are not words."""

_MIN_IN_ROW: Final = 3
"""The fewest numbers that make a sequence."""


def check_names_of_siblings(study: Study) -> Iterator[LintFinding]:
    """Find texts that are the id of a sibling, or begin with its number, and sequences of numbers with a gap.

    Linear in the size of the definition.
    """
    for siblings in list_siblings(study):
        yield from _find_exchanged(study, siblings)
    for layer in study.framework.outline.by_layer.values():
        yield from _find_other_number(study, [study.framework.nodes[name] for name in layer])
    if study.framework.definition.expect is None:
        yield from _find_left_out(study)


def _find_exchanged(study: Study, siblings: Sequence[Named]) -> Iterator[LintFinding]:
    ids = {name: code_skeleton(split_child(name)[1]) for name, _, _ in siblings}
    words = {word for word in ids.values() if len(word) >= _MIN_LETTERS}
    longest = max(map(len, words), default=0)
    for name, part, path in siblings if longest else ():
        texts = list(list_texts(part, path)) if isinstance(part, Localised) else []
        said = [(code_skeleton(text), text, at) for text, at in texts if len(text) <= longest]
        if any(word == ids[name] for word, _, _ in said):
            continue
        for word, text, at in said:
            if word in words:
                message = Message("the text of '{name}' is the name of its sibling '{other}'", name=name, other=word)
                yield make_finding(study, "KD568", message, at, found=text)
                break


def _find_other_number(study: Study, nodes: Sequence[NodeInfo]) -> Iterator[LintFinding]:
    """Yield nodes whose text begins with a number that is not their id, where most of a layer begin with their ids."""
    numbered = [
        (info, match["id"], text, at)
        for info in nodes
        for text, at in list_texts(info.node, info.path)
        if (match := _NUMBERED.match(text)) is not None
    ]
    others = [each for each in numbered if each[1] != each[0].id]
    if len(numbered) - len(others) > max(1, len(others)):
        for info, number, text, at in others:
            message = Message("'{node}' is called '{other}' in the text", node=info.id, other=number)
            yield make_finding(study, "KD543", message, at, expected=Message.verbatim(info.id), found=text)


def _find_left_out(study: Study) -> Iterator[LintFinding]:
    """Yield a note where the ids of siblings are consecutive numbers with one left out."""
    siblings: dict[tuple[str | None, str], list[tuple[int, NodeInfo]]] = defaultdict(list)
    for info in study.framework.nodes.values():
        match = _LAST_NUMBER.fullmatch(info.id)
        if match is not None and info.layer is not None:
            siblings[info.parent, match["before"]].append((int(match["number"]), info))
    for (_, before), row in siblings.items():
        gaps = [(one, info) for (one, _), (two, info) in pairwise(row) if two != one + 1]
        if len(row) >= _MIN_IN_ROW and len(gaps) == 1 and gaps[0][0] + 2 == int(gaps[0][1].id.removeprefix(before)):
            number, info = gaps[0]
            message = Message("the ids of these nodes leave out '{id}'", id=f"{before}{number + 1}")
            yield make_finding(study, "KD569", message, (*info.path, "id"), found=info.id)
