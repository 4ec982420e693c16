"""Shares whose whole is another one than the part belongs to (KD557)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.rule_parts import list_rules, walk_rule
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import Localised, ValueCompared

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_shares_of_another"]


def check_shares_of_another(study: Study) -> Iterator[LintFinding]:
    """Find percentages of a figure in something that it is no part of, or in a whole that the text does not name.

    A part in a wider whole is reported only where the text has words of the nearer whole that the wider one lacks.
    Linear in the size of the definition, with defined names written out.
    """
    definition = study.framework.definition
    for part, path in study.parts:
        if isinstance(part, Localised):
            for rule in list_rules(part):
                for each in walk_rule(definition, rule):
                    other = _find_other_whole(study, each, part.texts)
                    if other is not None and isinstance(each, ValueCompared):
                        message = Message(
                            "'{part}' is declared as part of '{whole}', and its share is taken of '{other}'",
                            part=each.value,
                            whole=other,
                            other=each.per or "",
                        )
                        yield make_finding(study, "KD557", message, path, key=True)


def _find_other_whole(study: Study, cond: object, texts: tuple[str, ...]) -> str | None:
    """Return the whole of which a share should be taken; None where there is nothing to say."""
    if not isinstance(cond, ValueCompared) or cond.per is None:
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
    """Return whether words are said that one whole has and another one lacks, and none of that one alone."""
    near, wide = (_list_words(study.framework.inputs[name].texts) for name in (nearer, wider))
    return bool((near - wide) & said) and not (wide - near) & said


def _list_words(texts: tuple[str, ...]) -> set[str]:
    """Return the beginnings of the longer words of texts, so that *agriculture* and *agricultural* are one."""
    return {word[:7] for text in texts for word in re.findall(r"\w{6,}", text.casefold())}
