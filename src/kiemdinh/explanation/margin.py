"""The margin before a level is lost, and the items of evidence that carry it alone (semantics 5.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Final

from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.margin import EvidenceLoss, Lost, MarginData
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.explanation.carried_facts import find_carried_facts
from kiemdinh.explanation.costs import read_efforts
from kiemdinh.explanation.repairs import FactSubject, RepairQuestion, build_question
from kiemdinh.explanation.search_work import report_work
from kiemdinh.rules import (
    UNKNOWN,
    UNMET,
    Budget,
    CertaintyMargin,
    ChosenLoss,
    ExhaustedError,
    Loss,
    LossSet,
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

_MAX_LEAST_SETS: Final = 20


def find_level_margin(
    framework: Framework, school: SchoolFacts, level: LevelRef, fact: FactName, budget: Budget
) -> MarginData:
    """Return the margin of *level*, which is held; *fact* stands for it.

    Every loss counts 1, so that the size of a margin is a number of losses. Unknowns are taken at their worst. Costs
    one search for a least set, as a repair does, and a pass over the rules for what each loss, and each
    item of evidence, does alone.
    """
    question = build_question(framework, school, fact, read_efforts(None, framework))
    margin = _LevelMargin(question, school, budget)
    found = margin.find_margin()
    return MarginData(
        level=level,
        proved=found.proved,
        size=found.cost,
        least=tuple(tuple(map(margin.build_lost, loss_set.losses)) for loss_set in _iterate_least(found)),
        alone=tuple(margin.build_lost(loss_set.losses[0]) for loss_set in found.alone),
        evidence=tuple(margin.list_evidence_losses()),
        gap=found.gap,
        search=report_work(budget),
    )


def _iterate_least(found: CertaintyMargin) -> Iterator[LossSet]:
    """Yield the cheapest sets of losses, at most 20; fewer where the budget runs out."""
    try:
        for loss_set in islice(found, _MAX_LEAST_SETS):
            if loss_set.cost != found.cost:
                return
            yield loss_set
    except ExhaustedError:
        return


class _LevelMargin:
    """The losses of a level that is held, and what they mean for it."""

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
        problem, losses = self._problem, self._list_losses()
        return find_margin(problem.condition, problem.cases, losses, problem.definitions, budget=self._budget)

    def _list_losses(self) -> list[Loss | ValueAction]:
        """Return all that can be lost: what records settle, and known values, upwards and downwards.

        The loss of a fact that is unmet is that it comes to hold, which a rule with a negation may not survive (5.8).
        """
        facts = [Loss(id=key, facts=(key,)) for key, _ in self._node_leaves() if self._now.truth(key) is not UNKNOWN]
        values = [action for action in self._value_actions.values() if self._now.value(action.value).known]
        return [*facts, *values]

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
