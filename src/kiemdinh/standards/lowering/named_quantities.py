"""Named quantities: those that ``define`` names for the whole school, to be shown with values and bounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.rules import Condition, Quantity
from kiemdinh.standards import definition as surface
from kiemdinh.standards.lowering.conditions import Lowering
from kiemdinh.standards.lowering.quantities import is_quantity
from kiemdinh.standards.lowering.rules import NamedQuantity
from kiemdinh.standards.lowering.scope import EVERYWHERE, Scope, conjoin_all

__all__ = ["lower_derived_scores", "lower_named_quantities"]


def lower_named_quantities(lowering: Lowering) -> Mapping[str, NamedQuantity]:
    """Return the quantities that a definition shows, then those that outcomes and awards compare, by their names.

    Reports names in ``shows`` that are no named quantity, or whose quantity cannot be calculated. A quantity that is
    only compared and cannot be calculated is left out. It is called when all conditions have been lowered; its cost is
    that of lowering the quantities once more.
    """
    context = lowering.context
    shown = [name for i, name in enumerate(context.definition.shows) if _is_shown(lowering, name, ("shows", i))]
    found: dict[str, NamedQuantity] = {}
    for name in dict.fromkeys((*shown, *context.stated_bounds)):
        path: Path = ("shows", context.definition.shows.index(name)) if name in shown else ("define", name)
        with context.reporting(name in shown) as reported:
            lowered = _lower_named(lowering, name, path)
        if not reported.errors:
            bounds = tuple(context.stated_bounds.get(name, ()))
            found[name] = NamedQuantity(name, *lowered, _unit_of(lowering, context.definition.define[name]), bounds)
    return FrozenMap(found)


def lower_derived_scores(lowering: Lowering) -> Mapping[str, NamedQuantity]:
    """Return the quantities by which layers derive the scores of their nodes, by the ids of the nodes.

    A quantity that cannot be calculated, such as a mean with unknown weights, is left out. The cost is that of lowering
    the quantities.
    """
    found: dict[str, NamedQuantity] = {}
    context = lowering.context
    # A quantity that is only shown is read by no rule.
    used, values = set(context.used), set(context.context_values)
    for info in context.outline.nodes.values():
        derive = info.layer.derive if info.layer is not None else None
        if derive is None or info.layer is None:
            continue
        path: Path = ("layers", context.definition.layers.index(info.layer), "derive")
        with context.reporting(False) as reported, context.collecting_presence(of_any=True) as presences:
            quantity = lowering.lower_quantity(derive, Scope(node=info.id), path)
        if not reported.errors:
            unit = _unit_of(lowering, derive)
            found[info.id] = NamedQuantity(info.id, quantity, None, conjoin_all(tuple(presences)), unit, ())
    context.used, context.context_values = used, values
    return FrozenMap(found)


def _is_shown(lowering: Lowering, name: str, path: Path) -> bool:
    """Return whether *name* is that of a quantity; report any other name."""
    define = lowering.context.definition.define
    if name in define and is_quantity(define[name]):
        return True
    if name in define:
        message = Message("'{name}' is a condition, not a quantity", name=name)
        lowering.context.problems.add("KD212", message, path, found=name)
    else:
        names = [other for other, defined in define.items() if is_quantity(defined)]
        lowering.context.problems.add_unknown("KD209", Message("quantity"), name, names, path)
    return False


def _lower_named(lowering: Lowering, name: str, path: Path) -> tuple[Quantity, Quantity | None, Condition | None]:
    """Return a quantity, its denominator (None: none), and the condition on which it has a value (None: always)."""
    defined = lowering.context.definition.define[name]
    with lowering.context.collecting_presence(of_any=True) as presences:
        if isinstance(defined, surface.ValueQuantity) and defined.per is not None:
            part, whole = lowering.quantities.lower_ratio(defined, EVERYWHERE, ("define", name))
        else:
            part, whole = lowering.lower_quantity(surface.ValueQuantity(value=name), EVERYWHERE, path), None
    return part, whole, conjoin_all(tuple(presences))


def _unit_of(lowering: Lowering, quantity: Any) -> str | None:
    """Return the unit of a quantity: that of the input inside, per cent for a share; None for a plain number."""
    if isinstance(quantity, surface.ShareQuantity):
        return "percent"
    if isinstance(quantity, surface.ValueQuantity | surface.ChangeQuantity):
        name = quantity.value if isinstance(quantity, surface.ValueQuantity) else quantity.change
        definition = lowering.context.definition
        if name in definition.define:
            return _unit_of(lowering, definition.define[name])
        found = definition.inputs.get(name)
        per = definition.inputs.get(quantity.per or "") if isinstance(quantity, surface.ValueQuantity) else None
        if found is None or per is None:
            return None if found is None else found.unit
        return "percent" if found.unit == per.unit else None
    of = getattr(quantity, "of", None)
    is_weighed_sum = isinstance(quantity, surface.SumQuantity) and quantity.weight is not None
    return None if of is None or is_weighed_sum else _unit_of(lowering, of)
