"""What a definition says of a school of which everything is known, read as plainly as possible.

It reads the definition as it is written, member by member with true and false, and shares nothing with the rules that
the engine compiles: where both agree, neither the loader nor the evaluator has changed the meaning (semantics 1, 2).
"""

from __future__ import annotations

import datetime as dt
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final

from kiemdinh.standards.setting import add_duration, school_year
from kiemdinh.standards.words import Duration
from kiemdinh.testing.oracle.plain_tree import Tree, text

__all__ = ["OpenError", "School", "read_plainly"]

_HOLDS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
    "is": operator.eq,
}
_FLIPPED: Final = {"at_least": "at_most", "at_most": "at_least", "above": "below", "below": "above", "is": "is"}
_GROUPS: Final = ("all", "any", "not", "every")
_AGGREGATES: Final = ("sum", "mean", "lowest", "highest")
_WORDS: Final = {"met": True, "unmet": False}
_YES_NO: Final = ("false", "true")


class OpenError(Exception):
    """The plain reading does not reach so far: something is unknown, or is not read by it."""


@dataclass(frozen=True, slots=True)
class School:
    """Everything of a school: verdicts by node and stage, values by input, stage, member and year.

    A value is as written, or a pair of part and whole. ``side`` is who has found it all.
    """

    on: dt.date
    stages: tuple[str, ...] | None
    findings: Mapping[tuple[str | None, str], Any]
    inputs: Mapping[tuple[str, str | None, str | None, str | None], Any]
    side: str = "external"


@dataclass(frozen=True, slots=True)
class _At:
    """Where a condition is read: at a node, a stage, a school year."""

    node: str | None = None
    stage: str | None = None
    year: str | None = None
    before: str | None = None
    assume: bool | None = None
    is_node: bool = False


@dataclass(frozen=True, slots=True)
class _Measure:
    """How a literal is read: a place among words, a date, or a number of which a percentage may be a share."""

    words: tuple[str, ...] = ()
    date: bool = False
    most: Fraction | None = None

    def read(self, said: str) -> Fraction:
        if self.words:
            return Fraction(self.words.index(said)) if said in self.words else Fraction(said)
        if self.date:
            return Fraction(dt.date.fromisoformat(said).toordinal())
        number = Fraction(said.rstrip("%").strip())
        return number * self.most / 100 if said.endswith("%") and self.most is not None else number


def read_plainly(data: Mapping[str, Any], school: School) -> dict[str, str | None]:
    """Return where a school stands by each outcome and award of a definition as written; None below all steps.

    Raises
    ------
    OpenError
        Something is unknown, such as a share of nothing.
    """
    parts = [_Reading(data, school, stage) for stage in _assessed(data, school)]
    found: dict[str, str | None] = {}
    for outcome in data["outcomes"]:
        stands = [part.outcome(outcome) for part in parts]
        found[text(outcome["id"])] = _lowest(stands, parts[0].steps(outcome))
    for award in data.get("awards", ()):
        steps = parts[0].steps(award)
        grades = [part.award(award) for part in parts]
        found[f"award:{award['id']}"] = _lowest(grades, steps or (text(award["id"]),))
    return found


def _assessed(data: Mapping[str, Any], school: School) -> tuple[str | None, ...]:
    by_stage = data["subject"].get("assessed_by") == "stage"
    return (school.stages or (None,)) if by_stage else (None,)


def _lowest(stands: list[str | None], steps: tuple[str, ...]) -> str | None:
    if len(stands) == 1:
        return stands[0]
    return min(stands, key=lambda step: -1 if step is None else steps.index(step))


@dataclass(slots=True)
class _Reading:
    """One reading of a definition: of the whole school, or of one of its stages."""

    data: Mapping[str, Any]
    school: School
    stage: str | None
    tree: Tree = field(init=False)
    kept: dict[Any, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tree = Tree.of(self.data)

    # -- outcomes ------------------------------------------------------------------------------------------

    def steps(self, said: Mapping[str, Any]) -> tuple[str, ...]:
        return self.scale(said["ladder"]) if "ladder" in said else ()

    def scale(self, name: Any) -> tuple[str, ...]:
        return tuple(text(step["id"]) for step in self.data["scales"][text(name)]["steps"])

    def outcome(self, said: Mapping[str, Any]) -> str | None:
        if "ladder" in said:
            return self._highest(said)
        at = _At(stage=self.stage)
        for case in said["cases"]:
            if self.settled(case["if"], at):
                return text(case["id"])
        return text(said["otherwise"]["id"])

    def _highest(self, said: Mapping[str, Any]) -> str | None:
        reached = None
        for step in self.steps(said):
            if not self.settled(said["needs"][step], _At(stage=self.stage)):
                break
            reached = step
        return reached

    def award(self, said: Mapping[str, Any]) -> str | None:
        if "ladder" in said:
            return self._highest(said)
        return text(said["id"]) if self.settled(said["needs"], _At(stage=self.stage)) else None

    # -- conditions: true, false, or None where they do not apply ----------------------------------------------

    def settled(self, cond: Any, at: _At) -> bool:
        found = self.cond(cond, at)
        if found is None:
            raise OpenError
        return found

    def cond(self, cond: Any, at: _At) -> bool | None:
        if not isinstance(cond, Mapping):
            return self._word(text(cond), at)
        kind = next((key for key in _GROUPS if key in cond), None)
        if kind in ("all", "any"):
            found = [one for one in (self.cond(part, at) for part in cond[kind]) if one is not None]
            return (all(found) if kind == "all" else any(found)) if found else None
        if kind == "not":
            inner = self.cond(cond["not"], at)
            return None if inner is None else not inner
        if kind == "every":
            return self._every(cond, at)
        answers = [self._compared(cond, key, cond[key], at) for key in _HOLDS if key in cond]
        return None if None in answers else all(answers)

    def _word(self, word: str, at: _At) -> bool | None:
        if word in _WORDS:
            met = at.assume if at.assume is not None else self.met(at)
            return met is _WORDS[word]
        return self.cond(self.data["define"][word], at)

    def _every(self, cond: Mapping[str, Any], at: _At) -> bool | None:
        left = [member for member in self.members(cond["every"], at) if self.counts(member)]
        if not left:
            return self.empty(cond["every"])
        return all(found is not False for found in (self.cond(cond["that"], member) for member in left))

    def empty(self, name: Any) -> bool | None:
        said = text(self.data.get("sets", {}).get(text(name), {}).get("if_empty", "unknown"))
        if said in _WORDS:
            return _WORDS[said]
        if said == "not-applicable":
            return None
        raise OpenError

    def _compared(self, left: Mapping[str, Any], key: str, right: Any, at: _At) -> bool | None:
        if isinstance(right, list | tuple):
            return any(self._compared(left, key, one, at) for one in right)
        if "outcome" in left or "award" in left or left.get("its") in ("level", "verdict"):
            return self._rung(left, key, text(right), at)
        if "value" in left and text(left["value"]) in self.data.get("define", {}):
            return self._compared(self.data["define"][text(left["value"])], key, right, at)
        for form in ("count", "share", *_AGGREGATES):
            if form in left:
                return self._over_members(form, left, key, right, at)
        if "per" in left:
            return self._ratio(left, key, right, at)
        measure = self.measure(left, at)
        if measure.date and not isinstance(right, Mapping) and " " in text(right):
            right = add_duration(self.school.on, Duration.read(text(right)), back=True).isoformat()
            key = _FLIPPED[key]
        return _HOLDS[key](self.quantity(left, at), self.comparand(right, measure, at))

    def _rung(self, left: Mapping[str, Any], key: str, word: str, at: _At) -> bool:
        if left.get("its") == "verdict":
            return bool(self._word(word, at))
        if left.get("its") == "level":
            layer = self.tree.nodes[at.node or ""].layer
            return self._on_steps(layer["scale"], self.level(at.node or "", at.stage), key, word)
        if "award" in left:
            return word == "never" if key == "is" else key in ("at_most", "below")
        if left.get("side", self.school.side) != self.school.side:
            raise OpenError
        said = next(one for one in self.data["outcomes"] if text(one["id"]) == text(left["outcome"]))
        stands = self.outcome(said)
        return self._on_steps(said["ladder"], stands, key, word) if "ladder" in said else stands == word

    def _on_steps(self, scale: Any, reached: str | None, key: str, word: str) -> bool:
        steps = self.scale(scale)
        place = 0 if reached is None else steps.index(reached) + 1
        return _HOLDS[key](place, steps.index(word) + 1 if word in steps else 0)

    # -- over the members of a set ------------------------------------------------------------------------------

    def _over_members(self, form: str, left: Mapping[str, Any], key: str, right: Any, at: _At) -> bool | None:
        name = left[form]
        members = self.members(name, at)
        effect = self.effect(name)
        verdicts = form in ("count", "share")
        stays = effect in _WORDS if verdicts else effect not in ("drop", *_WORDS)
        left_over = [m for m in members if self.counts(m) or (stays and form not in ("lowest", "highest"))]
        measure = self.measure(left["of"], next(iter(members), at)) if "of" in left else _Measure()
        if not left_over and not (form == "count" and "that" not in left):
            said = text(self.data.get("sets", {}).get(text(name), {}).get("if_empty", "unknown"))
            if said in (*_WORDS, "unknown", "not-applicable"):
                return self.empty(name)
            return _HOLDS[key](Fraction(said), self.comparand(right, measure, at))
        wanted = self.comparand(right, measure, at)
        found = self._judged(form, left, left_over, effect)
        return _HOLDS[key](found, wanted)

    def _judged(self, form: str, left: Mapping[str, Any], members: list[_At], effect: str) -> Fraction:
        if form in ("count", "share"):
            return self._fulfilling(form, left, members, effect)
        pairs = list(self._weighed(left, members, effect))
        values = [value for value, _ in pairs]
        if not values:
            raise OpenError
        if form in ("lowest", "highest"):
            return min(values) if form == "lowest" else max(values)
        total = sum((value * weight for value, weight in pairs), Fraction(0))
        if form == "mean":
            weights = sum((weight for _, weight in pairs), Fraction(0))
            if weights <= 0:
                raise OpenError
            total /= weights
        return _rounded(total, left["round"]) if "round" in left else total

    def _fulfilling(self, form: str, left: Mapping[str, Any], members: list[_At], effect: str) -> Fraction:
        answers = []
        for member in members:
            here = member if self.counts(member) else replace(member, assume=_WORDS.get(effect))
            answers.append(True if "that" not in left else self.cond(left["that"], here))
        if form == "count":
            return Fraction(sum(answer is True for answer in answers))
        judged = [answer for answer in answers if answer is not None]
        if not judged:
            raise OpenError
        return Fraction(100 * sum(judged), len(judged))

    def _weighed(self, left: Mapping[str, Any], members: list[_At], effect: str) -> Iterator[tuple[Fraction, Fraction]]:
        for member in members:
            if "change" in left["of"] and member.before is None:
                continue
            weight = self.quantity(left["weight"], member) if "weight" in left else Fraction(1)
            yield (self.quantity(left["of"], member) if self.counts(member) else Fraction(effect)), weight

    def effect(self, name: Any) -> str:
        said = self.data.get("sets", {}).get(text(name), {})
        layer: Mapping[str, Any] = next(
            (one for one in self.data["layers"] if one["id"] == said.get("among", name)), {}
        )
        return text(said.get("not_applicable", layer.get("not_applicable", "drop")))

    def members(self, name: Any, at: _At) -> list[_At]:
        said = self.data.get("sets", {}).get(text(name), {})
        kind = text(said.get("among", name))
        if kind == "year":
            years = self._years(said)
            found = [replace(at, year=y, before=b, is_node=False) for y, b in zip(years, (None, *years), strict=False)]
        elif kind == "stage":
            if self.school.stages is None:
                raise OpenError
            found = [replace(at, stage=stage, is_node=False) for stage in self.school.stages]
        else:
            found = [_At(node=i, stage=at.stage, is_node=True) for i in self._chosen(said, kind, at)]
        return [m for m in found if "where" not in said or self.cond(said["where"], m) is True]

    def _chosen(self, said: Mapping[str, Any], kind: str, at: _At) -> Iterator[str]:
        within = at.node is not None and self.tree.nodes[at.node].layer.get("id") != kind
        ids = said.get("ids")
        if isinstance(ids, Mapping):
            ids = ids["values"].get(self.word(ids["by"], at), ids.get("otherwise", ()))
        for name in self.tree.of_layer(kind):
            tags = [text(tag) for tag in self.tree.nodes[name].said.get("tags", ())]
            if within and at.node not in list(self.tree.above(name))[1:]:
                continue
            if "tagged" in said and text(said["tagged"]) not in tags:
                continue
            if "untagged" in said and text(said["untagged"]) in tags:
                continue
            if name in map(text, said.get("except", ())) or (ids is not None and name not in map(text, ids)):
                continue
            yield name

    def _years(self, said: Mapping[str, Any]) -> list[str]:
        month, day = map(int, text(self.data.get("school_year", {}).get("begins", "01-01")).split("-"))
        following = self.school.on + dt.timedelta(days=1)
        newest = following.year - (1 if (following.month, following.day) >= (month, day) else 2)
        newest += text(said.get("running", "false")) == "true"
        return [school_year(newest - back) for back in reversed(range(int(text(said["last"]))))]

    # -- nodes ----------------------------------------------------------------------------------------------

    def counts(self, member: _At) -> bool:
        """Whether a member applies; a year or stage seen from a node does not leave with it."""
        return not member.is_node or self.applies(member.node or "", member.stage)

    def applies(self, name: str, stage: str | None) -> bool:
        key = ("applies", name, stage)
        if key not in self.kept:
            self.kept[key] = self._applies(name, stage)
        return self.kept[key]

    def _applies(self, name: str, stage: str | None) -> bool:
        node = self.tree.nodes[name]
        if "when" in node.said and not self.settled(node.said["when"], _At(node=name, stage=stage)):
            return False
        if self.school.findings.get((stage, name)) == "not-applicable":
            return False
        if node.parts and node.verdict == "met" and "met_if" not in node.said and "met_if" not in node.layer:
            return node.said.get("if_empty") != "not-applicable" or any(self.applies(p, stage) for p in node.parts)
        return True

    def met(self, at: _At) -> bool:
        key = ("met", at.node, at.stage)
        if key not in self.kept:
            self.kept[key] = self._met(at.node or "", _At(node=at.node, stage=at.stage))
        return self.kept[key]

    def _met(self, name: str, at: _At) -> bool:
        node = self.tree.nodes[name]
        rule = node.said.get("met_if", node.layer.get("met_if"))
        if rule is not None:
            return self.settled(rule, at)
        if node.parts:
            return self._group(name, node.parts, at.stage)
        return bool(self._found(name, at.stage) == "met")

    def _found(self, name: str, stage: str | None) -> Any:
        if (stage, name) not in self.school.findings:
            raise OpenError
        return self.school.findings[stage, name]

    def _group(self, name: str, parts: tuple[str, ...], stage: str | None) -> bool:
        left = [part for part in parts if self.applies(part, stage)]
        if left:
            return all(self.met(_At(node=part, stage=stage)) for part in left)
        said = text(self.tree.nodes[name].said.get("if_empty", "unknown"))
        if said not in _WORDS:
            raise OpenError
        return _WORDS[said]

    def level(self, name: str, stage: str | None) -> str | None:
        """Return the highest step that a node reaches, each with those below it."""
        node = self.tree.nodes[name]
        reached = None
        for step in self.scale(node.layer["scale"]):
            if step in node.levels:
                holds = self._group(name, node.levels[step], stage)
            else:
                holds = text(node.layer.get("no_text")) == "carries"
            if not holds:
                break
            reached = step
        return reached

    # -- quantities -------------------------------------------------------------------------------------------

    def measure(self, said: Mapping[str, Any], at: _At) -> _Measure:
        if "value" in said or "change" in said:
            name = text(said.get("value", said.get("change")))
            if name in self.data.get("define", {}):
                return self.measure(self.data["define"][name], at)
            return self._measure_of_input(self.data["inputs"][name])
        if said.get("its") == "points":
            most = self.tree.nodes[at.node or ""].said.get("points", 0)
            return _Measure(most=Fraction(text(most)))
        if said.get("its") in ("rating", "finding"):
            return self._measure_of_scale(self.tree.nodes[at.node or ""].layer.get("scale"))
        return _Measure()

    def _measure_of_input(self, said: Mapping[str, Any]) -> _Measure:
        kind = said["type"]
        if kind in ("yes_no", "decision"):
            return _Measure(_YES_NO)
        if kind == "choice":
            return _Measure(tuple(text(c["id"] if isinstance(c, Mapping) else c) for c in said["choices"]))
        if kind == "scale":
            return self._measure_of_scale(said["scale"])
        return _Measure(date=kind == "date")

    def _measure_of_scale(self, name: Any) -> _Measure:
        if name is None:
            return _Measure()
        scale = self.data["scales"][text(name)]
        if "steps" not in scale:
            return _Measure(most=Fraction(text(scale["to"])))
        below = (text(scale["not_reached"]["id"]),) if "not_reached" in scale else ()
        return _Measure((*below, *self.scale(name)))

    def comparand(self, said: Any, measure: _Measure, at: _At) -> Fraction:
        if not isinstance(said, Mapping):
            return measure.read(text(said))
        if "by" not in said:
            return self.quantity(said, at)
        if "values" in said:
            values = {text(k): v for k, v in said["values"].items()}
            return self.comparand(values.get(self.word(said["by"], at), said.get("otherwise")), measure, at)
        number = self.quantity({"value": said["by"]}, at)
        last = said["steps"][-1]
        step = next((s for s in said["steps"] if "up_to" in s and number <= Fraction(text(s["up_to"]))), last)
        return self.comparand(step["then"], measure, at)

    def quantity(self, said: Mapping[str, Any], at: _At) -> Fraction:
        """Return the value of a quantity; a ratio cannot be one."""
        if "change" in said:
            if at.before is None:
                raise OpenError
            here, earlier = {"value": said["change"]}, replace(at, year=at.before)
            return self.quantity(here, at) - self.quantity(here, earlier)
        if "value" in said:
            return self._value(text(said["value"]), at)
        if "its" in said:
            return self._its(said["its"], at)
        for form in ("count", "share", *_AGGREGATES):
            if form in said:
                members = [m for m in self.members(said[form], at) if self.counts(m)]
                return self._judged(form, said, members, self.effect(said[form]))
        return self.comparand(said, _Measure(), at)

    def _value(self, name: str, at: _At) -> Fraction:
        if name in self.data.get("define", {}):
            return self.quantity(self.data["define"][name], at)
        found = self.recorded(name, at)
        measure = self._measure_of_input(self.data["inputs"][name])
        if isinstance(found, Mapping):
            if not Fraction(text(found["of"])):
                raise OpenError
            share = Fraction(text(found["part"]))
            percent = text(self.data["inputs"][name].get("unit")) == "percent"
            return share * 100 / Fraction(text(found["of"])) if percent else share
        return measure.read(text(found))

    def _its(self, what: str, at: _At) -> Fraction:
        node = self.tree.nodes[at.node or ""]
        if what == "weight":
            return self.comparand(node.said["weight"], _Measure(), at)
        if "derive" in node.layer:
            return self.quantity(node.layer["derive"], at)
        return self.measure({"its": what}, at).read(text(self._found(node.id, at.stage)))

    def word(self, name: Any, at: _At) -> str:
        return text(self.recorded(text(name), at))

    def recorded(self, name: str, at: _At) -> Any:
        """Return what is recorded of an input where it is read."""
        each = self.data["inputs"][name].get("each", ())
        kinds = [text(kind) for kind in ([each] if isinstance(each, str) else each)]
        layers = [kind for kind in kinds if kind not in ("year", "stage")]
        member = next((i for i in self.tree.above(at.node) if self.tree.nodes[i].layer.get("id") in layers), None)
        stage = at.stage if "stage" in kinds else None
        key = (name, stage, member if layers else None, at.year if "year" in kinds else None)
        if key not in self.school.inputs:
            raise OpenError
        return self.school.inputs[key]

    def _ratio(self, left: Mapping[str, Any], key: str, right: Any, at: _At) -> bool:
        """Compare part with threshold times whole; a percentage where both have one unit (1.5)."""
        inputs = self.data["inputs"]
        value, per = text(left["value"]), text(left["per"])
        found = self.recorded(value, at)
        pair = isinstance(found, Mapping)
        part = Fraction(text(found["part"])) if pair else self._value(value, at)
        whole = Fraction(text(found["of"])) if pair else self._value(per, at)
        if whole <= 0:
            raise OpenError
        percent = "unit" in inputs[value] and inputs[value].get("unit") == inputs[per].get("unit")
        wanted = self.comparand(right, _Measure(), at)
        return _HOLDS[key](part * (100 if percent else 1), wanted * whole)


def _rounded(value: Fraction, said: Mapping[str, Any]) -> Fraction:
    """Round to a number of digits; ``half`` says where a half goes (1.5)."""
    unit = Fraction(10) ** -int(text(said["digits"]))
    scaled = value / unit
    low = math.floor(scaled)
    beyond = scaled - low
    if beyond != Fraction(1, 2):
        return (low + (beyond > Fraction(1, 2))) * unit
    up = {"away": scaled > 0, "even": low % 2 == 1, "up": True, "down": False}[said["half"]]
    return (low + up) * unit
