"""Named figures: the quantities that a definition names, each with its value and what is asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.assessment.levels import labels_of, level_ref, steps_of
from kiemdinh.data.blockers import FigureBound, NamedFigure
from kiemdinh.data.outcomes import Titles
from kiemdinh.rules import evaluate, evaluate_quantity
from kiemdinh.standards.definition import LabelOutcome, LadderAward, LadderOutcome
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.assessment.reported_facts import ReportedSchool, ReportedStage
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import NamedQuantity

__all__ = ["find_named_figures"]


def find_named_figures(framework: Framework, school: ReportedSchool) -> tuple[NamedFigure, ...]:
    """Return the quantities that the definition shows, then those that its outcomes and awards compare.

    Each is given for the school, or for each stage where these are assessed each on its own. Costs the evaluation of
    each quantity, and of each comparison of it.
    """
    named = school.facts.rules.named_quantities.values()
    return tuple(_figure_of(framework, quantity, stage) for quantity in named for stage in school.stages)


def _figure_of(framework: Framework, quantity: NamedQuantity, stage: ReportedStage) -> NamedFigure:
    defined = framework.definition.define[quantity.name]
    titles = Titles() if isinstance(defined, str) else Titles(defined.vi, defined.en)
    bounds = dict.fromkeys(
        FigureBound(
            str(bound.owner),
            _level_of(framework, bound.owner),
            bound.operator,
            evaluate_quantity(bound.bound, stage),
            evaluate(bound.condition, stage),
        )
        for bound in quantity.bounds
    )
    now = quantity.find_value(stage)
    return NamedFigure(quantity.name, stage.stage, now, quantity.unit, tuple(bounds), titles)


def _level_of(framework: Framework, owner: FactName) -> LevelRef | None:
    """Return the level, label or grade that a fact stands for; None where it stands for none."""
    if owner.step is None:
        return None
    asked = (*framework.outcomes, *framework.awards)
    kind = (LadderAward,) if owner.kind is FactKind.AWARD else (LadderOutcome, LabelOutcome)
    found = next((one for one in asked if isinstance(one, kind) and one.id == owner.subject), None)
    if isinstance(found, LabelOutcome):
        return next((label for label in labels_of(found) if label.id == owner.step), None)
    if isinstance(found, LadderOutcome | LadderAward):
        return next((step for step in steps_of(framework, found.ladder) if step.id == owner.step), None)
    return level_ref(owner.step, None)
