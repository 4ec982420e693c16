"""The margin before a level is lost, and the items of evidence that carry it alone (semantics 5.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.margin import EvidenceLoss, Lost, MarginData
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.explanation.carried_facts import find_carried_facts
from kiemdinh.explanation.costs import read_efforts
from kiemdinh.explanation.least_losses import iterate_least, list_losses
from kiemdinh.explanation.repairs import FactSubject, RepairQuestion, build_question
from kiemdinh.explanation.search_work import report_work
from kiemdinh.rules import (
    UNMET,
    Budget,
    CertaintyMargin,
    ChosenLoss,
    Loss,
    ValueAction,
    find_margin,
    find_single_losses,
)

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.evidence.dossier import EvidenceItem
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["find_level_margin"]


def find_level_margin(
    framework: Framework, school: SchoolFacts, level: LevelRef, fact: FactName, budget: Budget
) -> MarginData:
    """Return the margin of *level*, which is held; *fact* stands for it.

    Every loss counts 1, so that the size of a margin is a number of losses. Unknowns are taken at their worst. Costs
    one search for a least set, like a repair, and a pass over the rules for each single loss and each item of evidence.
    """
    question = build_question(framework, school, fact, read_efforts(None, framework))
    margin = _LevelMargin(question, school, budget)
    found = margin.find_margin()
    return MarginData(
        level=level,
        proved=found.proved,
        size=found.cost,
        least=tuple(tuple(map(margin.build_lost, loss_set.losses)) for loss_set in iterate_least(found)),
        alone=tuple(margin.build_lost(loss_set.losses[0]) for loss_set in found.alone),
        evidence=tuple(margin.list_evidence_losses()),
        gap=found.gap,
        search=report_work(budget),
    )


class _LevelMargin:
    """Finds the losses that drop a level that is held."""

    def __init__(self, question: RepairQuestion, school: SchoolFacts, budget: Budget) -> None:
        self._question = question
        self._problem = question.problem
        self._now = question.problem.cases[0]
        self._school = school
        self._budget = budget
        self._value_actions = {
            action.id: action for action in question.problem.actions if isinstance(action, ValueAction)
        }

    def find_margin(self) -> CertaintyMargin:
        """Return the margin of the level."""
        problem = self._problem
        losses = list_losses((key for key, _ in self._node_leaves()), self._value_actions.values(), self._now)
        return find_margin(problem.condition, problem.cases, losses, problem.definitions, budget=self._budget)

    def _node_leaves(self) -> Iterator[tuple[str, FactSubject]]:
        """Yield the facts about nodes that records settle, by their names in the problem."""
        yield from ((key, fact) for key, fact in self._question.iterate_leaves() if fact.node is not None)

    def build_lost(self, loss: ChosenLoss) -> Lost:
        """Return a loss of the kernel with the id by which results show what is lost."""
        framework, action = self._school.as_one.framework, self._value_actions.get(loss.id)
        if action is not None:
            shown = self._question.subject_of(action).id
            return Lost(shown, loss.bound, titles=find_titles(framework, shown))
        shown = self._question.subject_named(loss.id).id
        gained = self._now.truth(loss.id) is UNMET
        return Lost(shown, gained=gained, titles=find_titles(framework, shown))

    # -- evidence --------------------------------------------------------------------------------------

    def list_evidence_losses(self) -> list[EvidenceLoss]:
        """Return the items of evidence without which the level would be lost, those that expire soonest first.

        An item that carries several facts is one loss.
        """
        framework, index = self._school.as_one.framework, self._school.as_one.support.index or {}
        carried = find_carried_facts(framework, self._school, dict(self._node_leaves()))
        if not carried:
            return []
        items = [Loss(id=code, facts=facts) for code, facts in carried.items()]
        problem = self._problem
        alone = find_single_losses(problem.condition, problem.cases, items, problem.definitions)
        losses = [self._build_evidence_loss(lost.losses[0].id, carried, index) for lost in alone]
        return sorted(losses, key=lambda loss: (loss.until or dt.date.max, loss.code))

    def _build_evidence_loss(
        self, code: str, carried: Mapping[str, tuple[str, ...]], index: Mapping[str, EvidenceItem]
    ) -> EvidenceLoss:
        ids = tuple(self._question.subject_named(fact).id for fact in carried[code])
        return EvidenceLoss(code, ids, index[code].until, index[code].title)
