"""The question of a cluster: the normal forms of its facts, and what can be changed for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiemdinh.explanation.composition.subject_places import place_subjects
from kiemdinh.explanation.costs import Efforts
from kiemdinh.explanation.repairs import StageFact, build_question_of_facts
from kiemdinh.rules import MET, UNMET, Fee, Known
from kiemdinh.rules.repairs import BoundLeaf, FactAction, FactLeaf, NormalGroup, fold_form, read_plain_forms

if TYPE_CHECKING:
    from kiemdinh.assessment.cases import ContextCells
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.explanation.composition.subject_places import SubjectPlace
    from kiemdinh.explanation.composition.target_outline import Cluster
    from kiemdinh.explanation.repairs import RepairQuestion
    from kiemdinh.rules import Action, Condition, Interval, Truth
    from kiemdinh.rules.repairs import Normal
    from kiemdinh.standards.loading import Framework

__all__ = ["ClusterCase", "ClusterQuestion", "NotComposableError", "ask_cluster"]


_NO_EFFORTS: Final = Efforts({})


class NotComposableError(Exception):
    """The question of a school cannot be composed of clusters; it has to be asked as a whole."""


@dataclass(frozen=True, slots=True, eq=False)
class ClusterCase:
    """The question of a cluster in one case of unknown context.

    Attributes
    ----------
    forms
        The normal form of each of its facts in each stage, stage by stage.
    truths, values
        What is known of facts, those that are opened too, and of values.
    """

    forms: tuple[Normal, ...]
    truths: Mapping[str, Truth]
    values: Mapping[str, Interval]


@dataclass(frozen=True, slots=True, eq=False)
class ClusterQuestion:
    """The question of a cluster for one school, or for all schools with the same records about it.

    Attributes
    ----------
    context
        The unknown context on which the cluster depends.
    cases
        What it asks in each case of this context, usually one; none where all of its facts hold, so that no repair
        changes anything in the cluster.
    actions
        What can be changed, each with its place in the whole question.
    definitions
        The conditions of the facts that are opened.
    shown
        The ids by which results show what can be changed, by the names of facts and values.
    fees
        What changes of the cluster cost together.
    """

    context: ContextCells
    cases: tuple[ClusterCase, ...]
    actions: tuple[tuple[SubjectPlace, Action], ...]
    definitions: dict[str, Condition]
    shown: Mapping[str, str]
    fees: Mapping[str, Fee]

    @property
    def key(self) -> object:
        """A key that is equal for two clusters with the same question; all clusters that ask nothing are equal."""
        return self if self.cases else None


def ask_cluster(
    framework: Framework,
    school: SchoolFacts,
    cluster: Cluster,
    context: ContextCells,
    efforts: Efforts = _NO_EFFORTS,
) -> ClusterQuestion:
    """Return the question of a cluster for a school, which depends on the unknown *context*.

    It costs a question about its facts alone.

    Raises
    ------
    NotComposableError
        Its forms cannot be read apart from those of other clusters: sums.
    """
    # Nothing is asked of facts that hold: clusters share no fact, so no other cluster can harm them.
    if all(stage.truth(name) is MET for stage in school.stages.values() for name in cluster.facts):
        return _ask_nothing(school, cluster)
    question = build_question_of_facts(framework, school, cluster.facts, efforts, context)
    forms = read_plain_forms(question.problem)
    if forms is None:
        raise NotComposableError(cluster.facts[0])
    if all(one is True for form in forms for one in _fold_form(question, form, is_idle=True)):
        return _ask_nothing(school, cluster)
    places = place_subjects(question, cluster)
    return ClusterQuestion(
        context,
        tuple(_build_cases(question, forms)),
        tuple((places[_name_changed(action)], action) for action in question.problem.actions),
        dict(question.problem.definitions),
        {name: question.subject_named(name).id for name in map(_name_changed, question.problem.actions)},
        question.problem.fees,
    )


def _ask_nothing(school: SchoolFacts, cluster: Cluster) -> ClusterQuestion:
    held: dict[str, Condition] = {
        str(StageFact(stage, name)): Known(MET) for stage in school.stages for name in cluster.facts
    }
    return ClusterQuestion({}, (), (), held, {}, {})


def _build_cases(question: RepairQuestion, forms: Sequence[Normal]) -> Iterator[ClusterCase]:
    subjects = question.subjects
    for known, form in zip(question.problem.cases, forms, strict=True):
        truths = {key: known.truth(key) for key in subjects.facts}
        values = {key: known.value(key) for key in subjects.values}
        yield ClusterCase(_fold_form(question, form, is_idle=False), truths, values)


def _fold_form(question: RepairQuestion, form: Normal, *, is_idle: bool) -> tuple[Normal, ...]:
    """Return the forms of the facts without parts that no change affects; with *is_idle*, parts that hold stay so."""
    if not isinstance(form, NormalGroup):
        raise NotComposableError
    changes = {(action.fact, action.to) for action in question.problem.actions if isinstance(action, FactAction)}

    def settle(leaf: FactLeaf | BoundLeaf) -> bool | None:
        if leaf.holds and is_idle:
            return True
        if isinstance(leaf, BoundLeaf):
            return None
        needed = MET if leaf.positive is not leaf.holds else UNMET
        return None if (leaf.name, needed) in changes else leaf.holds

    done: dict[int, tuple[Normal, Normal]] = {}
    return tuple(fold_form(one, settle, done) for one in form.members)


def _name_changed(action: Action) -> str:
    return action.fact if isinstance(action, FactAction) else action.value
