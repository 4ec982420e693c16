"""Random definitions and dossiers on them, from a ``random.Random`` (hypothesis has one that it can shrink)."""

STEPS = ["one", "two", "three"]
LEVELS = ["l1", "l2", "l3"]
STAGES = ["x", "y"]
DATES = ["2027-01-10", "2027-03-10"]
TAGS = ("core", "urgent")


def draw_framework(r):
    """A small definition of any kind of criterion, with context, sets, one or two outcomes."""
    return _Drawing(r).framework()


class _Drawing:
    def __init__(self, r):
        self.r = r
        self.staged = r.random() < 0.35
        self.verdict = r.choice(["met", "met", "level", "level", "rating", "points"])
        self.steps = STEPS[: r.randint(1, 3)]
        self.levels = LEVELS[: r.randint(1, 2)]
        self.inputs = self._inputs()
        self.outcomes = []
        self.define = {}
        self.bare = []

    def chance(self, p):
        return self.r.random() < p

    def framework(self):
        r = self.r
        subject = {"kind": "s", **({"has": ["stage"], "assessed_by": "stage"} if self.staged else {})}
        layers = self._layers()
        tree = self._tree()
        said = {
            "kiemdinh": 1,
            "framework": "org.drawn",
            "source": {"document": "D"},
            "subject": subject,
            "scales": {
                "lad": {
                    **({"not_reached": {"id": "below"}} if self.chance(0.5) else {}),
                    "steps": [{"id": step} for step in self.steps],
                },
                "lev": {
                    **({"not_reached": {"id": "l0"}} if self.chance(0.5) else {}),
                    "steps": [{"id": step} for step in self.levels],
                },
                "five": {"from": r.choice([0, 1]), "to": 3, "step": 1},
                "mark": {"steps": [{"id": "low"}, {"id": "mid"}, {"id": "high"}]},
            },
            "tags": {tag: {"en": tag} for tag in TAGS},
            "inputs": self.inputs,
            "layers": layers,
            "sets": self._sets(),
            "tree": tree,
        }
        self.scales = said["scales"]
        if self.chance(0.3):
            said["define"] = self.define = {"d1": self.condition(2)}
        for name in ["o1", "o2"][: r.choice([1, 1, 2])]:
            self.outcomes.append(self._outcome(name))
        said["outcomes"] = self.outcomes
        return said

    # -- declarations ------------------------------------------------------------------------------------------

    def _inputs(self):
        r, inputs = self.r, {}
        for name in ["u", "v", "w"][: r.randint(1, 3)]:
            kind = r.choice(["yes_no", "yes_no", "choice", "number", "number", "scale"])
            given = {"type": kind}
            if kind == "choice":
                given["choices"] = ["a", "b", "c"][: r.randint(2, 3)]
            if kind == "scale":
                given["scale"] = "mark"
            if kind == "number":
                given["range"] = {"from": 0, "to": r.choice([1, 3])}
            if kind != "choice" and self.chance(0.4):
                given["given"] = True
            if self.staged and self.chance(0.3):
                given["each"] = "stage"
            inputs[name] = given
        return inputs

    def _layers(self):
        r, verdict = self.r, self.verdict
        effects = ["drop", "met", "unmet"] if verdict in ("met", "level") else ["drop", "1"]
        layer = {"id": "c", "verdict": verdict, "not_applicable": r.choice(effects)}
        if verdict == "level":
            layer |= {"scale": "lev", "no_text": r.choice(["carries", "fails"])}
        if verdict == "rating":
            layer["scale"] = r.choice(["five", "five", "mark"])
        self.scale = layer.get("scale")
        self.two_layers = self.chance(0.25)
        if not self.two_layers:
            return [layer]
        upper = {"id": "s", "verdict": "met", "not_applicable": "drop"}
        if verdict != "met" or self.chance(0.5):
            upper["met_if"] = self._over("c_all")
        return [upper, {**layer, "in": "s"}]

    def _sets(self):
        r = self.r
        sets = {
            "c_all": {"among": "c", "if_empty": r.choice(["met", "unmet"])},
            "c_core": {"among": "c", "tagged": "core", "if_empty": r.choice(["met", "unmet"])},
        }
        if self.chance(0.3):
            sets["c_core"][r.choice(["tagged", "untagged"])] = list(TAGS)
        if self.chance(0.2):
            sets["c_core"]["where"] = self._on_input()
        if self.chance(0.15):
            sets["c_core"]["if_empty"] = "not-applicable"
        # Of what is calculated with, an empty set leaves its own group or counts as a number.
        sets["c_leaves"] = {"among": "c", "if_empty": "not-applicable"}
        sets["c_number"] = {"among": "c", "if_empty": r.choice(["0", "2"])}
        if self.two_layers:
            sets["s_all"] = {"among": "s", "if_empty": "met"}
        return sets

    def _tree(self):
        r = self.r
        nodes = [self._criterion(str(i + 1)) for i in range(r.randint(2, 3))]
        if not self.two_layers:
            return nodes
        return [
            {"id": "A", "if_empty": "met", "parts": nodes[:1]},
            {"id": "B", "if_empty": "unmet", "parts": nodes[1:]},
        ]

    def _criterion(self, name):
        r = self.r
        node = {"id": name}
        node["tags"] = [tag for tag in TAGS if self.chance(0.5)]
        if self.verdict == "points":
            node["points"] = 3
        if self.verdict in ("rating", "points"):
            node["weight"] = r.choice([1, 2, 3] if self.verdict == "points" else [1, 2, 3, "1/3", "3/2"])
        self._may_leave(node, 0.3)
        if self.chance(0.15):
            node["wording"] = "unknown"  # a title alone, judged as a whole
        elif self.verdict == "level":
            with_text = [level for level in self.levels if self.chance(0.8)] or [self.levels[0]]
            node["levels"] = {level: self._requirements() for level in with_text}
            node["if_empty"] = r.choice(["met", "unmet"])
        elif self.verdict == "met" and self.chance(0.5):
            node["parts"] = self._requirements()
            node["if_empty"] = r.choice(["met", "unmet"])
        return node

    def _may_leave(self, node, p):
        if self.chance(p):
            if self.chance(0.7):
                node["when"] = self._on_input() if self.chance(0.7) else {"any": [self._on_input(), self._on_input()]}
            else:
                node["may_not_apply"] = True

    def _requirements(self):
        found = []
        for name in "ab"[: self.r.randint(1, 2)]:
            node = {"id": name}
            self._may_leave(node, 0.2)
            if self.chance(0.35):
                node["met_if"] = self._on_input()
                if self.chance(0.2):
                    node["demands_figure"] = True
            found.append(node)
        return found

    # -- conditions ----------------------------------------------------------------------------------------------

    def _outcome(self, name):
        if self.chance(0.15):
            return {"id": name, "ladder": "lad", **self._bands()}
        if self.staged or self.chance(0.5):
            return {
                "id": name,
                "ladder": "lad",
                "needs": {step: self.condition(self.r.randint(1, 3)) for step in self.steps},
            }
        cases = [{"id": f"k{i}", "if": self.condition(self.r.randint(1, 3))} for i in range(self.r.randint(1, 3))]
        return {"id": name, "cases": cases, "otherwise": {"id": "rest"}}

    def _bands(self):
        """A figure over the criteria with a bound for each step, and perhaps a floor of the highest step."""
        r = self.r
        scored = self.verdict in ("rating", "points") and self.scale != "mark"
        bounds = [1, 1.5, 2, 2.5, 3] if scored else ["1/3", "50%", "60%", "100%"]
        of = {r.choice(["mean", "lowest"]): "c_all", "of": {"its": self.verdict}} if scored else None
        of = of or {"share": "c_all", "that": self._that(self.verdict)}
        chosen = sorted(r.sample(range(len(bounds)), len(self.steps)))
        said = {"bands": {"of": of, "from": {step: bounds[i] for step, i in zip(self.steps, chosen, strict=True)}}}
        return {**said, "needs": {self.steps[-1]: self.condition(1)}} if self.chance(0.4) else said

    def condition(self, depth):
        r = self.r
        if depth and self.chance(0.6):
            form = r.choice(["all", "any", "not"])
            if form == "not":
                return {"not": self.condition(depth - 1)}
            return {form: [self.condition(depth - 1) for _ in range(r.randint(1, 3))]}
        forms = ["input", "over", "over", "over"]
        if self.outcomes:
            forms += ["outcome", "outcome"]
        if self.define:
            forms.append("define")
        form = r.choice(forms)
        if form == "define":
            return "d1"
        if form == "outcome":
            return self._on_outcome()
        if form == "input":
            return self._on_input()
        return self._over("s_all" if self.two_layers and self.chance(0.4) else r.choice(["c_all", "c_core"]))

    def _on_outcome(self):
        r, said = self.r, self.outcomes[-1]
        if "cases" in said:
            return {"outcome": said["id"], "is": r.choice([*(case["id"] for case in said["cases"]), "rest"])}
        return {"outcome": said["id"], r.choice(["at_least", "is", "below", "at_most"]): r.choice(self.steps)}

    def _on_input(self):
        r = self.r
        name = r.choice(list(self.inputs))
        given = self.inputs[name]
        if given["type"] == "yes_no":
            return {"value": name, "is": r.choice(["true", "false"])}
        if given["type"] == "choice":
            words = given["choices"]
            return {"value": name, "is": r.choice(words) if self.chance(0.7) else r.sample(words, 2)}
        if given["type"] == "scale":
            return {"value": name, r.choice(["at_least", "below", "is"]): r.choice(["low", "mid", "high"])}
        key = r.choice(["at_least", "at_most", "above", "below", "is"])
        numbers = [n for n, other in self.inputs.items() if other["type"] == "number"]
        if self.chance(0.15):
            return {"value": name, key: {"value": r.choice(numbers)}}
        choices = [n for n, other in self.inputs.items() if other["type"] == "choice"]
        if choices and self.chance(0.25):
            by = r.choice(choices)
            values = {word: self._number() for word in self.inputs[by]["choices"]}
            return {"value": name, key: {"by": by, "values": values}}
        if self.chance(0.15):
            return {"value": name, "at_least": 1, "at_most": self._number()}
        return {"value": name, key: self._number()}

    def _number(self):
        return self.r.choice([0, 1, 1, 2])

    def _over(self, name):
        """A condition over the members of a set."""
        r = self.r
        verdict = "met" if name == "s_all" else self.verdict
        if verdict in ("rating", "points") and self.chance(0.6):
            form = r.choice(["sum", "mean", "lowest", "highest"])
            said = {form: name, "of": {"its": verdict}}
            if form in ("sum", "mean") and self.chance(0.3):
                said["weight"] = {"its": "weight"}
            if self.scale != "mark" and self.chance(0.2):
                return self._calculated(name, verdict)
            key = r.choice(["at_least", "at_least", "at_most", "above", "below", "is"])
            if self.scale == "mark":
                if form in ("lowest", "highest"):
                    return {**said, key: r.choice(["low", "mid", "high"])}
            else:
                return {**said, key: r.choice([1, 2, 2.5, 3, 4, 5] + ["5/3", "7/3"] * (verdict == "rating"))}
        that = self._that(verdict)
        form = r.choice(["every", "count", "share", "count"])
        if form == "every":
            return {"every": name, "that": that}
        key = r.choice(["at_least", "at_least", "at_most", "above", "below", "is"])
        if form == "share" and verdict in ("rating", "points") and self.chance(0.4):
            return {"share": name, "that": that, "weight": {"its": "weight"}, key: r.choice(["50%", "1/3", "60%"])}
        if form == "share":
            return {"share": name, "that": that, key: r.choice(["0%", "50%", "60%", "1/3", "2/3", "100%"])}
        return {"count": name, "that": that, key: r.choice([0, 1, 1, 2, 3])}

    def _calculated(self, name, verdict):
        """An aggregate over an aggregate: of the criteria of each standard, or held against one of all."""
        r = self.r
        inner = self._inner(r.choice(["c_leaves", "c_number"]), verdict)
        key = r.choice(["at_least", "at_most", "above", "below"])
        if self.two_layers:
            form = r.choice(["mean", "sum", "lowest", "highest"])
            said = {form: "s_all", "of": inner, key: r.choice([1, 1.5, "5/3", 2, 3])}
            return {**said, "round": self._rounding()} if form in ("mean", "sum") and self.chance(0.4) else said
        if verdict != "rating":
            return {"mean": name, "of": {"its": verdict}, "round": self._rounding(), key: r.choice([1, 2, 3])}
        return {"highest": name, "of": {"its": verdict}, key: self._inner("c_number", verdict)}

    def _inner(self, name, verdict):
        r = self.r
        if self.chance(0.2):
            return {"share": name, "that": self._that(verdict)}
        form = r.choice(["mean", "mean", "lowest", "highest"])
        said = {form: name, "of": {"its": verdict}}
        if form == "mean" and self.chance(0.4):
            said["weight"] = {"its": "weight"}
        return {**said, "round": self._rounding()} if form == "mean" and self.chance(0.4) else said

    def _rounding(self):
        return {"digits": self.r.choice([0, 1]), "half": self.r.choice(["up", "down"])}

    def _that(self, verdict):
        r = self.r
        if verdict == "met":
            that = r.choice(["met", "met", "unmet"])
        elif verdict == "level":
            that = {"its": "level", r.choice(["at_least", "at_least", "is", "below", "at_most"]): r.choice(self.levels)}
        elif self.scale == "mark":
            that = {"its": verdict, r.choice(["at_least", "at_most", "is"]): r.choice(["low", "mid", "high"])}
        else:
            that = {"its": verdict, r.choice(["at_least", "at_most", "is", "below"]): r.choice([1, 1.5, 2, 3])}
        if self.chance(0.15):
            return {r.choice(["all", "any"]): [that, self._on_input()]}
        return that


# -- dossiers ----------------------------------------------------------------------------------------------------------


def draw_dossier(r, definition, *, clashing=True):
    """A dossier on a definition: nearly everything recorded, some of it unknown.

    Where records may be *clashing*, both sides and several dates speak about one node.
    """
    staged = definition["subject"].get("assessed_by") == "stage"
    dossier = {"date": "2027-06-30", "findings": {}, "external": {}, "inputs": {}}
    if staged:
        dossier["school"] = {"stages": STAGES[: r.choice([1, 2, 2])]}
        dossier["stages"] = {s: {"findings": {}, "external": {}, "inputs": {}} for s in dossier["school"]["stages"]}
    places = [dossier, *dossier.get("stages", {}).values()]
    for name, given in definition["inputs"].items():
        for place in places:
            if r.random() < (0.6 if place is dossier else 0.3):
                value = "unknown" if r.random() < 0.25 else _value(r, given)
                place["inputs"][name] = value
    for words, name, _ in _nodes(definition):
        for place in places:
            for side in ("findings", "external") if clashing else (r.choice(["findings", "external"]),):
                if r.random() < ((0.7 if side == "findings" else 0.2) if place is dossier else 0.25):
                    place[side][name] = _entry(r, words) if clashing else _finding(r, words)
    for record in _list_single_records(dossier, definition):
        if r.random() < 0.15:  # the day before the assessment, and the day itself
            record.setdefault("on", r.choice(DATES))
            record["until"] = r.choice(["2027-06-29", "2027-06-30"])
    return dossier


def _list_single_records(dossier, definition):
    """Give every figure a record of its own; yield these, and the findings about nodes of which nothing else is found.

    What becomes of a whole where one of its parts has ended is not read here.
    """
    places = [dossier, *dossier.get("stages", {}).values()]
    standards = {part["id"]: node["id"] for node in definition["tree"] for part in node.get("parts", ())}

    def is_below(name, above):
        return name.startswith(f"{above}/") or standards.get(name.partition("/")[0]) == above

    found = {name for place in places for side in ("findings", "external") for name in place[side]}
    alone = {name for name in found if not any(is_below(name, other) or is_below(other, name) for other in found)}
    for place in places:
        place["inputs"] = {name: {"value": value} for name, value in place["inputs"].items()}
        yield from place["inputs"].values()
        for side in ("findings", "external"):
            for name in sorted(alone & place[side].keys()):
                entry = place[side][name]
                yield from entry if isinstance(entry, list) else [entry]


def _value(r, given):
    if given["type"] == "yes_no":
        return r.choice(["true", "false"])
    if given["type"] == "choice":
        return r.choice(given["choices"])
    if given["type"] == "scale":
        return r.choice(["low", "mid", "high"])
    return r.choice([n for n in (0, 0.5, 1, 2, 3) if n <= given["range"]["to"]])


def _entry(r, words):
    one = _finding(r, words)
    return one if r.random() < 0.85 else [one, _finding(r, words)]


def _finding(r, words):
    word = "unknown" if r.random() < 0.2 else r.choice(words)
    found = {"is": word, "on": r.choice(DATES)}
    return {**found, "why": "so"} if word == "not-applicable" else found


def _nodes(definition):
    """What can be recorded: the words of each node, and its name."""
    scales = definition["scales"]
    layers = {layer["id"]: layer for layer in definition["layers"]}
    criteria = definition["tree"]
    if "s" in layers:
        criteria = [part for node in criteria for part in node["parts"]]
        # A finding about a standard that a rule decides is no claim about its parts.
        if "met_if" not in layers["s"]:
            yield from ((["met", "unmet"], node["id"], node) for node in definition["tree"])
    layer = layers["c"]
    for node in criteria:
        leaving = ["not-applicable"] if node.get("may_not_apply") else []
        scale = scales.get(layer.get("scale"), {})
        if layer["verdict"] == "met":
            words = ["met", "unmet"]
        elif layer["verdict"] == "points":
            words = [0, 1, 1.5, 3]
        elif "from" in scale:
            words = list(range(scale["from"], scale["to"] + 1))
        else:
            words = [step["id"] for step in scale["steps"]]
            words += [scale["not_reached"]["id"]] if "not_reached" in scale else []
        yield words + leaving, node["id"], node
        levels = node.get("levels", {})
        if "wording" in node and layer["verdict"] == "level":
            levels = {step["id"]: [{"id": "whole"}] for step in scale["steps"]}
        for level, parts in [("", node.get("parts", ())), *levels.items()]:
            for part in parts:
                leaving = ["not-applicable"] if part.get("may_not_apply") else []
                name = "/".join(p for p in (node["id"], level, part["id"]) if p)
                yield ["met", "unmet", *leaving], name, part
