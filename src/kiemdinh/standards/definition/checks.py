"""Checks of the parts of a definition that are no conditions: names, stages, scales, inputs and layers."""

from __future__ import annotations

from collections.abc import Mapping

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.rules import number_to_text
from kiemdinh.standards.definition.measures import read_parameter
from kiemdinh.standards.definition.model import Definition, InputDef, LabelOutcome, LayerDef, RangeScale, StepScale

__all__ = ["check_definition", "list_wholes"]


def check_definition(definition: Definition, problems: Problems) -> None:
    """Add to *problems* names that stand for two things, and scales, inputs and layers that contradict themselves.

    Conditions are checked when they are lowered, the tree when it is laid flat. The cost grows with the number of
    things that have a name.
    """
    _check_unique_names(definition, problems)
    _check_days(definition, problems)
    _report_twice(
        problems, *[(stage.id, ("subject", "stages", i)) for i, stage in enumerate(definition.subject.stages)]
    )
    _check_stages(definition, problems)
    for name, scale in definition.scales.items():
        _check_scale(name, scale, problems)
    for name, found in definition.inputs.items():
        _check_input(definition, name, found, problems)
    for name, parameter in definition.parameters.items():
        if parameter.default is not None:
            read_parameter(definition, name, parameter.default.is_, problems, ("parameters", name, "default"))
    for i, layer in enumerate(definition.layers):
        _check_layer(definition, layer, problems, ("layers", i))


def _check_days(definition: Definition, problems: Problems) -> None:
    """Report an edition, or a role of figures, that ends before it begins."""
    law = definition.source
    if law.in_force is not None and law.until is not None and law.until <= law.in_force:
        message = Message("the edition ends before it is in force")
        expected = Message("a day after {day}", day=law.in_force)
        problems.add("KD107", message, ("source", "until"), expected=expected, found=str(law.until))
    role = None if definition.roles is None else definition.roles.informs
    if role is not None and role.from_ is not None and role.until is not None and role.until < role.from_:
        message = Message("the role ends before it begins")
        expected = Message("a day after {day}", day=role.from_)
        problems.add("KD107", message, ("roles", "informs", "until"), expected=expected, found=str(role.until))


def list_wholes(definition: Definition, name: str) -> tuple[str, ...]:
    """Return the input of which an input is a part (``part_of``), the whole of that one, and so on; each once."""
    wholes: list[str] = []
    found = definition.inputs.get(name)
    while found is not None and found.part_of is not None and found.part_of not in wholes:
        wholes.append(found.part_of)
        found = definition.inputs.get(found.part_of)
    return tuple(wholes)


def _check_unique_names(definition: Definition, problems: Problems) -> None:
    """Inputs, defined names and outcomes share one namespace; sets, layers and kinds another; awards have their own."""
    outcomes = {outcome.id: ("outcomes", i, "id") for i, outcome in enumerate(definition.outcomes)}
    layers = {layer.id: ("layers", i, "id") for i, layer in enumerate(definition.layers)}
    _report_twice(
        problems,
        *[(name, ("inputs", name)) for name in definition.inputs],
        *[(name, ("define", name)) for name in definition.define],
        *[(outcome.id, ("outcomes", i, "id")) for i, outcome in enumerate(definition.outcomes)],
    )
    _report_twice(
        problems,
        ("year", ()),
        *[(kind, ("subject", "has")) for kind in definition.subject.has],
        *[(layer.id, ("layers", i, "id")) for i, layer in enumerate(definition.layers)],
        # A tag and the set of the nodes that carry it may have one name.
        *[(name, ("sets", name)) for name in definition.sets if name not in definition.tags or name in layers],
    )
    _report_twice(problems, *[(award.id, ("awards", i, "id")) for i, award in enumerate(definition.awards)])
    for i, outcome in enumerate(definition.outcomes):
        if isinstance(outcome, LabelOutcome):
            # A label is one fact, so that one case decides it; several conditions for it are joined by ``any``.
            cases = [(case.id, ("outcomes", i, "cases", j, "id")) for j, case in enumerate(outcome.cases)]
            _report_twice(problems, *cases, (outcome.otherwise.id, ("outcomes", i, "otherwise", "id")))
    for name in definition.define:
        if name in ("met", "unmet", "unknown") or name in outcomes:
            problems.add(
                "KD201", Message("the name '{name}' has a meaning already", name=name), ("define", name), key=True
            )


def _report_twice(problems: Problems, *named: tuple[str, Path]) -> None:
    seen: dict[str, Path] = {}
    for name, path in named:
        if name in seen:  # a word of the language, such as year, has no place in the file
            message = Message("the name '{name}' is used twice", name=name)
            problems.add("KD201", message, path, key=True, first=seen[name] or None)
        else:
            seen[name] = path


def _check_stages(definition: Definition, problems: Problems) -> None:
    """Report stages that the subject has not, and labels, which have no order, where each stage is assessed (2.6)."""
    if definition.subject.stages and "stage" not in definition.subject.has:
        at = ("subject", "stages")
        problems.add(
            "KD227",
            Message("there are stages, and the subject has none"),
            at,
            key=True,
            expected=Message("has: [stage]"),
        )
    if definition.subject.assessed_by is None:
        return
    if "stage" not in definition.subject.has:
        problems.add(
            "KD227",
            Message("there are no stages to assess by"),
            ("subject", "assessed_by"),
            expected=Message("has: [stage]"),
        )
    for i, outcome in enumerate(definition.outcomes):
        if isinstance(outcome, LabelOutcome):
            problems.add(
                "KD227",
                Message("the labels of '{id}' have no order, so that no stage is the lowest", id=outcome.id),
                ("outcomes", i, "cases"),
                key=True,
                expected=Message("a ladder, or a subject that is not assessed by stage"),
            )


def _check_scale(name: str, scale: StepScale | RangeScale, problems: Problems) -> None:
    at: Path = ("scales", name)
    if isinstance(scale, StepScale):
        below = [] if scale.not_reached is None else [(scale.not_reached.id, (*at, "not_reached", "id"))]
        steps = [(step.id, (*at, "steps", i, "id")) for i, step in enumerate(scale.steps)]
        _report_twice(problems, *below, *steps)
        return
    if scale.from_ >= scale.to:
        problems.add(
            "KD226",
            Message("the scale '{name}' is empty", name=name),
            (*at, "to"),
            expected=Message("more than {text}", text=scale.from_),
        )
    if scale.step is not None and (scale.step <= 0 or (scale.to - scale.from_) % scale.step != 0):
        problems.add(
            "KD226", Message("the steps of '{name}' do not end at {to}", name=name, to=scale.to), (*at, "step")
        )


def _check_input(definition: Definition, name: str, found: InputDef, problems: Problems) -> None:
    at: Path = ("inputs", name)
    _check_keys_of_type(found, at, problems)
    if found.scale is not None and found.scale not in definition.scales:
        problems.add_unknown("KD214", Message("scale"), found.scale, definition.scales, (*at, "scale"))
    if found.choices:
        _report_twice(problems, *[(choice.id, (*at, "choices", i)) for i, choice in enumerate(found.choices)])
    only_numbers = {"range": found.range, "unit": found.unit, "step": found.step}
    key = next((key for key, value in only_numbers.items() if value is not None), None)
    if found.type != "number" and key is not None:
        problems.add(
            "KD225",
            Message("'{key}' goes with type: number", key=key),
            (*at, key),
            key=True,
            found=f"type: {found.type}",
        )
    _check_range(found, at, problems)
    if found.part_of is not None:
        _check_part(definition, name, found.part_of, problems, (*at, "part_of"))
    kinds = ("year", "stage", *(layer.id for layer in definition.layers), *definition.subject.has)
    for kind in found.each:
        if kind not in kinds:
            problems.add_unknown("KD207", Message("kind"), kind, kinds, (*at, "each"))


def _check_range(found: InputDef, at: Path, problems: Problems) -> None:
    low, high = (found.range.from_, found.range.to) if found.range else (None, None)
    if low is not None and high is not None and low > high:
        problems.add("KD226", Message("the range is empty"), (*at, "range"), expected=Message("from at most to"))
    if found.step is None:
        return
    if found.step <= 0:
        problems.add("KD226", Message("a step is more than 0"), (*at, "step"), found=number_to_text(found.step))
        return
    for key, end in (("from", low), ("to", high)):
        if end is not None and end % found.step != 0:
            message = Message("the range ends between two steps of {step}", step=number_to_text(found.step))
            problems.add("KD226", message, (*at, "range", key), found=number_to_text(end))


def _check_part(definition: Definition, name: str, whole: str, problems: Problems, at: Path) -> None:
    """A part and its whole are numbers of one unit, for the same years and stages; nothing is a part of itself."""
    part, found = definition.inputs[name], definition.inputs.get(whole)
    if found is None:
        problems.add_unknown("KD209", Message("input"), whole, definition.inputs, at)
    elif (part.type, part.unit, set(part.each)) != ("number", found.unit, set(found.each)) or found.type != "number":
        expected = Message("two numbers of one unit, with the same 'each'")
        problems.add(
            "KD225", Message("'{name}' cannot be a part of '{whole}'", name=name, whole=whole), at, expected=expected
        )
    elif name in list_wholes(definition, name):
        problems.add(
            "KD213",
            Message("'{name}' is a part of itself", name=name),
            at,
            expected=Message("a larger figure"),
            found=whole,
        )


def _check_keys_of_type(found: InputDef, at: Path, problems: Problems) -> None:
    """An input of type choice has choices, one of type scale a scale, and no other has them."""
    needs: Mapping[str, tuple[str, object]] = {"choice": ("choices", found.choices), "scale": ("scale", found.scale)}
    for type_, (key, value) in needs.items():
        if found.type == type_ and not value:
            problems.add(
                "KD225",
                Message("'{key}' is missing", key=key),
                at,
                expected=Message("{key}: for an input of type {type}", key=key, type=type_),
            )
        if found.type != type_ and value:
            problems.add(
                "KD225",
                Message("'{key}' goes with type: {type}", key=key, type=type_),
                (*at, key),
                key=True,
                found=f"type: {found.type}",
            )


def _check_layer(definition: Definition, layer: LayerDef, problems: Problems, at: Path) -> None:
    layers = {other.id for other in definition.layers}
    if layer.in_ is not None and layer.in_ not in layers:
        problems.add_unknown("KD202", Message("layer"), layer.in_, layers, (*at, "in"))
    if layer.verdict in ("level", "rating", "finding") and layer.derive is None:
        if layer.scale is None:
            problems.add(
                "KD101",
                Message("'scale' is missing"),
                at,
                expected=Message("a scale for verdict: {verdict}", verdict=layer.verdict),
            )
        elif layer.scale not in definition.scales:
            problems.add_unknown("KD214", Message("scale"), layer.scale, definition.scales, (*at, "scale"))
