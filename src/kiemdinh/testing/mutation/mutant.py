"""A mutant: a framework with one change of its definition."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.standards.loading import load_changed
from kiemdinh.testing.mutation.changes import apply_change
from kiemdinh.testing.mutation.rule_changes import RuleChanges, compare_rules

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules, Setting
    from kiemdinh.testing.mutation.changes import DefinitionChange

__all__ = ["Mutant", "make_mutant"]

_CONDITION_KEYS: Final = frozenset(("met_if", "when", "warn_unless", "needs", "if", "lost_if", "if_empty"))
_RULE_PARTS: Final = frozenset(("sets", "define"))
_PARTS_AFTER_READING: Final = frozenset(("source", "roles", "school_year", "awards"))
"""Parts of a definition that are not used when a dossier is read."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A framework with one change; the effect of the change on its rules is worked out once for each setting.

    Attributes
    ----------
    change
        The change.
    framework
        The changed framework.
    default_rules
        Its rules in the default setting, which loading makes in any case.
    """

    change: DefinitionChange
    framework: Framework
    default_rules: FrameworkRules
    _rule_changes: dict[Setting, RuleChanges] = field(default_factory=dict)

    @property
    def is_of_rules(self) -> bool:
        """Whether the change affects only conditions: dossiers are read as before, and awards last as long."""
        at = self.change.at
        return at[0] in _RULE_PARTS or self.change.kind == "tag" or bool(_CONDITION_KEYS & {*at})

    @property
    def is_of_input(self) -> bool:
        """Whether the change affects one input: its range, unit or steps, or what it is a part of."""
        return self.change.at[0] == "inputs"

    @property
    def changes_reading(self) -> bool:
        """Whether a dossier may be read differently, or be refused."""
        return not self.is_of_rules and self.change.at[0] not in _PARTS_AFTER_READING

    def compare_rules(self, rules: FrameworkRules, on: dt.date) -> RuleChanges:
        """Return the differences from *rules*, which are those of the framework without the change on the day *on*."""
        setting = rules.setting
        if setting not in self._rule_changes:
            self._rule_changes[setting] = compare_rules(rules, self.framework.rules(setting.stages, on))
        return self._rule_changes[setting]


def make_mutant(framework: Framework, change: DefinitionChange) -> Mutant | None:
    """Return the mutant of a change; None if the changed definition is refused, which its author would see at once."""
    assert framework.source is not None  # noqa: S101 - changes are made of a framework that has been loaded
    try:
        return Mutant(change, *load_changed(framework, apply_change(framework.source.data, change)))
    except InputError:
        return None
