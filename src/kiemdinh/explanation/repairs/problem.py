"""From an assessment to a problem of the kernel: what must be certain, what is known, what can be changed (5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from kiemdinh.assessment.cases import find_open_context, in_case
from kiemdinh.assessment.school_facts import SchoolFacts
from kiemdinh.explanation.costs import Efforts
from kiemdinh.explanation.repairs.asked import Asked, CaseFacts, ProblemNames
from kiemdinh.explanation.repairs.first_figures import Plan, revised
from kiemdinh.explanation.repairs.levers import LeverFinder, grid_of
from kiemdinh.explanation.repairs.opening import StageOpener
from kiemdinh.rules import All, Condition, Fact, Number, RepairProblem
from kiemdinh.standards.names import input_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["ask"]

_MOST_CASES = 64


def ask(framework: Framework, school: SchoolFacts, target: str, efforts: Efforts, *, settling: bool = False) -> Asked:
    """Return the problem of making the fact *target* (``outcome:muc/muc-2``) certain in every stage.

    A context value that is left open is taken in each of its cases, so that what is found holds in all of them; with
    *settling* it can be settled instead, to find what must be settled before anything else can do (5.3).
    """
    settled = (school,) if settling else tuple(_cases(school))
    names, roots, plan = _opened(framework, school, target, settled)
    condition: Condition = roots[0] if len(roots) == 1 else All(roots)
    cases = tuple(CaseFacts(names, case) for case in settled)
    mixed = _is_mixed(framework, school)
    wholes = dict(_wholes(framework, school, names))
    levers = tuple(LeverFinder(framework, school, names, efforts, mixed, wholes, plan, settling).all(cases))
    things = {**names.facts, **names.values}
    problem = RepairProblem(
        condition=condition, cases=cases, actions=levers, definitions=names.definitions, expand=lambda _: True
    )
    return Asked(problem, things, mixed, wholes, plan.windows)


def _opened(
    framework: Framework, school: SchoolFacts, target: str, cases: tuple[SchoolFacts, ...]
) -> tuple[ProblemNames, tuple[Fact, ...], Plan]:
    """Open the target in every stage, again whenever a figure turns out to wake what it must not."""
    plan = Plan()
    while True:
        names = ProblemNames()
        roots = tuple(StageOpener(framework, school, stage, names, plan).opened(target) for stage in school.stages)
        grids = {
            key: grid_of(framework, thing, None)
            for key, thing in names.values.items()
            if thing.name.startswith("input:") and thing.name not in school.rules.context_values
        }
        after = revised(plan, names.unrecorded, school, cases, grids)
        if (after.withheld, after.by_figure) == (plan.withheld, plan.by_figure):
            return names, roots, after
        plan = after


def _wholes(framework: Framework, school: SchoolFacts, names: ProblemNames) -> Iterator[tuple[str, Number]]:
    """Yield the whole of each percentage that was given as part and whole."""
    for key, thing in names.values.items():
        if thing.name.startswith("input:") and framework.inputs[input_name(thing.name)].unit == "percent":
            speaking = school.stages[thing.stage].values.prevailing_record(thing.name)
            if speaking is not None and speaking.record.whole:
                yield key, speaking.record.whole


def _cases(school: SchoolFacts) -> Iterator[SchoolFacts]:
    """Yield the facts in each case of the open context, or as they are where there are none or too many."""
    open_ = find_open_context(school)
    count = 1
    for cells in open_.values():
        count *= len(cells)
    if not open_ or count > _MOST_CASES:
        yield school
        return
    for cells in product(*open_.values()):
        yield in_case(school, dict(zip(open_, cells, strict=True)))


def _is_mixed(framework: Framework, school: SchoolFacts) -> bool:
    """Whether the dossier gives some criteria whole and others requirement by requirement."""
    records = school.as_one.findings
    single = any(framework.nodes[node].is_requirement for node in records.by_node if node in framework.nodes)
    return single and records.gives_whole_nodes
