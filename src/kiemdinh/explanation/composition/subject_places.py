"""The places of facts and values in the whole question of a school, when they are found cluster by cluster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kiemdinh.explanation.composition.target_outline import Cluster
    from kiemdinh.explanation.repairs import RepairQuestion

__all__ = ["SubjectPlace", "place_subjects"]


class SubjectPlace(NamedTuple):
    """Where a fact or value stands in the whole question: facts before values, each as they are first read.

    Attributes
    ----------
    is_of_value
        Whether it is a value.
    stage
        The stage in which it is read first, counted from 0.
    fact
        The place of the fact, among those that the upper rules end in, below which it is read first.
    number
        Its number there.
    """

    is_of_value: bool
    stage: int
    fact: int
    number: int


def place_subjects(question: RepairQuestion, cluster: Cluster) -> dict[str, SubjectPlace]:
    """Return the place of each fact and value in the question of a cluster, by its name."""
    fact_sizes, value_sizes = zip(*question.sizes, strict=True)
    subjects = question.subjects
    places = _place_names(cluster, subjects.facts, fact_sizes, is_of_value=False)
    return places | _place_names(cluster, subjects.values, value_sizes, is_of_value=True)


def _place_names(
    cluster: Cluster, names: Iterable[str], sizes: Sequence[int], *, is_of_value: bool
) -> dict[str, SubjectPlace]:
    """Return the place of each name; *sizes* says how many of them were known after each fact of each stage."""
    places: dict[str, SubjectPlace] = {}
    read = 0
    for number, name in enumerate(names):
        while sizes[read] <= number:
            read += 1
        stage, fact = divmod(read, len(cluster.facts))
        places[name] = SubjectPlace(is_of_value, stage, cluster.places[fact], number)
    return places
