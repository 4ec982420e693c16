"""Plain dossiers of any framework: one record of each node and value at most, of one side, all of one day."""

import datetime as dt

import kiemdinh as kd
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.standards.names import ValueKind, read_value_name

ON = dt.date(2027, 6, 30)


def draw_dossier(framework, random, *, stages=None):
    """Return a dossier that the framework accepts, as it was read."""
    return read_dossier(draw_mapping(framework, random, stages=stages), framework, default_date=ON)


def draw_mapping(framework, random, *, stages=None, on=ON):
    """Return a dossier that the framework accepts, as a mapping; its figures are those that rules read on a day."""
    recorded = random.choice([1, 0.9, 0.5, 0.1])
    unknown = random.choice([0, 0.1, 0.4])
    rules = framework.rules(stages, on)
    findings = _draw_findings(framework, rules, random, recorded, unknown)
    inputs = _draw_inputs(framework, rules, random, recorded, unknown)
    school = {"stages": list(stages)} if stages else {}
    return _without_contradictions({"school": school, "findings": findings, "inputs": inputs}, framework)


def _draw_findings(framework, rules, random, recorded, unknown):
    # Rows of whole criteria, rows of requirements, and both at once.
    claims, parts = random.choice([(1, 0), (1, 0.05), (0, 1), (0.3, 1), (0.1, 0.9)])
    met = random.choice([0.5, 0.9, 0.98])
    findings = {}
    for node, form in allowed_entries(framework).nodes.items():
        is_claim = form.kind == "level" or node in rules.definitions
        if form.kind and random.random() < recorded * (claims if is_claim else parts):
            findings[node] = _draw_verdict(form, random, met, unknown)
    return findings


def _draw_verdict(form, random, met, unknown):
    if random.random() < unknown:
        return "unknown"
    words = [word for word in form.words if word not in ("true", "false", "unknown", "not-applicable")]
    if "not-applicable" in form.words and random.random() < 0.15:
        return {"is": "not-applicable", "why": "x"}
    if form.measure is not None and form.measure.kind == "number":
        return random.randint(int(form.measure.low or 0), int(form.measure.high or 5))
    if "met" in words:
        return "met" if random.random() < met else "unmet"
    return random.choice(words)


def _draw_inputs(framework, rules, random, recorded, unknown):
    inputs = {}
    for name in sorted(set().union(*rules.values.values())):
        value = read_value_name(name)
        value = value.denominator if value.kind is ValueKind.PER else value
        form = allowed_entries(framework).inputs.get(value.name)
        if value.kind is not ValueKind.INPUT or form is None or random.random() >= recorded:
            continue
        if form.definition.type == "decision" or len(value.at) > 1:
            continue
        drawn = "unknown" if random.random() < unknown else _draw_value(form.measure, random)
        if value.at:
            inputs.setdefault(value.name, {})[value.at[0]] = drawn
        else:
            inputs[value.name] = drawn
    return inputs


def _draw_value(measure, random):
    if measure.kind == "words":
        return random.choice(measure.words)
    if measure.kind == "date":
        return f"{random.randint(2000, 2026)}-01-01"
    low, high = int(measure.low or 0), int(measure.high or 100)
    return random.choice([low, high, random.randint(low, high), max(low, high * 95 // 100)])


def _without_contradictions(mapping, framework):
    """Return the mapping without the figures that contradict others."""
    while True:
        try:
            read_dossier(mapping, framework, default_date=ON)
        except kd.InputError as error:
            names = {name for name in mapping["inputs"] if any(f"inputs.{name}" in str(d) for d in error.diagnostics)}
            if not names:
                raise
            mapping["inputs"] = {name: value for name, value in mapping["inputs"].items() if name not in names}
        else:
            return mapping
