"""Small frameworks and dossiers on them, drawn by hypothesis.

A dossier is drawn as a list of records, so that a law can shuffle them, or put something else in the place of one.
"""

import datetime as dt
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.api.assess import assess
from kiemdinh.assessment.school_facts import resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.reading import read_dossier

ON = dt.date(2026, 9, 30)
DAYS = (dt.date(2026, 3, 1), dt.date(2026, 5, 1), dt.date(2026, 7, 1))
LATER = dt.date(2026, 9, 1)
STEPS = ("l1", "l2", "l3")
YEARS = ("2024-2025", "2025-2026")
STAGES = ("s1", "s2")
SIDES = ("self", "external")
INDEX = {
    "valid": {"title": "v", "issued": "2026-01-01", "until": ON.isoformat()},
    "timeless": {"title": "t"},
    "expired": {"title": "e", "until": "2026-09-29"},
    "future": {"title": "f", "issued": "2026-10-01"},
}
CODES = (*INDEX, "missing")
INPUTS = {
    "thing": {"type": "yes_no"},
    "area": {"type": "choice", "choices": ["easy", "hard"]},
    "figure": {"type": "number", "unit": "u", "range": {"from": 0, "to": 4}},
    "yearly": {"type": "number", "unit": "u", "range": {"from": 0, "to": 4}, "each": "year"},
    "staged": {"type": "number", "unit": "u", "range": {"from": 0, "to": 4}, "each": "stage"},
}
KINDS = {
    "judged": {},
    "when": {"when": {"value": "thing", "is": True}},
    "optional": {"may_not_apply": True},
    "measured": {"met_if": {"value": "figure", "at_least": 2}},
    "tabled": {"met_if": {"value": "figure", "at_least": {"by": "area", "values": {"easy": 1, "hard": 3}}}},
    "yearly": {"met_if": {"every": "two_years", "that": {"value": "yearly", "at_least": 2}}},
    "staged": {"met_if": {"value": "staged", "at_least": 2}},
}
"""What a requirement can be, by the keys of its node."""
GROUPED = {
    "if_empty": "unmet",
    "parts": [
        {"id": "x", "en": "x"},
        {"id": "y", "en": "y", **KINDS["when"]},
        {"id": "z", "en": "z", **KINDS["measured"]},
    ],
}
"""A requirement with parts, about which there can be claims of their own; drawn where it is asked for."""
EMPTY = ("met", "unmet", "unknown")
"""What can hold where no requirement of a level applies."""


@dataclass(frozen=True)
class Entry:
    """One record of a dossier: about a node (``c1/l1/a``) or an input, at a stage or year where it says so."""

    about: str
    says: object
    on: dt.date
    side: str = "self"
    stage: str | None = None
    year: str | None = None
    by: tuple = ()

    @property
    def is_value(self):
        return self.about in INPUTS

    def written(self):
        saying = "value" if self.is_value else "is"
        more = {"by": list(self.by)} if self.by else {}
        if self.says == "not-applicable":
            more["why"] = "no need"
        return {saying: self.says, "on": self.on, "side": self.side, **more}


@dataclass(frozen=True)
class Papers:
    """The records of a school with what else its dossier says."""

    entries: tuple = ()
    rest: dict = field(default_factory=dict)

    def data(self):
        findings, inputs = {}, {}
        for entry in self.entries:
            if not entry.is_value:
                key = f"{entry.stage}/{entry.about}" if entry.stage else entry.about
                findings.setdefault(key, []).append(entry.written())
                continue
            places = [place for place in (entry.year, entry.stage) if place]
            _put(inputs, entry.about, places, entry.written())
        return {**self.rest, "findings": findings, "inputs": inputs}

    def with_entries(self, entries):
        return replace(self, entries=tuple(entries))

    def add(self, *entries):
        return self.with_entries((*self.entries, *entries))


def _put(inputs, name, places, written):
    """A value without a place stands beside those with one: each is an item of the list."""
    item = written
    for place in reversed(places):
        item = {place: item}
    inputs.setdefault(name, []).append(item)


# -- frameworks ---------------------------------------------------------------------------------------------------


def definition(criteria, needs, *, steps=2, staged=False, evidence=None, core=(), **more):
    """A definition as plain objects; *criteria* maps ids to levels to kinds of requirement."""
    tree = []
    for name, levels in criteria.items():
        node = {"id": name, "en": name, "levels": {}, **({"tags": ["core"]} if name in core else {})}
        for step, kinds in levels.items():
            if step == "if_empty":
                node["if_empty"] = kinds
            else:
                node["levels"][step] = [
                    {"id": "abc"[i], "en": "x", **(KINDS | {"grouped": GROUPED})[kind]} for i, kind in enumerate(kinds)
                ]
        tree.append(node)
    said = {
        "kiemdinh": 1,
        "framework": "test.small",
        "source": {"document": "D"},
        "subject": {"kind": "school", "has": ["stage"], **({"assessed_by": "stage"} if staged else {})},
        "school_year": {"begins": "09-01"},
        "scales": {"lv": {"not_reached": {"id": "l0"}, "steps": [{"id": s} for s in STEPS[:steps]]}},
        "inputs": INPUTS,
        "tags": {"core": {"en": "core"}},
        "layers": [
            {"id": "criterion", "verdict": "level", "scale": "lv", "no_text": "carries", "not_applicable": "drop"}
        ],
        "sets": {
            "two_years": {"among": "year", "last": 2},
            "criteria": {"among": "criterion", "if_empty": "met"},
            "core": {"among": "criterion", "tagged": "core", "if_empty": "met"},
            "others": {"among": "criterion", "untagged": "core", "if_empty": "met"},
        },
        "tree": tree,
        "outcomes": [{"id": "level", "ladder": "lv", "needs": dict(zip(STEPS, needs, strict=False))}],
        **more,
    }
    return said if evidence is None else {**said, "evidence": {"items": evidence}}


def its(step, **more):
    return {"its": "level", "at_least": step, **more}


def _needs(step, size, *, negation):
    forms = [
        st.just({"every": "criteria", "that": its(step)}),
        st.integers(1, size).map(lambda k: {"count": "criteria", "that": its(step), "at_least": k}),
        st.just(
            {
                "all": [
                    {"every": "core", "that": its(step)},
                    {"count": "others", "that": its(step), "at_least": 0},
                ]
            }
        ),
        st.just({"any": [{"every": "criteria", "that": its(step)}, {"value": "thing", "is": True}]}),
        st.just({"all": [{"every": "criteria", "that": its(step)}, {"value": "figure", "at_least": 1}]}),
    ]
    if negation:
        forms.append(
            st.integers(0, size).map(lambda k: {"count": "criteria", "that": its(step), "at_most": k}),
        )
        forms.append(st.just({"not": {"value": "area", "is": "hard"}}))
    return st.one_of(forms)


@st.composite
def definitions(draw, *, kinds=tuple(KINDS), staged=None, negation=True, evidence=True, empty=EMPTY):
    """Definitions of a few criteria, two or three levels, one to three requirements each; levels may carry."""
    by_stage = draw(st.booleans()) if staged is None else staged
    if not by_stage:
        kinds = tuple(k for k in kinds if k != "staged")
    steps = draw(st.integers(2, 3))
    names = [f"c{i + 1}" for i in range(draw(st.integers(2, 3)))]
    requirement = st.one_of(st.just("judged") if "judged" in kinds else st.nothing(), st.sampled_from(kinds))
    requirements = st.lists(requirement, min_size=1, max_size=3 if steps == 2 else 2)
    tree = {}
    for name in names:
        with_text = draw(st.sets(st.sampled_from(STEPS[:steps]), min_size=1))
        tree[name] = {step: draw(requirements) for step in STEPS[:steps] if step in with_text}
        if any(set(found) <= {"when", "optional"} for found in tree[name].values()):
            tree[name]["if_empty"] = draw(st.sampled_from(empty))
    needs = [draw(_needs(step, len(names), negation=negation)) for step in STEPS[:steps]]
    policy = draw(st.sampled_from([None, 0, 1, 2])) if evidence else None
    core = draw(st.sets(st.sampled_from(names)))
    said = definition(tree, needs, steps=steps, staged=by_stage, evidence=policy, core=core)
    if not by_stage:
        labels = [{"id": "good", "if": needs[-1]}, {"id": "fair", "if": needs[0]}]
        said["outcomes"].append({"id": "label", "cases": labels, "otherwise": {"id": "poor"}})
    return said


# -- dossiers -----------------------------------------------------------------------------------------------------


def _verdicts(framework, node):
    info = framework.nodes[node]
    if info.verdict == "level":
        return ["l0", *info.steps, "unknown"]
    return ["met", "met", "unmet", "unknown", *(["not-applicable"] if info.node.may_not_apply else [])]


def _values(name):
    if name == "thing":
        return [True, False, "unknown"]
    return ["easy", "hard", "unknown"] if name == "area" else [0, 1, 2, 3, 4, "unknown"]


@st.composite
def entries(draw, framework, *, days=DAYS, sides=SIDES, whole=None, values=True):
    """One record on *framework*; *whole* keeps to claims about criteria (True) or to requirements (False)."""
    by_stage = framework.definition.subject.assessed_by == "stage"
    nodes = [n.id for n in framework.nodes.values() if n.verdict is not None and whole in (None, n.verdict == "level")]
    about = draw(st.sampled_from([*nodes, *nodes, *(INPUTS if values else ())]))
    day, side = draw(st.sampled_from(days)), draw(st.sampled_from(sides))
    stage = draw(st.sampled_from([None, *STAGES])) if by_stage else None
    if about in INPUTS:
        each = INPUTS[about].get("each")
        if each == "stage":
            stage = stage or STAGES[0]
            if not by_stage:
                stage = draw(st.sampled_from(STAGES))
        else:
            stage = None
        year = draw(st.sampled_from(YEARS)) if each == "year" else None
        return Entry(about, draw(st.sampled_from(_values(about))), day, side, stage, year)
    codes = draw(st.lists(st.sampled_from(CODES), max_size=3, unique=True))
    return Entry(about, draw(st.sampled_from(_verdicts(framework, about))), day, side, stage, None, tuple(codes))


@st.composite
def cases(draw, *, most=10, whole=None, values=True, sides=SIDES, index=True, **options):
    """A loaded framework and the papers of a school."""
    framework = kd.load(draw(definitions(**options)))
    found = draw(st.lists(entries(framework, whole=whole, values=values, sides=sides), max_size=most))
    rest = {"school": {"stages": list(STAGES)}}
    evidence = draw(st.sampled_from([None, {}, INDEX])) if index else None
    if evidence is not None:
        rest["evidence"] = evidence
    return framework, Papers(tuple(found), rest)


# -- dossiers with a few holes, and every way these can turn out ----------------------------------------------------


@dataclass(frozen=True)
class Hole:
    """A place of which too little is known: what stands there, and every way in which it can turn out."""

    standing: tuple
    ways: tuple


def _place(about, says, stage=None, year=None, **more):
    return Entry(about, says, more.pop("on", DAYS[0]), more.pop("side", "external"), stage, year, **more)


def _places(framework, *, whole):
    """Every place of a dossier with what can stand there: nodes (each stage's own), inputs by year and stage."""
    by_stage = framework.definition.subject.assessed_by == "stage"
    found = []
    for info in framework.nodes.values():
        if info.verdict != ("level" if whole else "met"):
            continue
        words = ["l0", *info.steps] if whole else ["met", "unmet"]
        words += ["not-applicable"] if info.node.may_not_apply else []
        found += [(info.id, stage, None, words) for stage in (STAGES if by_stage else (None,))]
    for name, said in INPUTS.items():
        stages = STAGES if said.get("each") == "stage" else (None,)
        years = YEARS if said.get("each") == "year" else (None,)
        found += [(name, stage, year, _values(name)[:-1]) for stage in stages for year in years]
    return found


@st.composite
def holed(draw, *, most=4, whole=False, **options):
    """A framework, papers in which a few places are open, and those places; all else is known.

    Requirements that are measured get no finding: their figures decide.
    """
    framework = kd.load(draw(definitions(**options)))
    places = _places(framework, whole=whole)
    measured = {info.id for info in framework.nodes.values() if info.node.met_if is not None}
    places = [place for place in places if place[0] not in measured]
    open_ = draw(st.sets(st.sampled_from(range(len(places))), min_size=1, max_size=most))
    known, holes = [], []
    for i, (about, stage, year, words) in enumerate(places):
        if i in open_:
            holes += _of_each_stage(framework, _hole(draw, about, stage, year, words), about, year)
        else:
            says = draw(st.sampled_from(words if draw(st.booleans()) else words[-1:] if whole else words[:1]))
            known.append(_place(about, says, stage, year))
    rest = {"school": {"stages": list(STAGES)}, "evidence": {}}
    standing = [entry for hole in holes for entry in hole.standing]
    return framework, Papers((*known, *standing), rest), tuple(holes)


def _of_each_stage(framework, hole, about, year):
    """What nobody recorded of a school that is assessed by stage is open in each stage by itself (2.6)."""
    one_fact = hole.standing or any(entry.stage is not None for entry in hole.ways)
    if one_fact or framework.definition.subject.assessed_by is None:
        return [hole]
    said = [[_place(about, entry.says, stage, year, on=LATER) for entry in hole.ways] for stage in STAGES]
    return [Hole((), tuple(ways)) for ways in said]


def _hole(draw, about, stage, year, words):
    certain = [word for word in words if word != "not-applicable"]
    one, two = draw(st.permutations(words))[:2]
    styles = {
        "absent": ((), certain),
        "unknown": ((_place(about, "unknown", stage, year),), certain),
        "disputed": ((_place(about, one, stage, year), _place(about, two, stage, year)), words),
        "pending": (
            (_place(about, one, stage, year), _place(about, two, stage, year, side="self", on=DAYS[1])),
            words,
        ),
    }
    standing, ways = styles[draw(st.sampled_from(sorted(styles)))]
    if "not-applicable" not in [entry.says for entry in standing]:
        ways = certain
    if len(standing) == 2 and "l0" in words:
        ways = [one, two]  # what both say of a step stands; they differ in the one above the lower
    said = [_place(about, way, stage, year, on=LATER) for way in ways]
    return Hole(standing, tuple(said))


# -- reading what comes out ---------------------------------------------------------------------------------------


def result_of(framework, papers, on=ON):
    return assess(framework, papers.data(), on=on)


def facts_of(framework, papers, on=ON):
    """The facts by resolution alone: by stage, and of the school."""
    dossier = read_dossier(papers.data(), framework, default_date=on)
    return resolve_school(framework, dossier, Dates(on, on, on))


def rank(framework, level):
    """The place of a level on its ladder, 0 below the lowest."""
    return 0 if level is None or level.id == "l0" else STEPS.index(level.id) + 1


def standing(result):
    """What a result says of levels and verdicts, as plain data."""
    said = {}
    for outcome in result.outcomes:
        said[outcome.id] = (outcome.guaranteed, outcome.attainable, outcome.outcome, outcome.determined)
    for part in result.parts:
        for outcome in part.outcomes:
            said[f"{part.stage}:{outcome.id}"] = (outcome.guaranteed, outcome.attainable)
    for node in result.nodes:
        said[node.id] = (node.applies, node.truth, node.guaranteed, node.attainable)
    return said
