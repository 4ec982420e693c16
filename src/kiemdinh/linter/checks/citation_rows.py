"""Citations that break the sequence of those before and after them (KD542).

Requirements of one article cite its points one after another: *7(1), 7(2), 7(3)*, *điểm a, điểm b, điểm c*. Between
*7(3)* and *7(5)* only *7(4)* fits: *9(4)* was copied from elsewhere, or only it was renumbered.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.standards.definition import NodeInfo

__all__ = ["check_citation_rows"]

_MARK: Final = re.compile(r"\d{1,4}|(?<=điểm )[a-zđ]\b|(?<=point )[a-z]\b|(?<=\()[a-z](?=\))", re.IGNORECASE)
_ALPHABETS: Final = ("abcdefghijklmnopqrstuvwxyz", "abcdđeghiklmnopqrstuvxy")
"""Points of the law are lettered in the English or in the Vietnamese order."""


def check_citation_rows(study: Study) -> Iterator[LintFinding]:
    """Find citations that differ in one number or letter from what those before and after lead to.

    Linear in the number of nodes.
    """
    siblings: dict[tuple[str | None, str | None], list[NodeInfo]] = defaultdict(list)
    for info in study.framework.nodes.values():
        siblings[info.parent, info.level].append(info)
    for group in siblings.values():
        yield from _check_row(study, group)


def _check_row(study: Study, group: Sequence[NodeInfo]) -> Iterator[LintFinding]:
    for before, info, behind in zip(group, group[1:], group[2:], strict=False):
        cites = [each.node.cite for each in (before, info, behind)]
        expected = None if None in cites else _find_between(*map(str, cites))
        if expected is not None:
            words, is_place = expected
            message = Message("the citation of '{node}' is out of order with those of its neighbours", node=info.id)
            path = (*info.path, "cite")
            yield make_finding(
                study, "KD542", message, path, expected=Message.verbatim(words), found=info.node.cite, note=is_place
            )


def _find_between(before: str, own: str, behind: str) -> tuple[str, bool] | None:
    """Return the expected citation between two others, and whether only its place in the sequence differs.

    None where the two lead to no citation, and where the present one equals it or differs in more than one mark.
    """
    shapes = {_MARK.sub("#", cite) for cite in (before, own, behind)}
    first, marks, last = (_MARK.findall(cite) for cite in (before, own, behind))
    moving = [i for i, (one, two) in enumerate(zip(first, last, strict=False)) if one != two]
    if len(shapes) > 1 or len(moving) != 1:
        return None
    (at,) = moving
    middle = _find_middle(first[at], last[at])
    due = [*first[:at], middle or "", *first[at + 1 :]]
    others = [i for i, (one, two) in enumerate(zip(due, marks, strict=True)) if one != two]
    if middle is None or len(others) != 1:
        return None
    waiting = iter(due)
    return _MARK.sub(lambda _: next(waiting), before), others == [at]


def _find_middle(first: str, last: str) -> str | None:
    """Return the number or letter between two that lie two apart; None where they do not."""
    if first.isdigit() and last.isdigit():
        return str(int(first) + 1) if int(last) == int(first) + 2 else None
    for letters in _ALPHABETS:
        one, two = letters.find(first.lower()), letters.find(last.lower())
        if one >= 0 and two == one + 2:
            return letters[one + 1]
    return None
