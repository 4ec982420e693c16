"""Texts that list the members of a set, but not the right ones (KD543)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.rule_parts import list_rules, walk_rule
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import Localised, SetDef
from kiemdinh.standards.names_used import names_in

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_listed_nodes"]

_LIST: Final = re.compile(
    r"(?<![\d.,])\d{1,3}(?:\.\d{1,3})?(?:(?:, ?(?:and |và )?| and | và )\d{1,3}(?:\.\d{1,3})?){2,40}(?![\d%])"
)
_ID: Final = re.compile(r"^\D*(\d+(?:\.\d+)?)$")
_MIN_SHARED: Final = 2
_WINDOW: Final = 20
_OTHER_THINGS: Final = re.compile(
    r"\b(?:điều|khoản|điểm|chương|mục|trang|bảng|lớp|khối|tháng|quý|năm|articles?|clauses?|sections?|paragraphs?"
    r"|chapters?|annex(?:es)?|pages?|tables?|rows?|years?|grades?|months?|quarters?)\s+$",
    re.IGNORECASE,
)
"""Words before a list that is not a list of nodes."""


def check_listed_nodes(study: Study) -> Iterator[LintFinding]:
    """Find sets of nodes by their ids whose text, or that of a rule over them, lists nearly the same nodes.

    Linear in the size of the definition, with defined names written out.
    """
    reported: set[str] = set()
    for part, _ in study.parts:
        if not isinstance(part, Localised):
            continue
        lists = [listed for text in part.texts for listed in _read_lists(text)]
        for name in sorted(_list_sets(study, part) - reported) if lists else ():
            finding = _compare(study, name, lists)
            if finding is not None:
                reported.add(name)
                yield finding


def _read_lists(text: str) -> Iterator[set[str]]:
    """Yield the numbers of each list in a text, except lists of articles, years or grades of pupils."""
    for match in _LIST.finditer(text):
        if _OTHER_THINGS.search(text[max(0, match.start() - _WINDOW) : match.start()]) is None:
            yield set(re.findall(r"\d+(?:\.\d+)?", match[0]))


def _list_sets(study: Study, part: Localised) -> set[str]:
    """Return the sets that a part is or that its rules read."""
    sets = study.framework.definition.sets
    if isinstance(part, SetDef):
        return {name for name, declared in sets.items() if declared is part}
    parts = [each for rule in list_rules(part) for each in walk_rule(study.framework.definition, rule)]
    return {name for each in parts for kind, name in names_in(each) if kind == "sets" and name in sets}


def _compare(study: Study, name: str, lists: list[set[str]]) -> LintFinding | None:
    declared = study.framework.definition.sets[name]
    if not isinstance(declared.ids, tuple | list):
        return None
    layer = [info.id for info in study.framework.nodes.values() if info.layer and info.layer.id == declared.among]
    numbers = {match[1]: node for node in layer if (match := _ID.match(node)) is not None}
    own = {number for number, node in numbers.items() if node in declared.ids}
    for listed in lists:
        # A list that shares little with the set, or names something that is not a node, is a list of something else.
        is_about = listed <= set(numbers) and len(listed & own) >= max(_MIN_SHARED, len(listed ^ own) + 1)
        if own and is_about and listed != own:
            expected = Message.verbatim(", ".join(numbers[number] for number in numbers if number in listed))
            message = Message("the text lists other members than the set '{set}' has", set=name)
            return make_finding(study, "KD543", message, ("sets", name, "ids"), key=True, expected=expected)
    return None
