"""The least that has to change for a condition to become certain: minimal repairs, cheapest first.

Begin with ``problem`` (what is asked: a condition, what is known, the actions that can be taken and their costs), then
``minimal_repairs``, which answers. Between them a problem becomes its ``normal_form``, ``reduction`` takes out what is
forced or settled, ``moves`` makes the choices of each action into moves of ``search``, and ``apply`` checks an answer.

Words: an *action* changes a fact or a value; a *repair* is a minimal set of changes; a *move* is one choice of an
action.

What must not come in: schools, levels and words. Those are in ``explanation`` and ``narration``.
"""

from kiemdinh.rules.repairs.apply import facts_after, is_certain_after
from kiemdinh.rules.repairs.minimal_repairs import (
    MAX_SPLITS,
    ExhaustedError,
    Repair,
    Repairs,
    SolverError,
    minimal_repairs,
)
from kiemdinh.rules.repairs.model import Model, Scale, opened, scaled
from kiemdinh.rules.repairs.moves import Moves, landing
from kiemdinh.rules.repairs.normal_form import BoundLeaf, FactLeaf, Group, Normal, Position, leaves, normal
from kiemdinh.rules.repairs.problem import (
    Action,
    ActionKind,
    Bound,
    Change,
    Cost,
    Direction,
    FactAction,
    RepairProblem,
    ValueAction,
)

__all__ = [
    "MAX_SPLITS",
    "Action",
    "ActionKind",
    "Bound",
    "BoundLeaf",
    "Change",
    "Cost",
    "Direction",
    "ExhaustedError",
    "FactAction",
    "FactLeaf",
    "Group",
    "Model",
    "Moves",
    "Normal",
    "Position",
    "Repair",
    "RepairProblem",
    "Repairs",
    "Scale",
    "SolverError",
    "ValueAction",
    "facts_after",
    "is_certain_after",
    "landing",
    "leaves",
    "minimal_repairs",
    "normal",
    "opened",
    "scaled",
]
