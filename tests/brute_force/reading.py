"""A plain reader of a definition as it is written, where everything is known or can be asked for."""

import operator
from fractions import Fraction
from functools import cache

from brute_force.completions import OpenError, every_result
from brute_force.records import OPEN, Records

COMPARE = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
    "is": operator.eq,
}
WORDS = {"met": True, "unmet": False, "true": True, "false": False}
AGGREGATES = ("sum", "mean", "lowest", "highest")


def listed(said):
    """Several words, or a single one without brackets, as a list."""
    return [said] if isinstance(said, str) else said


def rounded(number, said):
    """A number rounded half up or half down to some digits."""
    scaled = number * 10 ** said["digits"]
    half = Fraction(1, 2)
    whole = (scaled + half) // 1 if said["half"] == "up" else -((half - scaled) // 1)
    return Fraction(whole) / 10 ** said["digits"]


def share_of(judged):
    """The weight of what is met, and of all to which the question applies."""
    counted = [(answer, weight) for answer, weight in judged if answer is not None]
    return sum((w for answer, w in counted if answer), Fraction(0)), sum((w for _, w in counted), Fraction(0))


class Definition:
    """A definition as it is written, its tree laid flat."""

    def __init__(self, said):
        self.said = said
        self.constant = {}
        self.layers = {layer["id"]: layer for layer in said["layers"]}
        self.nodes = {}
        for node in said["tree"]:
            self._add(node, None, None)
        self.context = {name for name, given in said.get("inputs", {}).items() if given["type"] == "choice"}
        self.context |= {name for name, given in said.get("inputs", {}).items() if given.get("given")}
        self.held_against = set()
        self._find_context(said, reads=False)

    def _add(self, node, parent, step):
        """Add a node and all below it: its parent, its layer, the names of its parts, and those by level."""
        inside = self.nodes[parent]["layer"] if parent else None
        layer = None
        if step is None and (parent is None or inside):
            above = inside["id"] if inside else None
            layer = next((one for one in self.said["layers"] if one.get("in") == above), None)
        name = node["id"] if layer else "/".join(part for part in (parent, step, node["id"]) if part)
        entry = self.nodes[name] = {"said": node, "parent": parent, "layer": layer, "step": step}
        entry["parts"] = [self._add(part, name, None) for part in node.get("parts", ())]
        levels = node.get("levels", {})
        if "wording" in node and layer and layer["verdict"] == "level":
            # All that a level asks, whatever it is, is one requirement (4.2).
            levels = {step: [{"id": "whole"}] for step in self.steps(layer["scale"])}
        entry["levels"] = {level: [self._add(part, name, level) for part in parts] for level, parts in levels.items()}
        return name

    def _find_context(self, said, *, reads):
        """Whatever a when, a where, or the ``by`` of a table reads is context (Words)."""
        if isinstance(said, list):
            for one in said:
                self._find_context(one, reads=reads)
        elif isinstance(said, dict):
            if reads and isinstance(said.get("value"), str):
                self.context.add(said["value"])
            if "by" in said and ("values" in said or "steps" in said):
                self.context.add(said["by"])
            others = [said[key]["value"] for key in COMPARE if isinstance(said.get(key), dict) and "value" in said[key]]
            self.held_against.update([*others, said.get("value")] if others else ())
            for key, one in said.items():
                self._find_context(one, reads=reads or key in ("when", "where"))

    def verdict(self, name):
        layer = self.nodes[name]["layer"]
        return layer.get("verdict") if layer else "met"

    def steps(self, scale):
        return [step["id"] for step in self.said["scales"][scale]["steps"]]

    def words(self, scale):
        """The steps of a scale, what lies below them first."""
        below = self.said["scales"][scale].get("not_reached")
        return ([below["id"]] if below else []) + self.steps(scale)

    def set_named(self, name):
        return self.said.get("sets", {}).get(name, {"among": name})

    def effect(self, name):
        """How a member of a set counts that does not apply."""
        found = self.set_named(name)
        return found.get("not_applicable", self.layers.get(found["among"], {}).get("not_applicable", "drop"))

    def input_values(self, name):
        """All that an input can be; of a number, points close enough to tell its bounds apart."""
        given = self.said["inputs"][name]
        if given["type"] == "yes_no":
            return [Fraction(0), Fraction(1)]
        if given["type"] == "choice":
            return [Fraction(i) for i in range(len(given["choices"]))]
        if given["type"] == "scale":
            return [Fraction(i) for i in range(len(self.words(given["scale"])))]
        # Between two recorded numbers two others fit, so that numbers held against each other stand in every order.
        step = Fraction(1, 6) if name in self.held_against else Fraction(1, 2)
        return _grid(given["range"]["from"], given["range"]["to"], given.get("step", step))

    def input_number(self, name, word):
        """A recorded value or a literal as a number: of a word its place."""
        given = self.said["inputs"][name]
        if given["type"] == "yes_no":
            return Fraction(["false", "true"].index(str(word).lower()))
        if given["type"] == "choice":
            return Fraction(given["choices"].index(word))
        if given["type"] == "scale":
            return Fraction(self.words(given["scale"]).index(word))
        return Fraction(str(word))

    def score_values(self, name):
        """All that the rating or the points of a node can be."""
        if self.verdict(name) == "points":
            return _grid(0, self.nodes[name]["said"]["points"], Fraction(1, 4))
        scale = self.said["scales"][self.nodes[name]["layer"]["scale"]]
        if "steps" in scale:
            return [Fraction(i) for i in range(len(self.words(self.nodes[name]["layer"]["scale"])))]
        return _grid(scale["from"], scale["to"], scale.get("step", Fraction(1, 4)))

    def score_number(self, name, word):
        if self.verdict(name) == "rating" and "steps" in self.said["scales"][self.nodes[name]["layer"]["scale"]]:
            return Fraction(self.words(self.nodes[name]["layer"]["scale"]).index(word))
        text = str(word)
        if text.endswith("%"):
            return Fraction(text[:-1]) * self.most(name) / 100
        return Fraction(text)

    def most(self, name):
        if self.verdict(name) == "points":
            return Fraction(self.nodes[name]["said"]["points"])
        return Fraction(self.said["scales"][self.nodes[name]["layer"]["scale"]]["to"])

    def inputs_measured(self, cond):
        """The inputs that a condition reads otherwise than as a whole or to choose an entry of a table."""
        if isinstance(cond, list):
            return {name for one in cond for name in self.inputs_measured(one)}
        if not isinstance(cond, dict):
            return set()
        found = {cond["value"]} if isinstance(cond.get("value"), str) else set()
        return found | {name for one in cond.values() for name in self.inputs_measured(one)}

    def inputs_read(self, cond):
        """The inputs that a condition reads anywhere."""
        if isinstance(cond, list):
            return {name for one in cond for name in self.inputs_read(one)}
        if not isinstance(cond, dict):
            return set()
        found = {cond[key] for key in ("value", "per") if isinstance(cond.get(key), str)}
        if "by" in cond:
            found.add(cond["by"])
        return found | {name for one in cond.values() for name in self.inputs_read(one)}


@cache
def _grid(low, high, step):
    count = (Fraction(high) - Fraction(low)) / Fraction(step)
    return [Fraction(low) + i * Fraction(step) for i in range(int(count) + 1)]


class Reader:
    """Reads one stage of one school in one world; ``stage`` is None for the school as one."""

    def __init__(self, definition, records, stage, stages, world):
        self.d, self.records, self.stage, self.stages, self.world = definition, records, stage, stages, world
        self.answers = {}
        self.if_not_asked = None

    # -- what is open ------------------------------------------------------------------------------------------

    def ask(self, atom, values, *, for_school=False):
        """What something open turns out to be in this world; without a record each stage has its own."""
        key = (None if for_school else self.stage, *atom)
        if key not in self.world:
            raise OpenError(key, values)
        return self.world[key]

    # -- inputs ------------------------------------------------------------------------------------------------

    def speaking_of_input(self, name, stage):
        return self.records.speaking(self.records.inputs, name, stage)

    def number(self, name, stage):
        speaking = self.speaking_of_input(name, stage)
        if speaking is not None and speaking.content is not OPEN:
            return self.d.input_number(name, speaking.content)
        for_school = speaking is not None and speaking.for_school
        key = (None if for_school else stage, "input", name)
        if key not in self.world:
            raise OpenError(key, self.d.input_values(name))
        return self.world[key]

    # -- nodes -------------------------------------------------------------------------------------------------

    def once(self, key, read):
        """What ``read`` returns, read once in this world."""
        if key not in self.answers:
            self.answers[key] = read()
        return self.answers[key]

    def applies(self, node):
        return self.once(("applies", node), lambda: self._applies(node))

    def _applies(self, node):
        said = self.d.nodes[node]["said"]
        rule = "when" not in said or self.holds(said["when"], node)
        entry = self.d.nodes[node]
        if said.get("if_empty") == "not-applicable" and entry["parts"]:
            rule = rule and any(self.applies(part) for part in entry["parts"])
        speaking = self.speaking_of_node(node)
        if not said.get("may_not_apply") or speaking is None or not speaking.clashing & {"not-applicable", "unknown"}:
            return rule
        if speaking.clashing == {"not-applicable"}:
            return False
        # Unknown leaves open whether it applies, and so do records that clash about it (1.7).
        return rule and self.ask(("applies", node), [False, True], for_school=speaking.for_school)

    def speaking_of_node(self, node):
        return self.records.speaking(self.records.findings, node, self.stage)

    def is_metric(self, node):
        return "met_if" in self.d.nodes[node]["said"]

    def has_figure(self, node):
        condition = self.d.nodes[node]["said"]["met_if"]
        names, measured = self.d.inputs_read(condition), self.d.inputs_measured(condition)
        deciding = (measured - self.d.context) or measured or names
        return any(self.speaking_of_input(name, self.stage) is not None for name in deciding)

    def is_decided_by_figure(self, node):
        """Whether a figure speaks of a requirement, or must (3.4)."""
        return self.is_metric(node) and (
            self.has_figure(node) or self.d.nodes[node]["said"].get("demands_figure", False)
        )

    def met(self, node):
        return self.once(("met", node), lambda: self._met(node))

    def _met(self, node):
        entry = self.d.nodes[node]
        if self.is_metric(node):
            speaking = self.speaking_of_node(node)
            if self.is_decided_by_figure(node) or speaking is None:
                return self.holds(entry["said"]["met_if"], node)
            return self.found(node, speaking)
        rule = (entry["layer"] or {}).get("met_if")
        if rule is not None:
            return self.holds(rule, node)
        if entry["parts"]:
            return self.step(node, None, lambda part_met: self.group(node, entry["parts"], part_met))
        return self.found(node, self.speaking_of_node(node))

    def found(self, node, speaking):
        """What a finding says of a node that nothing lies below."""
        content = OPEN if speaking is None else speaking.content
        if content in ("met", "unmet"):
            return WORDS[content]
        return self.ask(("met", node), [False, True], for_school=speaking is not None and speaking.for_school)

    def group(self, node, parts, part_met):
        present = [part for part in parts if self.applies(part)]
        if not present:
            return WORDS[self.d.nodes[node]["said"]["if_empty"]]
        return all(part_met(part) for part in present)

    def reaches(self, node, step):
        """Whether a node reaches a level: its conditions for it and for each below hold (2.3)."""
        return self.once(("reaches", node, step), lambda: self._reaches(node, step))

    def _reaches(self, node, step):
        entry = self.d.nodes[node]
        for one in self.d.steps(entry["layer"]["scale"]):
            if one in entry["levels"]:
                parts = entry["levels"][one]
                if not self.step(node, one, lambda part_met, parts=parts: self.group(node, parts, part_met)):
                    return False
            elif entry["layer"].get("no_text") == "fails":
                return False
            if one == step:
                return True
        raise AssertionError(step)

    # -- claims (3.7, 3.9) ---------------------------------------------------------------------------------------

    def step(self, node, step, by_parts):
        """What a step of a node is, or the node as a whole: by its claims and what ranks above them, else by parts."""
        claims = {side: self.claim(node, step, side) for side in ("external", "self")}
        external, own = claims["external"], claims["self"]
        if external and external[0].has_ended and own and own[0].date > external[0].date:
            claims["external"] = []
        side = "external" if claims["external"] else "self"
        if not claims[side]:
            return by_parts(self.met)
        truths = {self.claimed(node, step, record) for record in claims[side]}
        truth = OPEN if len(truths) > 1 or claims[side][0].has_ended else next(iter(truths))
        for_school = all(record.stage is None for record in claims[side])

        def by_what_is_above(default):
            return by_parts(lambda part: self.above(part, side, default))

        lowest, highest = by_what_is_above(False), by_what_is_above(True)
        if lowest == highest:
            return lowest
        if truth is OPEN:
            return self.ask(("step", node, step), [False, True], for_school=for_school)
        above = by_what_is_above(truth)
        if above != truth:
            return above
        if by_parts(lambda part: self.of_side(part, side, truth)) != truth:
            return self.ask(("step", node, step), [False, True])
        if side == "external" and self.is_pending(node, step, by_parts, claims, truth):
            return self.ask(("step", node, step), [False, True])
        return truth

    def claim(self, node, step, side):
        current = self.records.current(self.records.findings.get(node, ()), side, self.stage)
        return [record for record in current if self.claimed(node, step, record) is not None]

    def claimed(self, node, step, record):
        """What a finding about a whole node says of a step: true, false, OPEN, or None where it says nothing."""
        if record.content == "not-applicable":
            return None
        if record.content == "unknown":
            return OPEN
        if step is None:
            return WORDS[record.content]
        entry = self.d.nodes[node]
        steps = self.d.steps(entry["layer"]["scale"])
        reached = steps.index(record.content) + 1 if record.content in steps else 0
        if steps.index(step) < reached:
            return True
        following = next(one for one in steps if one in entry["levels"] and steps.index(one) >= reached)
        return False if step == following else None

    def above(self, part, side, default):
        """A part by what ranks above a claim of one side: figures, and what is external above a claim of the school."""
        if self.is_metric(part) and self.is_decided_by_figure(part):
            return self.met(part)
        if side == "self" and self.speaks_of(part, "external"):
            return self.met(part)
        if self.is_metric(part):
            return self.any_figure(part, default)
        return self.by_parts_of(part, lambda one: self.above(one, side, default), default)

    def of_side(self, part, side, default):
        """A part by what ranks above a claim, and by findings of the claim's own side."""
        if self.is_metric(part) and self.is_decided_by_figure(part):
            return self.met(part)
        if self.speaks_of(part, side) or self.speaks_of(part, "external"):
            return self.met(part)
        if self.is_metric(part):
            return self.any_figure(part, default)
        return self.by_parts_of(part, lambda one: self.of_side(one, side, default), default)

    def any_figure(self, part, default):
        """What a requirement is whatever its figure may be, where no finding is recorded; else the default (3.4)."""
        if self.speaking_of_node(part) is not None:
            return default
        if part not in self.d.constant:
            self.d.constant[part] = self.whole_range(part, self.d.nodes[part]["said"]["met_if"])
        found = self.d.constant[part]
        return next(iter(found)) if len(found) == 1 else default

    def whole_range(self, part, condition):
        """What a condition on a figure can be over the declared ranges, each of its comparisons read by itself."""
        nothing = Records({"date": self.records.date})

        def results(key, right):
            if isinstance(right, dict) and right.get("value") == condition["value"]:
                return {False, True}
            alone = {"value": condition["value"], key: right}
            return every_result(lambda w: Reader(self.d, nothing, None, self.stages, w).holds(alone, part), 5000)

        answers = []
        for key in COMPARE.keys() & condition.keys():
            words = condition[key] if isinstance(condition[key], list) else [condition[key]]
            each = [results(key, word) for word in words]
            answers.append({any(map(min, each)), any(map(max, each))})
        return {all(map(min, answers)), all(map(max, answers))}

    def speaks_of(self, part, side):
        """Whether a finding of one side speaks about a part as a whole."""
        speaking = self.speaking_of_node(part)
        return speaking is not None and speaking.side == side and speaking.clashing != {"not-applicable"}

    def by_parts_of(self, part, read, default):
        """A group of parts by what is read of them; the default for a single requirement."""
        parts = self.d.nodes[part]["parts"]
        return self.group(part, parts, read) if parts else default

    def is_pending(self, node, step, by_parts, claims, truth):
        """Whether what the school recorded after an external claim decides otherwise (3.5, 3.9)."""
        since = claims["external"][0].date
        own = claims["self"]
        if (
            own
            and not own[0].has_ended
            and own[0].date > since
            and {self.claimed(node, step, record) for record in own} != {truth}
        ):
            return True

        def later(default):
            def read(part):
                if self.is_metric(part) and self.is_decided_by_figure(part):
                    return self.met(part)
                current = self.records.current(self.records.findings.get(part, ()), "self", self.stage)
                contents = {record.content for record in current if record.date > since} - {"not-applicable"}
                if contents:
                    return WORDS[next(iter(contents))] if len(contents) == 1 and contents <= WORDS.keys() else not truth
                if self.is_metric(part):
                    return self.any_figure(part, default)
                return self.by_parts_of(part, read, default)

            return by_parts(read)

        return later(truth) != truth

    # -- conditions: true, false, or None where they do not apply ---------------------------------------------------

    def holds(self, cond, node=None):
        answer = self.read(cond, node, None, self.stage)
        assert answer is not None, cond
        return answer

    def read(self, cond, node, assumed, stage):
        if isinstance(cond, str):
            if cond in WORDS:
                return (self.met(node) if assumed is None else assumed) is WORDS[cond]
            return self.read(self.d.said["define"][cond], node, assumed, stage)
        if "all" in cond or "any" in cond:
            key = "all" if "all" in cond else "any"
            answers = [self.read(one, node, assumed, stage) for one in cond[key]]
            answers = [answer for answer in answers if answer is not None]
            return (all(answers) if key == "all" else any(answers)) if answers else None
        if "not" in cond:
            inner = self.read(cond["not"], node, assumed, stage)
            return None if inner is None else not inner
        if "every" in cond:
            members = [m for m in self.members(cond["every"], node, stage) if self.present(m)]
            answers = [self.judge(cond["that"], m) for m in members]
            return self.empty(cond["every"]) if all(one is None for one in answers) else False not in answers
        answers = [self.compare(cond, key, cond[key], node, assumed, stage) for key in COMPARE if key in cond]
        return None if None in answers else all(answers)

    def judge(self, that, member, assumed=None, if_not_asked=None):
        """What is asked of a member; one without text at a level asked for counts so, or leaves with None (2.3)."""
        outer, self.if_not_asked = self.if_not_asked, if_not_asked
        try:
            return self.read(that, member[0], assumed, member[1])
        finally:
            self.if_not_asked = outer

    def empty(self, name):
        said = self.d.set_named(name)["if_empty"]
        return None if said == "not-applicable" else WORDS[said]

    def present(self, member):
        return member[0] is None or self.applies(member[0])

    def members(self, name, node, stage):
        """The members of a set, each as a node and a stage."""
        said = self.d.set_named(name)
        if said["among"] == "stage":
            found = [(node, one) for one in self.stages]
        else:
            layer = self.d.nodes[node]["layer"] if node else None
            within = layer is not None and layer["id"] != said["among"]
            found = [
                (one, stage)
                for one, entry in self.d.nodes.items()
                if entry["layer"]
                and entry["layer"]["id"] == said["among"]
                and (not within or self._is_below(one, node))
            ]
            tags = {one: entry["said"].get("tags", ()) for one, entry in self.d.nodes.items()}
            found = [m for m in found if set(listed(said.get("tagged", []))) <= set(tags[m[0]])]
            found = [m for m in found if not set(listed(said.get("untagged", []))) & set(tags[m[0]])]
            found = [m for m in found if m[0] in said.get("ids", (m[0],))]
        return [m for m in found if "where" not in said or self.judge(said["where"], m) is True]

    def _is_below(self, one, node):
        above = self.d.nodes[one]["parent"]
        return above is not None and (above == node or self._is_below(above, node))

    # -- comparisons ---------------------------------------------------------------------------------------------

    def compare(self, left, key, right, node, assumed, stage):
        if isinstance(right, list):
            answers = [self.compare(left, key, one, node, assumed, stage) for one in right]
            return None if None in answers else any(answers)
        if "outcome" in left:
            return self.compare_outcome(left, key, right)
        if left.get("its") == "level":
            return self.compare_level(key, right, node, assumed)
        if left.get("its") == "verdict":
            return (self.met(node) if assumed is None else assumed) is WORDS[right]
        if "value" in left and left["value"] in self.d.said.get("define", {}):
            return self.compare(self.d.said["define"][left["value"]], key, right, node, assumed, stage)
        if "count" in left or "share" in left:
            return self.compare_count(left, key, right, node, stage)
        form = next((form for form in AGGREGATES if form in left), None)
        if form is not None:
            return self.compare_aggregate(form, left, key, right, node, stage)
        return COMPARE[key](self.quantity(left, node, stage), self.operand(right, left, node, stage))

    def compare_outcome(self, left, key, right):
        said = next(one for one in self.d.said["outcomes"] if one["id"] == left["outcome"])
        if "ladder" not in said:
            return self.label(said) == right
        words = [None, *self.d.steps(said["ladder"])]
        rank = words.index(self.level(said))
        return COMPARE[key](rank, words.index(right) if right in words else 0)

    def compare_level(self, key, right, node, assumed):
        steps = self.d.steps(self.d.nodes[node]["layer"]["scale"])
        wanted = steps.index(right) + 1 if right in steps else 0
        # The number of the step that is asked for: "at most l1" asks for l2, "is below all" for the lowest.
        asked = wanted + 1 if key in ("above", "at_most") or (key == "is" and not wanted) else wanted
        if 0 < asked <= len(steps) and not self.is_asked(node, steps[:asked]) and assumed is None:
            assumed = self.if_not_asked
            if assumed is None:
                return None
        if assumed is not None:
            return COMPARE[key](len(steps) if assumed else 0, wanted)
        rank = 0
        for i, one in enumerate(steps, 1):
            if not self.reaches(node, one):
                break
            # What asks nothing is given to nobody by itself (2.3).
            rank = i if self.is_asked(node, steps[:i]) else 0
        return COMPARE[key](rank, wanted)

    def is_asked(self, node, steps):
        entry = self.d.nodes[node]
        return entry["layer"].get("no_text") == "fails" or any(step in entry["levels"] for step in steps)

    def judge_group(self, form, left, node, stage):
        """What is said of each member that counts, and its weight."""
        effect, judged = self.d.effect(left[form]), []
        for member in self.members(left[form], node, stage):
            weight = self.quantity(left["weight"], *member) if "weight" in left else Fraction(1)
            if self.present(member):
                said = True if "that" not in left else self.judge(left["that"], member, None, WORDS.get(effect))
                judged.append((said, weight))
            elif effect in ("met", "unmet") and "that" in left:
                judged.append((self.judge(left["that"], member, WORDS[effect]), weight))
        return [(answer, weight) for answer, weight in judged if answer is not None]

    def compare_count(self, left, key, right, node, stage):
        form = "count" if "count" in left else "share"
        name = left[form]
        judged = self.judge_group(form, left, node, stage)
        if not judged and not (form == "count" and "that" not in left):
            return self.empty_number(name, key, right, left, node, stage)
        bound = self.operand(right, left, node, stage)
        if form == "share":
            met, whole = share_of(judged)
            return COMPARE[key](met * 100, bound * whole)
        return COMPARE[key](Fraction(sum(answer is True for answer, _ in judged)), bound)

    def empty_number(self, name, key, right, left, node, stage):
        said = str(self.d.set_named(name)["if_empty"])
        if said in ("met", "unmet", "not-applicable"):
            return self.empty(name)
        return COMPARE[key](Fraction(said), self.operand(right, left, node, stage))

    def compare_aggregate(self, form, left, key, right, node, stage):
        name = left[form]
        values, members = self.aggregate_values(form, left, node, stage)
        if not values:
            return self.empty_number(name, key, right, left, node, stage)
        first = self.members(name, node, stage)[0][0] if members else None
        # A sum of shares is no share of anything, so a fraction is that number (1.5).
        measured = {} if form == "sum" and "share" in left["of"] else left["of"]
        bound = self.operand(right, measured, first, stage)
        found = self.aggregate(form, values)
        return COMPARE[key](rounded(found, left["round"]) if "round" in left else found, bound)

    def aggregate_values(self, form, left, node, stage):
        """The value and weight of each member that counts."""
        effect = str(self.d.effect(left[form]))
        stays = effect not in ("drop", "met", "unmet") and form not in ("lowest", "highest")
        values, members = [], self.members(left[form], node, stage)
        for member in members:
            weight = Fraction(1)
            if "weight" in left:
                weight = Fraction(str(self.d.nodes[member[0]]["said"]["weight"]))
            if self.present(member):
                value = self.quantity(left["of"], *member)
                values += [] if value is None else [(value, weight)]
            elif stays:
                values.append((Fraction(effect), weight))
        return values, members

    def aggregate(self, form, values):
        if form in ("lowest", "highest"):
            return (min if form == "lowest" else max)(value for value, _ in values)
        total = sum((value * weight for value, weight in values), Fraction(0))
        return total if form == "sum" else total / sum(weight for _, weight in values)

    def calculated(self, said, form, node, stage):
        """An aggregate that is calculated with; None where it leaves its group."""
        if form == "share":
            met, whole = share_of(self.judge_group(form, said, node, stage))
            found = met * 100 / whole if whole else None
        else:
            values, _ = self.aggregate_values(form, said, node, stage)
            found = self.aggregate(form, values) if values else None
        if found is None:
            empty = str(self.d.set_named(said[form])["if_empty"])
            return None if empty == "not-applicable" else Fraction(empty)
        return rounded(found, said["round"]) if "round" in said else found

    def operand(self, right, left, node, stage):
        """What stands behind a comparator, read by the measure of the left side."""
        if isinstance(right, dict):
            if "by" not in right:
                return self.quantity(right, node, stage)
            if "values" in right:
                word = self.d.said["inputs"][right["by"]]["choices"][int(self.number(right["by"], stage))]
                return self.operand(right["values"].get(word, right.get("otherwise")), left, node, stage)
            number = self.number(right["by"], stage)
            step = next(s for s in right["steps"] if "up_to" not in s or number <= Fraction(str(s["up_to"])))
            return self.operand(step["then"], left, node, stage)
        if "value" in left:
            return self.d.input_number(left["value"], right)
        if left.get("its") in ("rating", "points"):
            return self.d.score_number(node, right)
        whole = 100 if "share" in left and "/" in str(right) else 1  # 2/3 of the members
        return Fraction(str(right).rstrip("%")) * whole

    def quantity(self, said, node, stage):
        if "value" in said:
            defined = self.d.said.get("define", {}).get(said["value"])
            return self.number(said["value"], stage) if defined is None else self.quantity(defined, node, stage)
        if said.get("its") in ("rating", "points"):
            return self.score(node)
        if said.get("its") == "weight":
            return Fraction(str(self.d.nodes[node]["said"]["weight"]))
        if "count" in said:
            members = list(self.members(said["count"], node, stage))
            effect = self.d.effect(said["count"])
            number = 0
            for m in members:
                if self.present(m):
                    number += "that" not in said or self.judge(said["that"], m, None, WORDS.get(effect)) is True
                elif effect in ("met", "unmet") and "that" in said:
                    number += self.judge(said["that"], m, WORDS[effect]) is True
            return Fraction(number)
        form = next(form for form in ("share", *AGGREGATES) if form in said)
        if form == "sum" and "round" not in said:
            values, _ = self.aggregate_values(form, said, node, stage)
            return self.aggregate(form, values) if values else Fraction(0)
        return self.calculated(said, form, node, stage)

    def score(self, node):
        layer = self.d.nodes[node]["layer"]
        if "derive" in layer:
            return self.quantity(layer["derive"], node, self.stage)
        speaking = self.speaking_of_node(node)
        if speaking is not None and speaking.content not in (OPEN, "not-applicable"):
            return self.d.score_number(node, speaking.content)
        values = self.d.score_values(node)
        return self.ask(("score", node), values, for_school=speaking is not None and speaking.for_school)

    # -- outcomes --------------------------------------------------------------------------------------------------

    def level(self, said):
        reached = None
        for step in self.d.steps(said["ladder"]):
            parts = [said["needs"][step]] if step in said.get("needs", {}) else []
            if "bands" in said:
                parts.insert(0, {**said["bands"]["of"], "at_least": said["bands"]["from"][step]})
            if not self.holds({"all": parts}):
                break
            reached = step
        return reached

    def label(self, said):
        return next((case["id"] for case in said["cases"] if self.holds(case["if"])), said["otherwise"]["id"])


class School:
    """A dossier under a definition, both as they are written."""

    def __init__(self, definition, dossier):
        self.d, self.records = Definition(definition), Records(dossier)
        self.stages = dossier.get("school", {}).get("stages") or list(dossier.get("stages", {})) or None
        by_stage = definition["subject"].get("assessed_by") == "stage" and self.stages
        self.assessed = self.stages if by_stage else [None]

    def outcome(self, said, world, stages=None):
        """The place on its ladder, from 0, or the label of an outcome; of several stages the lowest (2.6)."""
        readers = [Reader(self.d, self.records, stage, self.stages, world) for stage in stages or self.assessed]
        if "ladder" not in said:
            return readers[0].label(said)
        words = [None, *self.d.steps(said["ladder"])]
        return min(words.index(reader.level(said)) for reader in readers)
