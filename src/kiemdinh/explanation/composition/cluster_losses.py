"""The possible losses in a cluster of a school, for the margin of a level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.explanation.composition.subject_places import place_subjects
from kiemdinh.explanation.costs import Efforts
from kiemdinh.explanation.repairs import build_question_of_facts
from kiemdinh.rules import ValueAction

if TYPE_CHECKING:
    from kiemdinh.assessment.cases import ContextCells
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.explanation.composition.subject_places import SubjectPlace
    from kiemdinh.explanation.composition.target_outline import Cluster
    from kiemdinh.rules import Condition, Interval, Truth
    from kiemdinh.standards.loading import Framework

__all__ = ["ClusterLosses", "find_cluster_losses"]


@dataclass(frozen=True, slots=True, eq=False)
class ClusterLosses:
    """The possible losses in a cluster of a school, or of all schools with the same records about it.

    Attributes
    ----------
    context
        The unknown context on which the cluster depends.
    leaves
        The facts about nodes that records settle, each with its place in the whole question.
    actions
        The values that can be moved, and how far, with their places.
    definitions
        The conditions of the facts that are opened.
    known
        What is known in each case of this context, usually one: the truths of facts, those that are opened too, and
        the intervals of values.
    shown
        The ids by which results show what can be lost, by the names of facts and values.
    """

    context: ContextCells
    leaves: tuple[tuple[SubjectPlace, str], ...]
    actions: tuple[tuple[SubjectPlace, ValueAction], ...]
    definitions: dict[str, Condition]
    known: tuple[tuple[Mapping[str, Truth], Mapping[str, Interval]], ...]
    shown: Mapping[str, str]

    @property
    def key(self) -> object:
        """A key that is equal for two clusters with the same margin."""
        reach = [(one.id, one.choices, one.prices, one.spacing, one.furthest, one.cost) for _, one in self.actions]
        known = tuple((*truths.items(), *values.items()) for truths, values in self.known)
        return tuple(self.context.items()), self.leaves, tuple(reach), tuple(self.definitions.items()), known


def find_cluster_losses(
    framework: Framework, school: SchoolFacts, cluster: Cluster, context: ContextCells
) -> ClusterLosses:
    """Return the possible losses in a cluster of a school, which depends on the unknown *context*.

    It costs a question about its facts alone.
    """
    question = build_question_of_facts(framework, school, cluster.facts, Efforts({}), context)
    subjects, problem = question.subjects, question.problem
    places = place_subjects(question, cluster)
    leaves = [key for key, subject in question.iterate_leaves() if subject.node is not None]
    actions = [action for action in problem.actions if isinstance(action, ValueAction)]
    names = [*leaves, *(action.value for action in actions)]
    return ClusterLosses(
        context,
        tuple((places[key], key) for key in leaves),
        tuple((places[action.value], action) for action in actions),
        dict(problem.definitions),
        tuple(
            ({key: case.truth(key) for key in subjects.facts}, {key: case.value(key) for key in subjects.values})
            for case in problem.cases
        ),
        {name: question.subject_named(name).id for name in names},
    )
