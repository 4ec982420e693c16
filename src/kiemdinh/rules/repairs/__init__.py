"""Minimal repairs: the smallest sets of changes that make a condition certain, cheapest first.

Begin with ``problem`` (what is asked: a condition, what is known, the actions that can be taken and their costs), then
``minimal_repairs``, which answers. Between them stands ``model``: the ``normal_form`` of the condition, the ``moves``
of the actions, and the gates over these. ``reduction`` takes out what is forced or settled, ``apply`` checks an answer.

Words: an *action* changes a fact or a value; a *repair* is a minimal set of changes; a *move* is one step of an action.

What must not come in: schools and levels (``explanation``), and words of a language (``narration``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.rules.repairs.apply import facts_after, is_certain_after
    from kiemdinh.rules.repairs.cost_scale import CostScale, scale_costs
    from kiemdinh.rules.repairs.minimal_repairs import (
        ExhaustedError,
        MinimalRepair,
        MinimalRepairs,
        SolverError,
        find_minimal_repairs,
    )
    from kiemdinh.rules.repairs.model import RepairModel, assume_forms, expanded_definitions, read_plain_forms
    from kiemdinh.rules.repairs.moves import MoveTable
    from kiemdinh.rules.repairs.normal_form import (
        BoundLeaf,
        FactLeaf,
        Normal,
        NormalGroup,
        Position,
        fold_form,
        leaves_of,
        lies_beyond,
        normal_form_of,
    )
    from kiemdinh.rules.repairs.problem import (
        Action,
        ActionKind,
        Bound,
        Change,
        Cost,
        Direction,
        FactAction,
        Fee,
        RepairProblem,
        ValueAction,
    )
    from kiemdinh.rules.repairs.reachable_numbers import nearest_reachable_bound
    from kiemdinh.rules.repairs.reduction import ReducedProblem

__all__ = [
    "Action",
    "ActionKind",
    "Bound",
    "BoundLeaf",
    "Change",
    "Cost",
    "CostScale",
    "Direction",
    "ExhaustedError",
    "FactAction",
    "FactLeaf",
    "Fee",
    "MinimalRepair",
    "MinimalRepairs",
    "MoveTable",
    "Normal",
    "NormalGroup",
    "Position",
    "ReducedProblem",
    "RepairModel",
    "RepairProblem",
    "SolverError",
    "ValueAction",
    "assume_forms",
    "expanded_definitions",
    "facts_after",
    "find_minimal_repairs",
    "fold_form",
    "is_certain_after",
    "leaves_of",
    "lies_beyond",
    "nearest_reachable_bound",
    "normal_form_of",
    "read_plain_forms",
    "scale_costs",
]

_MODULES = {
    "apply": ("facts_after", "is_certain_after"),
    "cost_scale": ("CostScale", "scale_costs"),
    "minimal_repairs": ("ExhaustedError", "MinimalRepair", "MinimalRepairs", "SolverError", "find_minimal_repairs"),
    "model": ("RepairModel", "assume_forms", "expanded_definitions", "read_plain_forms"),
    "moves": ("MoveTable",),
    "normal_form": (
        "BoundLeaf",
        "FactLeaf",
        "Normal",
        "NormalGroup",
        "Position",
        "fold_form",
        "leaves_of",
        "lies_beyond",
        "normal_form_of",
    ),
    "problem": (
        "Action",
        "ActionKind",
        "Bound",
        "Change",
        "Cost",
        "Direction",
        "FactAction",
        "Fee",
        "RepairProblem",
        "ValueAction",
    ),
    "reachable_numbers": ("nearest_reachable_bound",),
    "reduction": ("ReducedProblem",),
}


if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, _MODULES)
