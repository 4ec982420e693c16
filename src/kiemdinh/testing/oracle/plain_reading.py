"""The plain reading: outcomes and awards of a school of which everything is known, worked out as plainly as possible.

It reads the definition as it is written, member by member with true and false, and shares nothing with the rules that
the engine lowers a definition to: where both agree, neither the loader nor the evaluator has changed the meaning
(semantics 1, 2).
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final

from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.testing.oracle.plain_definition import PlainDefinition, PlainMeasure, round_number
from kiemdinh.testing.oracle.plain_school import AbsentError, OpenError, PlainSchool, Position
from kiemdinh.testing.oracle.plain_tree import PlainTree, scalar_text

__all__ = ["PlainStanding", "read_plainly"]

_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
    "is": operator.eq,
}
_MIRRORED: Final = {"at_least": "at_most", "at_most": "at_least", "above": "below", "below": "above", "is": "is"}
_GROUPS: Final = ("all", "any", "not", "every")
_VALUE_AGGREGATES: Final = ("sum", "mean", "lowest", "highest")
_AGGREGATES: Final = ("count", "share", *_VALUE_AGGREGATES)
_VERDICTS: Final = {"met": True, "unmet": False}


@dataclass(frozen=True, slots=True)
class PlainStanding:
    """The standing of a school: its step or label by the id of each outcome, its grade by the id of each award.

    None stands for what is below all steps, and for an award that the school is not eligible for; an award without
    grades has its own id for its one grade. ``figures`` are the quantities that the definition shows, by stage and
    name: None where one does not apply; open figures are left out.
    """

    outcomes: Mapping[str, str | None]
    awards: Mapping[str, str | None]
    figures: Mapping[tuple[str | None, str], Fraction | None] = field(default_factory=dict)


def read_plainly(data: Mapping[str, Any], school: PlainSchool) -> PlainStanding:
    """Return the standing of *school* in each outcome and award of a definition as written.

    *data* is the definition as data of YAML. The cost is that of reading every condition for every member of a set;
    each question about a node is answered once.

    Raises
    ------
    OpenError
        Something is unknown, such as a share of nothing.
    """
    definition = PlainDefinition(data)
    parts = [_Reading(definition, school, stage) for stage in _assessed_stages(data, school)]
    outcomes: dict[str, str | None] = {}
    for outcome in data["outcomes"]:
        reached = [part.read_outcome(outcome) for part in parts]
        outcomes[scalar_text(outcome["id"])] = _lowest_step(reached, definition.steps_of(outcome))
    awards: dict[str, str | None] = {}
    for award in data.get("awards", ()):
        name = scalar_text(award["id"])
        reached = [part.read_award(award) for part in parts]
        awards[name] = _lowest_step(reached, definition.steps_of(award) or (name,))
    figures = {(part.stage, name): found for part in parts for name, found in part.read_figures()}
    return PlainStanding(outcomes, awards, figures)


def _assessed_stages(data: Mapping[str, Any], school: PlainSchool) -> tuple[str | None, ...]:
    """Return the stages that are assessed one by one; None means the school as a whole."""
    by_stage = data["subject"].get("assessed_by") == "stage"
    return (school.stages or (None,)) if by_stage else (None,)


def _lowest_step(reached: list[str | None], steps: tuple[str, ...]) -> str | None:
    """Return the step of the school by its stages: the lowest of theirs (semantics 2.6)."""
    if len(reached) == 1:
        return reached[0]
    return min(reached, key=lambda step: -1 if step is None else steps.index(step))


@dataclass(slots=True)
class _Reading:
    """One reading of a definition: for the school as one, or for one of its stages."""

    definition: PlainDefinition
    school: PlainSchool
    stage: str | None
    answers: dict[Any, bool] = field(default_factory=dict)
    """The answers so far about nodes: whether they apply, and whether they are met."""

    @property
    def tree(self) -> PlainTree:
        return self.definition.tree

    # -- outcomes and awards -----------------------------------------------------------------------------------

    def read_outcome(self, written: Mapping[str, Any]) -> str | None:
        """Return the highest step of a ladder, or the label of the first case that holds (semantics 2.1, 2.5)."""
        if "ladder" in written:
            return self._highest_step(written)
        at = Position(stage=self.stage)
        for case in written["cases"]:
            if self._decide(case["if"], at):
                return scalar_text(case["id"])
        return scalar_text(written["otherwise"]["id"])

    def read_award(self, written: Mapping[str, Any]) -> str | None:
        """Return the highest grade of an award, or its id where it has no grades; None where its needs do not hold."""
        if "ladder" in written:
            return self._highest_step(written)
        return scalar_text(written["id"]) if self._decide(written["needs"], Position(stage=self.stage)) else None

    def _highest_step(self, written: Mapping[str, Any]) -> str | None:
        """Return the highest step that holds with all those below it."""
        reached = None
        for step in self.definition.steps_of(written):
            if not self._decide(written["needs"][step], Position(stage=self.stage)):
                break  # whatever holds above does not count
            reached = step
        return reached

    def read_figures(self) -> Iterator[tuple[str, Fraction | None]]:
        """Yield the quantities that the definition shows; None for one that does not apply, nothing for one open."""
        for name in map(scalar_text, self.definition.data.get("shows", ())):
            try:
                yield name, self._read_figure(self.definition.find_defined(name))
            except AbsentError:
                yield name, None
            except OpenError:
                continue

    def _read_figure(self, written: Mapping[str, Any]) -> Fraction:
        at = Position(stage=self.stage)
        if "per" not in written:
            return self._read_quantity(written, at)
        numerator, denominator, in_percent = self._read_ratio(written, at)
        return numerator * (100 if in_percent else 1) / denominator

    # -- conditions: true, false, or None where they do not apply ----------------------------------------------

    def _decide(self, cond: Any, at: Position) -> bool:
        """Return whether a condition holds, where one that does not apply would leave the question open."""
        found = self._read_condition(cond, at)
        if found is None:
            raise OpenError
        return found

    def _read_condition(self, cond: Any, at: Position) -> bool | None:
        """Read a condition; parts of a group that do not apply drop out, and a group without others does not apply."""
        if not isinstance(cond, Mapping):
            return self._read_word(scalar_text(cond), at)
        kind = next((key for key in _GROUPS if key in cond), None)
        if kind in ("all", "any"):
            found = [one for one in (self._read_condition(part, at) for part in cond[kind]) if one is not None]
            return (all(found) if kind == "all" else any(found)) if found else None
        if kind == "not":
            inner = self._read_condition(cond["not"], at)
            return None if inner is None else not inner
        if kind == "every":
            return self._read_every(cond, at)
        answers = [self._compare(cond, key, cond[key], at) for key in _COMPARISONS if key in cond]
        return None if None in answers else all(answers)

    def _read_word(self, word: str, at: Position) -> bool | None:
        """Read ``met`` and ``unmet`` at a node, or the condition of this name in ``define``."""
        if word in _VERDICTS:
            met = at.assumed if at.assumed is not None else self._is_met(at)
            return met is _VERDICTS[word]
        return self._read_condition(self.definition.data["define"][word], at)

    def _read_every(self, cond: Mapping[str, Any], at: Position) -> bool | None:
        """Read a condition over every member of a set; a member to which it does not apply does not fail it."""
        counted = [member for member in self._list_members(cond["every"], at) if self._is_counted(member)]
        answers = [self._read_condition(cond["that"], member) for member in counted]
        # Members that do not apply have dropped out; if none remain, the group is empty (1.8).
        if all(answer is None for answer in answers):
            return self._read_empty_set(cond["every"])
        return False not in answers

    def _read_empty_set(self, name: Any) -> bool | None:
        """Return the truth of a condition over a set without members: as the set says, else it is open."""
        written = scalar_text(self.definition.set_named(name).get("if_empty", "unknown"))
        if written in _VERDICTS:
            return _VERDICTS[written]
        if written == "not-applicable":
            return None
        raise OpenError

    # -- comparisons -------------------------------------------------------------------------------------------

    def _compare(self, left: Mapping[str, Any], key: str, right: Any, at: Position) -> bool | None:
        """Compare a quantity or a standing with the value after a comparator; a list means any of its items."""
        if isinstance(right, list | tuple):  # "is: [a, b]" holds where one of them does
            answers = [self._compare(left, key, one, at) for one in right]
            return None if None in answers else any(answers)
        if "outcome" in left or "award" in left or left.get("its") in ("level", "verdict"):
            return self._compare_standing(left, key, scalar_text(right), at)
        defined = self.definition.find_defined(left["value"]) if "value" in left else None
        if defined is not None:
            return self._compare(defined, key, right, at)
        for form in _AGGREGATES:
            if form in left:
                return self._compare_aggregate(form, left, key, right, at)
        if "change" in left and at.year_before is None:
            return None  # the first year of a set has none before it to change from, so there is nothing to compare
        if "per" in left:
            return self._compare_ratio(left, key, right, at)
        measure = self.definition.measure_of(left, at.node)
        if measure.is_date and not isinstance(right, Mapping) and " " in scalar_text(right):
            # A length of time: "at least 5 years" ago is a date from which 5 years on is no later than the assessment.
            since = dt.date.fromordinal(int(self._read_quantity(left, at)))
            until = add_duration(since, Duration.read(scalar_text(right)))
            return _COMPARISONS[_MIRRORED[key]](until, self.school.date)
        return _COMPARISONS[key](self._read_quantity(left, at), self._read_comparand(right, measure, at))

    def _compare_standing(self, left: Mapping[str, Any], key: str, word: str, at: Position) -> bool | None:
        """Compare a verdict, the level of a node, an outcome or an award with a word."""
        if left.get("its") == "verdict":
            return bool(self._read_word(word, at))
        if left.get("its") == "level":
            return self._compare_level(key, word, at)
        if "/" in scalar_text(left.get("outcome", "")):
            return self._compare_outcome_elsewhere(scalar_text(left["outcome"]), key, word, at)
        if "award" in left and "/" in str(left["award"]):
            return self._compare_awards_elsewhere(left, key, word, at)
        if "award" in left:  # a school of which everything is known holds no award
            return word == "never" if key == "is" else key in ("at_most", "below")
        if left.get("side", self.school.side) != self.school.side:
            raise OpenError  # everything was found by one side, so nothing is known by the other alone
        outcomes = self.definition.data["outcomes"]
        written = next(one for one in outcomes if scalar_text(one["id"]) == scalar_text(left["outcome"]))
        reached = self.read_outcome(written)
        return self._compare_steps(written["ladder"], reached, key, word) if "ladder" in written else reached == word

    # -- other frameworks --------------------------------------------------------------------------------------

    def _compare_outcome_elsewhere(self, of: str, key: str, word: str, at: Position) -> bool:
        """Compare an outcome of another framework: of the current member, else of the subject (semantics 6.5)."""
        if at.member is None:
            stages = (self.school.stages or (None,)) if at.stage is None else (at.stage,)
        else:
            stages = at.member.stages or (None,)
        found = [scalar_text(self.school.result(of, at.member, stage)) for stage in stages]
        if self.definition.has_labels(of):
            if len(set(found)) > 1:
                raise OpenError
            return found[0] == word
        steps = self.definition.steps_elsewhere(of)
        lowest = min(_rank_among(steps, one) for one in found)
        return _COMPARISONS[key](lowest, _rank_among(steps, word))

    def _compare_awards_elsewhere(self, left: Mapping[str, Any], key: str, word: str, at: Position) -> bool:
        """Compare awards of other frameworks that are taken as equal: one of them is enough."""
        awards = left["award"] if isinstance(left["award"], list | tuple) else [left["award"]]
        names = [scalar_text(award) for award in awards]
        if "for" in left or not all("/" in name for name in names):
            raise OpenError
        whose = (None, None) if at.member is None else (at.member.kind, at.member.id)
        held = {name: self.school.held[name, *whose] for name in names if (name, *whose) in self.school.held}
        if word in ("held", "never", "revoked"):
            return bool(held) if word == "held" else word == "never" and not held
        # The grades are those of the first award; grades of the others count by the same words.
        steps = self.definition.steps_elsewhere(names[0])
        ranks = [0]
        for name, grade in held.items():
            own = self.definition.steps_elsewhere(name)
            reached = own[: _rank_among(own, scalar_text(grade))]
            ranks += [_rank_among(steps, step) for step in reached]
        return _COMPARISONS[key](max(ranks), _rank_among(steps, word))

    def _compare_steps(self, scale: Any, reached: str | None, key: str, word: str) -> bool:
        """Compare two steps of a scale by their rank; what is below all steps has rank 0."""
        steps = self.definition.steps_of_scale(scale)
        rank = 0 if reached is None else steps.index(reached) + 1
        return _COMPARISONS[key](rank, steps.index(word) + 1 if word in steps else 0)

    def _compare_ratio(self, left: Mapping[str, Any], key: str, right: Any, at: Position) -> bool:
        """Compare the numerator with threshold times denominator; a percentage where both have one unit (1.5)."""
        numerator, denominator, in_percent = self._read_ratio(left, at)
        threshold = self._read_comparand(right, PlainMeasure(in_percent=in_percent), at)
        # Multiplied and not divided: it is the comparison that 1.5 prescribes, and needs no rounding.
        return _COMPARISONS[key](numerator * (100 if in_percent else 1), threshold * denominator)

    def _read_ratio(self, left: Mapping[str, Any], at: Position) -> tuple[Fraction, Fraction, bool]:
        """Return the two numbers of a ratio, and whether they have one unit."""
        inputs = self.definition.data["inputs"]
        value, per = scalar_text(left["value"]), scalar_text(left["per"])
        found = self._find_record(value, at)
        is_share = isinstance(found, Mapping)
        numerator = Fraction(scalar_text(found["part"])) if is_share else self._read_value(value, at)
        denominator = Fraction(scalar_text(found["of"])) if is_share else self._read_value(per, at)
        if denominator <= 0:
            raise OpenError
        return numerator, denominator, "unit" in inputs[value] and inputs[value].get("unit") == inputs[per].get("unit")

    def _read_comparand(self, written: Any, measure: PlainMeasure, at: Position) -> Fraction:
        """Return what a quantity is compared with: a literal, another quantity, or an entry of a table."""
        if not isinstance(written, Mapping):
            return measure.read(scalar_text(written))
        if "by" not in written:
            return self._read_quantity(written, at)
        if "values" in written:
            values = {scalar_text(k): v for k, v in written["values"].items()}
            entry = values.get(self._word_of_input(written["by"], at), written.get("otherwise"))
            return self._read_comparand(entry, measure, at)
        number = self._read_quantity({"value": written["by"]}, at)
        # The last step has no upper bound.
        bounded = (s for s in written["steps"] if "up_to" in s and number <= Fraction(scalar_text(s["up_to"])))
        step = next(bounded, written["steps"][-1])
        return self._read_comparand(step["then"], measure, at)

    # -- over the members of a set -----------------------------------------------------------------------------

    def _compare_aggregate(self, form: str, left: Mapping[str, Any], key: str, right: Any, at: Position) -> bool | None:
        """Compare the count, share, sum, mean, lowest or highest over a set; empty sets have a rule of their own."""
        name = left[form]
        measure = PlainMeasure(in_percent=form == "share")
        if form in ("mean", "lowest", "highest"):
            first = next(iter(self._list_members(name, at)), at)  # all members have one measure
            measure = self.definition.measure_of(left["of"], first.node)
        found = self._read_aggregate(form, left, at)
        if found is None:
            if_empty = scalar_text(self.definition.set_named(name).get("if_empty", "unknown"))
            if if_empty in (*_VERDICTS, "unknown", "not-applicable"):
                return self._read_empty_set(name)
            found = Fraction(if_empty)
        return _COMPARISONS[key](found, self._read_comparand(right, measure, at))

    def _read_aggregate(self, form: str, left: Mapping[str, Any], at: Position) -> Fraction | None:
        """Return an aggregate over a set; None where no members remain."""
        effect = self.definition.effect_of_not_applicable(left[form])
        # A member that does not apply stays with a verdict in a count or share, and with a number in a sum or mean.
        stays = effect in _VERDICTS if form in ("count", "share") else effect not in ("drop", *_VERDICTS)
        stays = stays and form not in ("lowest", "highest")
        members = [m for m in self._list_members(left[form], at) if stays or self._is_counted(m)]
        return self._aggregate(form, left, members, effect)

    def _aggregate(self, form: str, left: Mapping[str, Any], members: list[Position], effect: str) -> Fraction | None:
        """Return the count, share, sum, mean, lowest or highest over *members*; None where none of them remain.

        *effect* says how a member counts that does not apply.
        """
        if form in ("count", "share"):
            return self._count_members(form, left, members, effect)
        pairs = list(self._weighted_values(left, members, effect))
        values = [value for value, _ in pairs]
        if not values:
            return None
        if form in ("lowest", "highest"):
            return min(values) if form == "lowest" else max(values)
        total = sum((value * weight for value, weight in pairs), Fraction(0))
        if form == "mean":
            weights = sum((weight for _, weight in pairs), Fraction(0))
            if weights <= 0:
                return None
            total /= weights
        return round_number(total, left["round"]) if "round" in left else total

    def _count_members(
        self, form: str, left: Mapping[str, Any], members: list[Position], effect: str
    ) -> Fraction | None:
        """Return how many members fulfil the condition ``that``, or what percentage of those it applies to.

        The result is None where it applies to none of them; a count without a condition is then 0.
        """
        answers, weights = [], []
        for member in members:
            # A member that does not apply counts with the verdict that the set gives it (1.7).
            here = replace(member, if_not_asked=_VERDICTS.get(effect))
            here = here if self._is_counted(member) else replace(here, assumed=_VERDICTS.get(effect))
            answers.append(True if "that" not in left else self._read_condition(left["that"], here))
            weights.append(self._read_quantity(left["weight"], member) if "weight" in left else Fraction(1))
        judged = [(answer, weight) for answer, weight in zip(answers, weights, strict=True) if answer is not None]
        total = sum((weight for _, weight in judged), Fraction(0))
        if "that" in left and total <= 0:
            return None
        met = sum((weight for answer, weight in judged if answer), Fraction(0))
        return met if form == "count" else met * 100 / total

    def _weighted_values(
        self, left: Mapping[str, Any], members: list[Position], effect: str
    ) -> Iterator[tuple[Fraction, Fraction]]:
        """Yield the value and the weight of each member."""
        for member in members:
            if "change" in left["of"] and member.year_before is None:
                continue  # the first year of a set has none before it to change from
            weight = self._read_quantity(left["weight"], member) if "weight" in left else Fraction(1)
            if not self._is_counted(member):
                yield Fraction(effect), weight
                continue
            try:
                yield self._read_quantity(left["of"], member), weight
            except AbsentError:  # the quantity applies to nothing of this member, so that the member drops out
                continue

    def _list_members(self, name: Any, at: Position) -> list[Position]:
        """Return the members of a set, each as the position at which conditions over it are read."""
        written = self.definition.set_named(name)
        kind = scalar_text(written.get("among", name))
        if kind == "year":
            years = list(self.definition.school_years(written, self.school.date))
            pairs = zip(years, (None, *years), strict=False)
            found = [replace(at, year=year, year_before=before, is_node=False) for year, before in pairs]
        elif kind == "stage":
            if self.school.stages is None:
                raise OpenError
            found = [replace(at, stage=stage, is_node=False) for stage in self.school.stages]
        elif kind in self.definition.data["subject"].get("has", ()) and kind not in self.tree.layer_ids:
            found = [Position(stage=at.stage, member=member) for member in self.school.members.get(kind, ())]
        else:
            found = [Position(node=i, stage=at.stage, is_node=True) for i in self._select_nodes(written, kind, at)]
        return [m for m in found if "where" not in written or self._read_condition(written["where"], m) is True]

    def _select_nodes(self, written: Mapping[str, Any], layer: str, at: Position) -> Iterator[str]:
        """Yield the nodes of *layer* that a set selects; if it is read at a node above them, only those below it."""
        within = at.node is not None and self._stands_above(at.node, layer)
        ids = written.get("ids")
        if isinstance(ids, Mapping):
            ids = ids["values"].get(self._word_of_input(ids["by"], at), ids.get("otherwise", ()))
        for name in self.tree.nodes_of_layer(layer):
            if within and at.node not in list(self.tree.node_and_ancestors(name))[1:]:
                continue
            if self.definition.has_member(written, name) and (ids is None or name in map(scalar_text, ids)):
                yield name

    def _stands_above(self, node: str, layer: str) -> bool:
        """Whether nodes of *layer* can be below *node*: its own layer encloses *layer*, or some of them are there."""
        own = self.tree.nodes[node].layer.get("id")
        if own == layer:
            return False
        enclosing = {one["id"]: one.get("in") for one in self.tree.layers}
        outer = enclosing.get(layer)
        while outer is not None and outer != own:
            outer = enclosing.get(outer)
        members = self.tree.nodes_of_layer(layer)
        return outer is not None or any(node in list(self.tree.node_and_ancestors(name))[1:] for name in members)

    # -- nodes -------------------------------------------------------------------------------------------------

    def _is_counted(self, member: Position) -> bool:
        """Whether a member applies; a year or stage that is read at a node does not drop out with the node."""
        return not member.is_node or self._is_applicable(member.node or "", member.stage)

    def _is_applicable(self, name: str, stage: str | None) -> bool:
        key = ("applies", name, stage)
        if key not in self.answers:
            self.answers[key] = self._read_applicability(name, stage)
        return self.answers[key]

    def _read_applicability(self, name: str, stage: str | None) -> bool:
        """Return whether a node applies: its ``when`` holds, no finding denies it, and it is not an empty group."""
        node = self.tree.nodes[name]
        if "when" in node.written and not self._decide(node.written["when"], Position(node=name, stage=stage)):
            return False
        if self.school.findings.get((stage, name)) == "not-applicable":
            return False
        if node.parts and node.verdict == "met" and "met_if" not in node.written and "met_if" not in node.layer:
            stays = node.written.get("if_empty") != "not-applicable"
            return stays or any(self._is_applicable(part, stage) for part in node.parts)
        return True

    def _is_met(self, at: Position) -> bool:
        key = ("met", at.node, at.stage)
        if key not in self.answers:
            self.answers[key] = self._read_verdict(at.node or "", Position(node=at.node, stage=at.stage))
        return self.answers[key]

    def _read_verdict(self, name: str, at: Position) -> bool:
        """Return whether a node is met: by its rule, else by its parts, else by the finding about it."""
        node = self.tree.nodes[name]
        rule = node.written.get("met_if", node.layer.get("met_if"))
        if rule is not None:
            return self._decide(rule, at)
        if node.parts:
            return self._is_group_met(name, node.parts, at.stage)
        return bool(self.school.finding(name, at.stage) == "met")

    def _is_group_met(self, name: str, parts: tuple[str, ...], stage: str | None) -> bool:
        """Return whether all parts that apply are met; if none applies, the node says what holds."""
        applicable = [part for part in parts if self._is_applicable(part, stage)]
        if applicable:
            return all(self._is_met(Position(node=part, stage=stage)) for part in applicable)
        if_empty = scalar_text(self.tree.nodes[name].written.get("if_empty", "unknown"))
        if if_empty not in _VERDICTS:
            raise OpenError
        return _VERDICTS[if_empty]

    def _read_level(self, name: str, stage: str | None) -> str | None:
        """Return the highest step that a node reaches, each with those below it; None below all."""
        node = self.tree.nodes[name]
        reached = None
        for step in self.definition.steps_of_scale(node.layer["scale"]):
            # A step without requirements of its own holds with the one below where the layer says "carries".
            if step in node.levels:
                holds = self._is_group_met(name, node.levels[step], stage)
            else:
                holds = scalar_text(node.layer.get("no_text")) == "carries"
            if not holds:
                break
            # A step below the first text asks nothing, and is not given by itself (2.3).
            if step in node.levels or reached is not None:
                reached = step
        return reached

    def _compare_level(self, key: str, word: str, at: Position) -> bool | None:
        """Compare the level of a node; one without text there or below counts as its set says, else leaves the rule."""
        node = self.tree.nodes[at.node or ""]
        scale, assumed = node.layer["scale"], at.assumed
        steps = self.definition.steps_of_scale(scale)
        asked = steps.index(word) if word in steps else -1
        if key in ("above", "at_most") or (key == "is" and asked < 0):
            asked += 1  # "at most l1" is: does not reach l2
        is_asked = any(step in node.levels for step in steps[: asked + 1])
        if 0 <= asked < len(steps) and not is_asked and scalar_text(node.layer.get("no_text")) == "carries":
            assumed = at.if_not_asked if assumed is None else assumed
            if assumed is None:
                return None
        if assumed is not None:
            return self._compare_steps(scale, steps[-1] if assumed else None, key, word)
        return self._compare_steps(scale, self._read_level(node.id, at.stage), key, word)

    # -- quantities --------------------------------------------------------------------------------------------

    def _read_quantity(self, written: Mapping[str, Any], at: Position) -> Fraction:
        """Return the value of a quantity; a ratio has none, since it can only be compared."""
        if "change" in written:
            if at.year_before is None:
                raise OpenError
            value, earlier = {"value": written["change"]}, replace(at, year=at.year_before)
            return self._read_quantity(value, at) - self._read_quantity(value, earlier)
        if "value" in written:
            return self._read_value(scalar_text(written["value"]), at)
        if "its" in written:
            return self._read_property(written["its"], at)
        for form in _AGGREGATES:
            if form in written:
                return self._calculate(form, written, at)
        return self._read_comparand(written, PlainMeasure(), at)

    def _calculate(self, form: str, written: Mapping[str, Any], at: Position) -> Fraction:
        """Return an aggregate for use in a calculation; a count or sum of nothing is 0."""
        found = self._read_aggregate(form, written, at)
        if found is not None or form in ("count", "sum"):
            return found or Fraction(0)
        if_empty = scalar_text(self.definition.set_named(written[form]).get("if_empty", "unknown"))
        if if_empty == "not-applicable":
            raise AbsentError
        if if_empty in (*_VERDICTS, "unknown"):
            raise OpenError
        return Fraction(if_empty)

    def _read_value(self, name: str, at: Position) -> Fraction:
        """Return the value of an input, or of the quantity of this name in ``define``."""
        defined = self.definition.find_defined(name)
        if defined is not None:
            return self._read_quantity(defined, at)
        found = self._find_record(name, at)
        if not isinstance(found, Mapping):
            return self.definition.measure_of_input(name).read(scalar_text(found))
        denominator = Fraction(scalar_text(found["of"]))
        if not denominator:
            raise OpenError
        # A share counts in percent where the input is given in percent, else as a fraction of 1.
        share = Fraction(scalar_text(found["part"]))
        in_percent = scalar_text(self.definition.data["inputs"][name].get("unit")) == "percent"
        return share * 100 / denominator if in_percent else share

    def _read_property(self, what: str, at: Position) -> Fraction:
        """Return the weight, points, rating or finding of a node."""
        node = self.tree.nodes[at.node or ""]
        if what == "weight":
            return self._read_comparand(node.written["weight"], PlainMeasure(), at)
        if "derive" in node.layer:  # points that come from other nodes and not from a finding
            return self._read_quantity(node.layer["derive"], at)
        found = self.school.finding(node.id, at.stage)
        return self.definition.measure_of({"its": what}, at.node).read(scalar_text(found))

    def _word_of_input(self, name: Any, at: Position) -> str:
        return scalar_text(self._find_record(scalar_text(name), at))

    def _find_record(self, name: str, at: Position) -> Any:
        """Return the record of an input at a position, by stage, member and year as the input is declared."""
        if name in self.definition.data.get("parameters", {}):
            return self.definition.value_of_parameter(name)
        each = self.definition.data["inputs"][name].get("each", ())
        kinds = [scalar_text(kind) for kind in ([each] if isinstance(each, str) else each)]
        year = at.year if "year" in kinds else None
        if any(kind in self.definition.data["subject"].get("has", ()) for kind in kinds if kind != "stage"):
            return self._find_record_of_member(name, kinds, year, at)
        layers = [kind for kind in kinds if kind not in ("year", "stage")]
        nodes = self.tree.node_and_ancestors(at.node)
        member = next((i for i in nodes if self.tree.nodes[i].layer.get("id") in layers), None) if layers else None
        return self.school.record(name, at.stage if "stage" in kinds else None, member, year)

    def _find_record_of_member(self, name: str, kinds: list[str], year: str | None, at: Position) -> Any:
        """Return the record of an input of the current member."""
        if at.member is None or "stage" in kinds or (name, year) not in at.member.inputs:
            raise OpenError
        return at.member.inputs[name, year]


def _rank_among(steps: tuple[str, ...], word: str) -> int:
    """Return the place of a word among steps, from 1; 0 for what is below them."""
    return steps.index(word) + 1 if word in steps else 0
