"""A condition over a set as lowered in one setting, and its condition for each member."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.analysis.lowering import build_lowering
from kiemdinh.rules import Condition, Known, Truth
from kiemdinh.standards.parts import counted_set
from kiemdinh.testing.coverage.influence import Influence, replace_member

if TYPE_CHECKING:
    from kiemdinh.analysis.sites import ConditionSite
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["SetCondition", "lower_set_conditions"]


@dataclass(frozen=True, slots=True)
class SetCondition:
    """A condition over a set, inside the definition of the fact *name*.

    ``lowered`` is the condition itself, ``definition`` is that of the fact around it, and ``members`` has the condition
    for each member of the set.
    """

    name: str
    definition: Condition
    lowered: Condition
    members: tuple[Condition, ...]

    def is_decided_by(self, member: Condition, truth: Truth, influence: Influence) -> bool:
        """Return whether an outcome or award would change if only *member*, which is *truth*, were different.

        The member is replaced in the definition around the condition, and the change is followed upwards.
        """
        flipped = replace_member(self.definition, self.lowered, member, truth.negated())
        return influence.changes_end_as(self.name, flipped)


def lower_set_conditions(framework: Framework, site: ConditionSite, rules: FrameworkRules) -> Iterator[SetCondition]:
    """Yield the condition at *site* for each scope in which it is read, in the setting of *rules*.

    A condition that is read nowhere, such as one of a set without members, yields nothing.
    """
    lowering = build_lowering(framework, rules.setting)
    name = counted_set(site.cond)
    for scope in site.scopes:
        # A condition of a layer belongs to each of its nodes; any other to the fact that the site names.
        owner = str(site.owner) if str(site.owner) in rules.definitions else scope.node
        if owner is None or owner not in rules.definitions:
            continue
        members = lowering.find_members(name, scope, site.path).items
        at = (*site.path, "that")
        # Members may have the same condition, such as one bound from a table: it is checked once.
        asked = dict.fromkeys(
            lowering.lower_condition(site.cond.that, member.scope, at).condition for member in members
        )
        # The change into the first year of a set is no condition: there is no year before it.
        conditions = tuple(condition for condition in asked if not isinstance(condition, Known))
        lowered = lowering.lower_condition(site.cond, scope, site.path).condition
        yield SetCondition(owner, rules.definitions[owner], lowered, conditions)
