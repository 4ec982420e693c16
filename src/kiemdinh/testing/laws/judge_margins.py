"""Judgements of margins and sufficient reasons: what keeps a level (semantics 5.6, 5.7)."""

from __future__ import annotations

from typing import Final

from kiemdinh.api.assess import assess
from kiemdinh.standards.definition import LadderOutcome
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.laws.law import fail_law
from kiemdinh.testing.laws.suppositions import is_kept_without, list_requirements
from kiemdinh.testing.strategies import DossierRecords

__all__ = ["judge_margin", "judge_reason"]

_MAX_SETS: Final = 3
"""How many least sets of losses are carried out."""
_MAX_TRIED: Final = 24
"""How many findings are lost one after the other."""


def judge_margin(framework: Framework, case: DossierRecords) -> None:
    """Judge that each least set of losses drops the level but no part of it does, and losses that do alone are named.

    5.6 "The least set of losses that drops it, and the facts that drop it alone. Drops means no longer certain." A loss
    is a finding that becomes unknown; sets with a figure in them are skipped. Up to 24 findings are lost one by one.
    """
    result = assess(framework, case.dossier())
    margin = result.margin() if isinstance(framework.outcomes[0], LadderOutcome) else None
    if margin is None or not margin.proved:
        return
    for losses in margin.least[:_MAX_SETS]:
        if any(loss.bound is not None for loss in losses):
            continue  # a figure that falls is not a finding that becomes unknown
        ids = [loss.id for loss in losses]
        if is_kept_without(result, ids):
            fail_law(f"{margin.level.id} lost without {ids}", "it is still certain", case.dossier())
        if len(ids) > 1 and not all(is_kept_without(result, [i for i in ids if i != left]) for left in ids):
            fail_law(f"{margin.level.id} lost by nothing less than {ids}", "a part of it is enough", case.dossier())
    # Conversely, a finding that is not named must not drop the level by itself.
    alone = {loss.id for loss in margin.alone}
    for name in list_requirements(framework, result)[:_MAX_TRIED]:
        if name not in alone and not is_kept_without(result, [name]):
            fail_law(f"{name} among what alone keeps {margin.level.id}", sorted(alone), case.dossier())


def judge_reason(framework: Framework, case: DossierRecords) -> None:
    """Judge that a sufficient reason keeps the level when every other requirement becomes unknown.

    5.7 "A minimal set of facts that keeps it whatever the others are." All other findings become unknown at once, so
    the cost is one assessment beside the search for the reason.
    """
    result = assess(framework, case.dossier())
    why = result.why() if isinstance(framework.outcomes[0], LadderOutcome) else None
    if why is None or not why.proved:
        return
    others = [name for name in list_requirements(framework, result) if name not in why.reason]
    if not is_kept_without(result, others):
        expected = f"{why.level.id} kept by {list(why.reason)}"
        fail_law(expected, "it is lost when the others are unknown", case.dossier())
