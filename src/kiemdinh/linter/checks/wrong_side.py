"""Wrong side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kiemdinh.analysis.sites import Site
from kiemdinh.analysis.study import Study
from kiemdinh.linter.finding import Finding
from kiemdinh.rules import Not
from kiemdinh.standards.conditions import NotOf, ValueCompared

__all__ = []


_SIDES: Final = {"at_least": "higher", "above": "higher", "at_most": "lower", "below": "lower"}


def _wrong_sides(study: Study, site: Site, *, harmful: bool) -> Iterator[tuple[Finding, str]]:
    cond = site.cond
    if isinstance(cond, ValueCompared) and site.places:
        yield from _of_value(study, site, cond, harmful=harmful)
    turned = harmful is not isinstance(cond, NotOf)
    for part in site.parts:
        yield from _wrong_sides(study, part, harmful=turned)


def _of_value(study: Study, site: Site, cond: ValueCompared, *, harmful: bool) -> Iterator[tuple[Finding, str]]:
    declared = study.framework.inputs.get(cond.value)
    if declared is None or declared.better is None:
        return
    for key, _ in cond.comparisons():
        side = _SIDES.get(key)
        if side is not None and (side == declared.better) is harmful:
            condition = study.lowered(cond, site.places[0], site.path)
            yield (
                study.finding(
                    "KD523",
                    f"'{cond.value}' is better the {declared.better}, and this asks for the opposite",
                    (*site.path, key),
                    key=True,
                    expected=_other(key, harmful=harmful),
                    found=key,
                    witness=study.dossier(study.prove(condition).world),
                    contrast=study.dossier(study.prove(Not(condition)).world),
                ),
                cond.value,
            )


def _other(key: str, *, harmful: bool) -> str:
    turned = {"at_least": "at_most", "at_most": "at_least", "above": "below", "below": "above"}[key]
    return f"{turned}, or another 'better' of the input" if not harmful else f"{turned}: this is a ground for loss"
