"""Explanations: why a condition is not certain, what would make it certain, and what keeps it certain (semantics 5).

Begin with ``blocking_tree``, which reads a condition alone. The others work on a repair problem, its moves and its
gates (:mod:`kiemdinh.rules.repairs`). For a target that is not certain, ``roles``, ``blockers``, ``deciders`` and
``shortfall`` say what changes mean. For one that is certain, ``margin`` (with ``losses`` and ``loss_model``) and
``reasons`` say how safe it is.

Words: the *target* is the condition that is explained; a *change* brings a fact or value towards it; a *loss* makes
facts and values unknown, or moves a value past a bound. Words for users and names of schools must not come in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.rules.explanations.blockers import blocking_sets
    from kiemdinh.rules.explanations.blocking_tree import Block, BlockKind, blocking_facts, build_blocking_tree
    from kiemdinh.rules.explanations.deciders import decisive_changes
    from kiemdinh.rules.explanations.losses import ChosenLoss, Loss, LossSet
    from kiemdinh.rules.explanations.margin import CertaintyMargin, find_margin, find_single_losses
    from kiemdinh.rules.explanations.reasons import SufficientReason, find_sufficient_reason, sufficient_reasons
    from kiemdinh.rules.explanations.roles import ChangeRole, ChangeRoles, Role, change_roles
    from kiemdinh.rules.explanations.shortfall import Contribution, Shortfall, measure_shortfall

__all__ = [
    "Block",
    "BlockKind",
    "CertaintyMargin",
    "ChangeRole",
    "ChangeRoles",
    "ChosenLoss",
    "Contribution",
    "Loss",
    "LossSet",
    "Role",
    "Shortfall",
    "SufficientReason",
    "blocking_facts",
    "blocking_sets",
    "build_blocking_tree",
    "change_roles",
    "decisive_changes",
    "find_margin",
    "find_single_losses",
    "find_sufficient_reason",
    "measure_shortfall",
    "sufficient_reasons",
]

_MODULES = {
    "blockers": ("blocking_sets",),
    "blocking_tree": ("Block", "BlockKind", "blocking_facts", "build_blocking_tree"),
    "deciders": ("decisive_changes",),
    "losses": ("ChosenLoss", "Loss", "LossSet"),
    "margin": ("CertaintyMargin", "find_margin", "find_single_losses"),
    "roles": ("ChangeRole", "ChangeRoles", "Role", "change_roles"),
    "shortfall": ("Contribution", "Shortfall", "measure_shortfall"),
    "reasons": ("SufficientReason", "find_sufficient_reason", "sufficient_reasons"),
}


if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, _MODULES)
