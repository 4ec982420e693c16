"""Ratings, points and findings of nodes that change no outcome, label, award or loss (KD520).

A set may leave the node out of a mean, or its weight may be 0. As met is compared with unmet for a requirement, here
the best mark is compared with the worst, and then each mark with the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kiemdinh.analysis.decisive import DecisiveMarks
from kiemdinh.analysis.study import Study
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.unread_layers import find_unread_layers
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding, make_undecided_note
from kiemdinh.rules import Assignment, Interval, Number, Satisfiability, values_of
from kiemdinh.standards.names import ValueKind, ValueName

__all__ = ["check_irrelevant_marks"]

_MARKS: Final = {"rating": ValueKind.RATING, "points": ValueKind.POINTS, "finding": ValueKind.FINDING}


def check_irrelevant_marks(study: Study) -> Iterator[LintFinding]:
    """Find nodes whose recorded mark never matters; a few proofs for each kind of nodes and each result.

    Nodes of a layer that nothing reads are left to that finding. A mark matters if a figure that is shown is calculated
    from it: the figure changes with it.
    """
    unread = {layer.id for layer in find_unread_layers(study)}
    shown = _values_of_shown_figures(study)
    marks = DecisiveMarks(study)
    for info in study.framework.nodes.values():
        kind = _MARKS.get(info.verdict or "")
        if kind is None or info.layer is None or info.layer.derive is not None or info.layer.id in unread:
            continue
        value = str(ValueName(kind, info.id))
        if value in shown:
            continue
        status = marks.prove_decisive(value)
        if status is Satisfiability.UNSATISFIABLE:
            worst, best = _choose_worlds(study, value, marks.find_ends(value))
            yield make_finding(
                study,
                "KD520",
                Message("{mark}: no outcome and no award changes with it", mark=_name_mark(kind, info.id)),
                info.path,
                hint=Message("see which sets leave it out, and its weight"),
                witness=study.write_dossier(worst),
                contrast=study.write_dossier(best),
            )
        elif status is Satisfiability.UNDECIDED:
            question = Message("whether an outcome or award changes with this: {mark}", mark=_name_mark(kind, info.id))
            yield make_undecided_note(study, "KD520", question, info.path)


def _values_of_shown_figures(study: Study) -> frozenset[str]:
    quantities = study.rules.named_quantities
    shown = (quantities[name].quantity for name in study.framework.definition.shows if name in quantities)
    return frozenset().union(*map(values_of, shown))


def _name_mark(kind: ValueKind, node: str) -> Message:
    if kind is ValueKind.RATING:
        return Message("the rating of '{node}'", node=node)
    return (
        Message("the points of '{node}'", node=node)
        if kind is ValueKind.POINTS
        else Message("the finding of '{node}'", node=node)
    )


def _choose_worlds(study: Study, value: str, ends: Iterable[Number]) -> list[Assignment]:
    """Return worlds in which all is well, with the worst and with the best mark."""
    well = study.best_world
    return [Assignment(well.truths, {**well.values, value: Interval.point(mark)}) for mark in ends]
