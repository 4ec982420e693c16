"""Shares of a part in a whole to which it does not belong (KD557)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.rule_parts import list_rules, walk_rule
from kiemdinh.linter.report import make_finding
from kiemdinh.parsing.cells import find_number
from kiemdinh.standards.definition import Localised, ValueCompared

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_shares_of_another"]


def check_shares_of_another(study: Study) -> Iterator[LintFinding]:
    """Find percentages of a figure in something of which it is not a part, or in a whole that the text does not name.

    A part in a wider whole is reported only where the text has words of the nearer whole that the wider one lacks. A
    share of a whole in its own part is reported with any bound up to 100%, since it is never less. Linear in the size
    of the definition, with defined names written out.
    """
    definition = study.framework.definition
    for part, path in study.parts:
        if isinstance(part, Localised):
            for rule in list_rules(part):
                for each in walk_rule(definition, rule):
                    message = _compare_whole(study, each, part.texts) if isinstance(each, ValueCompared) else None
                    if message is not None:
                        yield make_finding(study, "KD557", message, path, key=True)


def _compare_whole(study: Study, cond: ValueCompared, texts: tuple[str, ...]) -> Message | None:
    """Return the problem with the whole of which a comparison takes the share; None where there is none."""
    if cond.per is not None and cond.value in _list_wholes(study, cond.per) and _is_at_most_all(cond):
        return Message(
            "'{part}' is declared as part of '{whole}', so that '{whole}' is 100% of it or more",
            part=cond.per,
            whole=cond.value,
        )
    other = _find_other_whole(study, cond, texts)
    if other is None:
        return None
    return Message(
        "'{part}' is declared as part of '{whole}', and its share is taken of '{other}'",
        part=cond.value,
        whole=other,
        other=cond.per or "",
    )


def _is_at_most_all(cond: ValueCompared) -> bool:
    """Return whether each bound of a share is 100% or less."""
    bounds = [bound for _, bound in cond.list_comparisons()]
    numbers = [find_number(bound.removesuffix("%")) if isinstance(bound, str) else None for bound in bounds]
    return all(
        number is not None and number <= (100 if str(bound).endswith("%") else 1)
        for number, bound in zip(numbers, bounds, strict=True)
    )


def _find_other_whole(study: Study, cond: ValueCompared, texts: tuple[str, ...]) -> str | None:
    """Return the whole of which a share should be taken; None where no other one is known."""
    if cond.per is None:
        return None
    bounds = [bound for _, bound in cond.list_comparisons()]
    wholes = _list_wholes(study, cond.value)
    if not wholes or not all(isinstance(bound, str) and bound.endswith("%") for bound in bounds):
        return None
    if cond.per in wholes:
        nearer = wholes[: wholes.index(cond.per)]
        said = _list_words(texts) - _list_words(study.framework.inputs[cond.value].texts)
        return next((each for each in nearer if _is_named_instead(study, each, cond.per, said)), None)
    return wholes[0] if not set(_list_wholes(study, cond.per)).isdisjoint(wholes) else None


def _list_wholes(study: Study, name: str) -> list[str]:
    """Return what a figure is part of, the nearest first."""
    found: list[str] = []
    declared = study.framework.inputs.get(name)
    while declared is not None and declared.part_of is not None and declared.part_of not in found:
        found.append(declared.part_of)
        declared = study.framework.inputs.get(declared.part_of)
    return found


def _is_named_instead(study: Study, nearer: str, wider: str, said: set[str]) -> bool:
    """Return whether a text has words that only one whole has, and none that only the other whole has."""
    near, wide = (_list_words(study.framework.inputs[name].texts) for name in (nearer, wider))
    return bool((near - wide) & said) and not (wide - near) & said


def _list_words(texts: tuple[str, ...]) -> set[str]:
    """Return the beginnings of the longer words of texts, so that *agriculture* and *agricultural* are one."""
    return {word[:7] for text in texts for word in re.findall(r"\w{6,}", text.casefold())}
