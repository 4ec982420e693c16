"""The parts of a rule, with those of the defined names that it uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kiemdinh.standards.names_used import names_in
from kiemdinh.standards.parts import walk_parts

if TYPE_CHECKING:
    from kiemdinh.parsing.models import Model
    from kiemdinh.standards.definition import Definition, Localised

__all__ = ["list_rules", "read_field", "walk_rule"]

_RULES_OF_PART = ("met_if", "warn_unless", "if_", "needs", "lost_if")


def list_rules(part: Localised) -> Iterator[Any]:
    """Yield the rules of a part of a definition itself, except those that say where it applies."""
    for key in _RULES_OF_PART:
        rule = read_field(part, key)
        if rule is not None:
            yield rule
    for case in read_field(part, "cases") or ():
        yield case.if_


def read_field(part: Model, name: str) -> Any:
    """Return a field of a part; None where parts of its kind have none of this name."""
    return vars(part).get(name)  # a look-up of a missing attribute costs twenty times as much


def walk_rule(definition: Definition, rule: Any) -> Iterator[Model]:
    """Yield the parts of a rule, then those of each defined name that it uses, once each; *rule* may be a name."""
    waiting, seen = [rule], set[str]()
    while waiting:
        at = waiting.pop(0)
        if isinstance(at, str):
            if at in seen or at not in definition.define:
                continue
            seen.add(at)
            at = definition.define[at]
        for part, _ in walk_parts(at):
            yield part
            waiting.extend(name for kind, name in names_in(part) if kind == "define")
