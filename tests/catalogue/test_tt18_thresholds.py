"""Circular 18/2018 at work: every threshold in each of its cases, how a school's level follows, and the two awards."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.parsing.readers import read_file
from kiemdinh.rules import MET, UNKNOWN, UNMET, join_truths

ON = "2024-09-15"
YEARS = [f"{y}-{y + 1}" for y in range(2019, 2024)]
CRITERIA = [f"{s}.{c}" for s, count in enumerate((10, 4, 6, 2, 6), 1) for c in range(1, count + 1)]
CLAUSES = [f"22.{n}" for n in range(1, 7)]
NO_LEVEL_3 = {"1.2", "1.7", "1.8", "1.9", "1.10", "3.4", "5.3", "5.4"}
PARTY = ["khong-hoan-thanh", "hoan-thanh", "hoan-thanh-tot", "hoan-thanh-xuat-sac"]
PRINCIPAL = ["chua-dat", "dat", "kha", "tot"]
LIBRARY = ["chua-dat", "dat-chuan", "tien-tien", "xuat-sac"]


@cache
def framework():
    return kd.load("vn.tt18-2018@2018-10-10")


def assess(on=ON, **dossier):
    return kd.assess(framework(), dossier, on=on)


@cache
def cut(criterion):
    """The same definition with one criterion (and a clause) or one clause (and a criterion), quick to assess."""
    folder = Path(str(files("kiemdinh"))) / "standards" / "catalogue"
    whole = read_file(folder / "vn.tt18-2018.yaml").data
    tree = [node for entry in whole["tree"] for node in read_file(folder / entry["from"]).data["tree"]]
    kept = {criterion, "22.1" if criterion in CRITERIA else "1.1"}
    standards = [node for node in tree if node["layer"] == "standard"]
    trimmed = [node | {"parts": [part for part in node["parts"] if part["id"] in kept]} for node in standards]
    clauses = [node for node in tree if node["id"] in kept]
    whole = {key: value for key, value in whole.items() if key != "expect"}  # it counts the whole tree
    return kd.load(whole | {"tree": [node for node in trimmed if node["parts"]] + clauses}, unofficial=True)


CONTEXT = {"area": "other", "place": "inner_city", "commune": "other", "specialised": False}


def school(programmes=("thcs",), **inputs):
    """A school of one stage for each programme, in a town of other areas and no specialised school unless said.

    A stage has the name of its programme; ``cap-1`` in *inputs* stands for the first one.
    """
    names = {f"cap-{n}": programme for n, programme in enumerate(programmes, 1)}
    placed = {
        name: {names.get(key, key): one for key, one in value.items()} if isinstance(value, dict) else value
        for name, value in inputs.items()
    }
    return {
        "school": {"stages": list(programmes)},
        "inputs": CONTEXT | {"programme": {stage: stage for stage in programmes}} | placed,
    }


def node(requirement, dossier):
    return kd.assess(cut(requirement.partition("/")[0]), dossier, on=ON).node(requirement)


def truth(requirement, dossier):
    return node(requirement, dossier).truth


def each_year(value):
    return dict.fromkeys(YEARS, value)


def step_of(scale):
    """Write a number as the step of a scale."""
    return lambda n: scale[n]


def some_years(name, scale, step, otherwise):
    """Write a number as that many of the five years at a step and the rest at another."""
    return lambda n: {name: {y: scale[step] if i < n else scale[otherwise] for i, y in enumerate(YEARS)}}


def one_year(name, write, fine):
    """Write a number as the figure of one of the five years, the others being fine."""
    return lambda n: {name: each_year(write(fine)) | {YEARS[1]: write(n)}}


def last_year(name, write):
    return lambda n: {name: {YEARS[-1]: write(n)}}


def as_is(name):
    return lambda n: {name: str(n) if isinstance(n, Fraction) else n}


def teachers_of(name, years=None):
    """Write a percentage as teachers out of a thousand, in one of the five years or in the latest one."""

    def write(n):
        few = {(years or YEARS)[0]: int(n * 10)}
        return {"teachers": each_year(1000), name: (each_year(1000) if years is None else {}) | few}

    return write


def of_stage(name, stage="cap-1", unit="%"):
    return lambda n: {name: {stage: f"{n}{unit}" if unit else n}}


def whole(name):
    return lambda n: {name: f"{n}%"}


def all_goals_but_in_one_year(n):
    return {"strategy_goals": each_year(9), "strategy_goals_completed": each_year(9) | {YEARS[2]: n}}


@dataclass(frozen=True)
class Limit:
    """A threshold in one of its cases: how to write a figure, in which school, and which side of it is met."""

    requirement: str
    write: object
    at: object
    op: str = ">="
    step: object = 1
    programmes: tuple = ("thcs",)
    context: dict = field(default_factory=dict)
    top: object = None

    def verdict(self, figure):
        return truth(self.requirement, school(self.programmes, **self.context, **self.write(figure)))

    def __str__(self):
        return f"{self.requirement} {','.join((*map(str, self.programmes), *map(str, self.context.values())))}"


def percent(requirement, write, at, op=">=", **case):
    return Limit(requirement, write, at, op, 0.1 if isinstance(at, int) else at, top=100, **case)


DIFFICULT, OTHER = {"area": "difficult"}, {"area": "other"}
TEACHERS = [
    percent("2.2/muc-1/b", teachers_of("teachers_trained", YEARS[-1:]), 100),
    percent("2.2/muc-1/c", teachers_of("teachers_dat", YEARS[-1:]), 95),
    percent("2.2/muc-2/b/b1", teachers_of("teachers_dat"), 100),
    percent("2.2/muc-2/b/b2", teachers_of("teachers_kha"), 60, context=OTHER),
    percent("2.2/muc-2/b/b2", teachers_of("teachers_kha"), 50, context=DIFFICULT),
    percent("2.2/muc-3/a/a1", teachers_of("teachers_kha"), 80, context=OTHER),
    percent("2.2/muc-3/a/a1", teachers_of("teachers_kha"), 70, context=DIFFICULT),
    percent("2.2/muc-3/a/a2", teachers_of("teachers_tot"), 30, context=OTHER),
    percent("2.2/muc-3/a/a2", teachers_of("teachers_tot"), 20, context=DIFFICULT),
]
OVER_YEARS = [
    Limit("1.3/muc-2/a/a2", some_years("party_rating", PARTY, 2, 1), 1),
    Limit("1.3/muc-3/a/a1", some_years("party_rating", PARTY, 2, 1), 2),
    Limit("1.3/muc-2/a/a3", one_year("party_rating", step_of(PARTY), 3), 1),
    Limit("1.3/muc-3/a/a2", one_year("party_rating", step_of(PARTY), 3), 1),
    Limit("1.4/muc-2/a/a1", last_year("team_topics", int), 1),
    Limit("1.6/muc-2/b", one_year("violations", int, 0), 0, "<="),
    Limit("2.1/muc-1/b", last_year("principal_rating", step_of(PRINCIPAL)), 1),
    Limit("2.1/muc-2/a", some_years("principal_rating", PRINCIPAL, 2, 1), 2),
    Limit("2.1/muc-3/p1", some_years("principal_rating", PRINCIPAL, 2, 1), 5, top=5),
    Limit("2.1/muc-3/p2", some_years("principal_rating", PRINCIPAL, 3, 2), 1),
    Limit("2.2/muc-2/c/c3", one_year("teachers_disciplined", int, 0), 0, "<="),
    Limit("2.3/muc-2/b", one_year("employees_disciplined", int, 0), 0, "<="),
    Limit("22.6/6a", lambda n: {"outstanding": {y: i < n for i, y in enumerate(YEARS)}}, 2),
]
OF_THE_SCHOOL = [
    Limit("1.5/muc-2/p1", as_is("classes"), 45, "<="),
    Limit("1.5/muc-3/p1", as_is("classes"), 45, "<="),
    Limit("3.2/muc-1/a/a5", as_is("shifts"), 2, "<="),
    Limit("3.6/muc-2/p1", lambda n: {"library_rank": LIBRARY[n]}, 1),
    Limit("3.6/muc-3/p1", lambda n: {"library_rank": LIBRARY[n]}, 2),
    Limit("3.1/muc-3/p1", lambda n: {"pupils": 500, "site_area": n * 500}, 6, context={"place": "inner_city"}),
    Limit("3.1/muc-3/p1", lambda n: {"pupils": 500, "site_area": n * 500}, 10, context={"place": "rural"}),
    Limit("3.1/muc-3/p4", lambda n: {"used_area": 100, "playground_area": n}, 25),
    Limit("22.2/2a", lambda n: {"pupils_with_goals": 100, "pupils_reaching_goals": n}, 100, top=100),
    Limit("22.5", all_goals_but_in_one_year, 9, top=9),
]
SIZE = [
    Limit("1.5/muc-3/p2", of_stage("largest_class", unit=""), 40, "<=", programmes=(programme,))
    for programme in ("thcs", "thpt")
] + [Limit("1.5/muc-3/p3", of_stage("largest_class", unit=""), 35, "<=", programmes=("tieu-hoc", "thcs"))]
PUPILS = [
    percent(f"5.6/muc-3/a/{part}", of_stage(name), at, op, programmes=(programme,), context={"area": area})
    for part, name, op, table in [
        ("gioi", "excellent", ">=", {"difficult": (5, 5, 20), "other": (10, 10, 25)}),
        ("kha", "good", ">=", {"difficult": (30, 20, 55), "other": (35, 25, 60)}),
        ("yeu-kem", "weak", "<=", {"difficult": (10, 10, 0), "other": (5, 5, 0)}),
        ("hanh-kiem", "conduct", ">=", {"difficult": (90, 90, 98), "other": (90, 90, 98)}),
    ]
    for area, row in table.items()
    for programme, at in zip(("thcs", "thpt", "chuyen"), row, strict=True)
]
PRIMARY = [
    percent("5.6/muc-3/a/tieu-hoc", of_stage("grade_completed"), 95, programmes=("tieu-hoc", "thcs")),
    percent("5.6/muc-3/a/tre-11-tuoi", of_stage("primary_at_11"), 90, programmes=("tieu-hoc", "thcs")),
    percent(
        "5.6/muc-3/a/tre-11-tuoi",
        of_stage("primary_at_11"),
        80,
        programmes=("tieu-hoc", "thcs"),
        context={"commune": "special_difficulty"},
    ),
]
LEAVING = [
    percent("5.6/muc-3/b/bo-hoc", whole("dropout"), 3, "<=", context=DIFFICULT),
    percent("5.6/muc-3/b/bo-hoc", whole("dropout"), 1, "<=", context=OTHER),
    percent("5.6/muc-3/b/luu-ban", whole("repetition"), 5, "<=", context=DIFFICULT),
    percent("5.6/muc-3/b/luu-ban", whole("repetition"), 2, "<=", context=OTHER),
    percent("5.6/muc-3/b/bo-hoc-chuyen", of_stage("dropout_gifted"), 0, "<=", programmes=("chuyen",)),
    percent("5.6/muc-3/b/luu-ban-chuyen", of_stage("repetition_gifted"), 0, "<=", programmes=("chuyen",)),
]
LIMITS = [*TEACHERS, *OVER_YEARS, *OF_THE_SCHOOL, *SIZE, *PUPILS, *PRIMARY, *LEAVING]
every_limit = pytest.mark.parametrize("limit", LIMITS, ids=str)


@every_limit
class TestEachThresholdInEachCase:
    """1.4 A quantity is a closed interval [low, high]... A comparison is certain if it holds on the whole interval."""

    def test_at_it(self, limit):
        assert limit.verdict(limit.at) is MET

    def test_a_step_above(self, limit):
        above = limit.at + limit.step
        if limit.top is None or above <= limit.top:
            assert limit.verdict(above) is (MET if limit.op == ">=" else UNMET)

    def test_a_step_below(self, limit):
        below = limit.at - limit.step
        if below >= 0:
            assert limit.verdict(below) is (UNMET if limit.op == ">=" else MET)

    def test_nothing_recorded(self, limit):
        found = node(limit.requirement, school(limit.programmes, **limit.context))
        assert found.truth is UNKNOWN
        assert "missing figure" in found.reasons


def test_every_requirement_with_a_threshold_is_tried():
    deciding = {node.id for node in framework().nodes.values() if node.node.met_if is not None}
    assert {limit.requirement for limit in LIMITS} == deciding


@dataclass(frozen=True)
class Open:
    """A threshold whose case is unknown: the figures that meet every case, some, and none."""

    requirement: str
    write: object
    every: object
    some: object
    none: object
    dossier: object


def without(name, programmes=("thcs",), **context):
    def make(figures):
        found = school(programmes, **context, **figures)
        del found["inputs"][name]
        return found

    return make


AREA, PLACE, COMMUNE = without("area"), without("place"), without("commune", ("tieu-hoc", "thcs"))
PROGRAMME = without("programme")
OPEN = [
    Open("2.2/muc-2/b/b2", teachers_of("teachers_kha"), 60, 55, 49.9, AREA),
    Open("2.2/muc-3/a/a1", teachers_of("teachers_kha"), 80, 79.9, 69.9, AREA),
    Open("2.2/muc-3/a/a2", teachers_of("teachers_tot"), 30, 20, 19.9, AREA),
    Open("3.1/muc-3/p1", lambda n: {"pupils": 500, "site_area": n * 500}, 10, 6, 5, PLACE),
    Open("5.6/muc-3/a/gioi", of_stage("excellent"), 10, 9.9, 4.9, AREA),
    Open("5.6/muc-3/a/kha", of_stage("good"), 35, 30, 29.9, AREA),
    Open("5.6/muc-3/a/yeu-kem", of_stage("weak"), 5, 10, 10.1, AREA),
    Open("5.6/muc-3/a/tre-11-tuoi", of_stage("primary_at_11"), 90, 85, 79.9, COMMUNE),
    Open("5.6/muc-3/b/bo-hoc", whole("dropout"), 1, 3, 3.1, AREA),
    Open("5.6/muc-3/b/luu-ban", whole("repetition"), 2, 5, 5.1, AREA),
]


@pytest.mark.parametrize("case", OPEN, ids=lambda case: case.requirement)
class TestEachThresholdWhoseCaseIsUnknown:
    """1.4 ... A value that depends on an unknown context value is the set of its cases: a comparison is certain if
    it holds in all of them, possible if in some."""

    def test_met_in_every_case(self, case):
        assert truth(case.requirement, case.dossier(case.write(case.every))) is MET

    def test_met_in_some_case(self, case):
        found = node(case.requirement, case.dossier(case.write(case.some)))
        assert found.truth is UNKNOWN
        assert "context unknown" in found.reasons

    def test_met_in_no_case(self, case):
        assert truth(case.requirement, case.dossier(case.write(case.none))) is UNMET


class TestUnknownProgramme:
    """A threshold of the programme: lower secondary, upper secondary, for the gifted, or none where it is primary."""

    @pytest.mark.parametrize(
        ("part", "name", "meets_all", "meets_some"),
        [
            ("gioi", "excellent", 25, 10),
            ("kha", "good", 60, 25),
            ("yeu-kem", "weak", 0, 5),
            ("hanh-kiem", "conduct", 98, 90),
        ],
    )
    def test_of_pupils(self, part, name, meets_all, meets_some):
        requirement = f"5.6/muc-3/a/{part}"
        assert truth(requirement, PROGRAMME(of_stage(name)(meets_all))) is MET
        assert truth(requirement, PROGRAMME(of_stage(name)(meets_some))) is UNKNOWN

    def test_of_class_size(self):
        assert truth("1.5/muc-3/p2", PROGRAMME(of_stage("largest_class", unit="")(40))) is MET
        assert truth("1.5/muc-3/p2", PROGRAMME(of_stage("largest_class", unit="")(41))) is UNKNOWN

    def test_where_no_stage_is_named_nothing_is_told(self):
        assert truth("5.6/muc-3/a/gioi", {"inputs": {"area": "other"}}) is UNKNOWN


class TestClassSize:
    @pytest.mark.parametrize(("specialised", "expected"), [(False, "muc-2"), (True, "muc-3")])
    def test_a_specialised_school_follows_its_own_regulations(self, specialised, expected):
        dossier = school(("thpt",), specialised=specialised, classes=30, largest_class={"cap-1": 60})
        lower = ("muc-1/a", "muc-1/b/b1", "muc-1/b/b2", "muc-1/c", "muc-2/p2")
        own = ("muc-3/p4",) if specialised else ()
        findings = {f"1.5/{part}": "met" for part in (*lower, *own)}
        assert assess(**dossier, findings=findings).node("1.5").guaranteed.id == expected

    def test_the_limit_of_primary_classes_is_their_own(self):
        dossier = school(("tieu-hoc", "thcs"), largest_class={"cap-1": 36, "cap-2": 40})
        assert truth("1.5/muc-3/p2", dossier) is MET
        assert truth("1.5/muc-3/p3", dossier) is UNMET

    def test_there_is_no_limit_for_primary_classes_where_there_are_none(self):
        assert node("1.5/muc-3/p3", school(("thcs",))).applies is UNMET


class TestSeveralStages:
    """2.6 ... Where a definition declares none, a multi-stage school has one set of findings, and a threshold that
    names a stage is held against that stage's own figures."""

    BOTH = ("thcs", "thpt")

    def test_each_stage_against_its_own_threshold(self):
        good = {"cap-1": "35%", "cap-2": "25%"}
        assert truth("5.6/muc-3/a/kha", school(self.BOTH, good=good)) is MET
        assert truth("5.6/muc-3/a/kha", school(self.BOTH, good={"cap-1": "34.9%", "cap-2": "25%"})) is UNMET
        assert truth("5.6/muc-3/a/kha", school(self.BOTH, good={"cap-1": "35%", "cap-2": "24.9%"})) is UNMET

    def test_a_stage_without_a_figure_leaves_it_open(self):
        found = node("5.6/muc-3/a/kha", school(self.BOTH, good={"cap-1": "35%"}))
        assert (found.truth, found.reasons) == (UNKNOWN, ("missing figure",))

    def test_dropping_out_is_the_whole_schools(self):
        dossier = school(("tieu-hoc", "thcs", "thpt"), dropout="1%", repetition="2.1%")
        assert truth("5.6/muc-3/b/bo-hoc", dossier) is MET
        assert truth("5.6/muc-3/b/luu-ban", dossier) is UNMET

    def test_except_that_of_the_gifted(self):
        dossier = school(("thcs", "chuyen"), dropout="1%", dropout_gifted={"cap-2": "0.1%"})
        assert truth("5.6/muc-3/b/bo-hoc", dossier) is MET
        assert truth("5.6/muc-3/b/bo-hoc-chuyen", dossier) is UNMET

    def test_a_school_for_the_gifted_alone_has_no_general_limit(self):
        result = assess(**school(("chuyen",), dropout="1%", dropout_gifted={"cap-1": "0%"}))
        assert result.node("5.6/muc-3/b/bo-hoc").applies is UNMET
        assert result.node("5.6/muc-3/b/bo-hoc-chuyen").truth is MET

    def test_findings_are_not_given_by_stage(self):
        with pytest.raises(kd.InputError):
            assess(school={"stages": ["thcs", "thpt"]}, stages={"thcs": {"findings": {"1.1": "muc-1"}}})


MINIMA = {
    ("thcs", "difficult"): (5, 30, 10, 90),
    ("thpt", "difficult"): (5, 20, 10, 90),
    ("chuyen", "difficult"): (20, 55, 0, 98),
    ("thcs", "other"): (10, 35, 5, 90),
    ("thpt", "other"): (10, 25, 5, 90),
    ("chuyen", "other"): (25, 60, 0, 98),
}
RESULTS = {"excellent": "gioi", "good": "kha", "weak": "yeu-kem", "conduct": "hanh-kiem"}
FIGURES = {
    "excellent": [4, 5, 10, 20, 25],
    "good": [19, 20, 25, 30, 35, 55, 60],
    "weak": [0, 5, 10, 11],
    "conduct": [89, 90, 97, 98],
}
one_stage = st.tuples(
    st.sampled_from(["thcs", "thpt", "chuyen"]),
    st.fixed_dictionaries({name: st.none() | st.sampled_from(values) for name, values in FIGURES.items()}),
)


def by_hand(name, stages, area):
    """What the rule says of one kind of result in one area, written out."""
    at = list(FIGURES).index(name)
    verdicts = []
    for programme, figures in stages:
        limit, figure = MINIMA[programme, area][at], figures[name]
        good = None if figure is None else figure <= limit if name == "weak" else figure >= limit
        verdicts.append({None: UNKNOWN, True: MET, False: UNMET}[good])
    return min(verdicts)


@settings(max_examples=60)
@given(
    stages=st.lists(one_stage, min_size=1, max_size=3, unique_by=lambda one: one[0]),
    area=st.sampled_from(["difficult", "other", None]),
)
def test_results_of_secondary_pupils_are_those_worked_out_by_hand(stages, area):
    programmes = tuple(programme for programme, _ in stages)
    inputs = {
        name: {f"cap-{n}": f"{figures[name]}%" for n, (_, figures) in enumerate(stages, 1) if figures[name] is not None}
        for name in FIGURES
    }
    dossier = school(programmes, **inputs)
    dossier["inputs"]["area"] = area
    result = kd.assess(cut("5.6"), dossier, on=ON)
    for name, part in RESULTS.items():
        cases = [by_hand(name, stages, here) for here in ("difficult", "other")]
        expected = join_truths(cases) if area is None else by_hand(name, stages, area)
        spoken = any(figures[name] is not None for _, figures in stages)
        assert result.node(f"5.6/muc-3/a/{part}").truth is (expected if spoken else UNKNOWN)


def at(level):
    """Every criterion found at a level."""
    return dict.fromkeys(CRITERIA, level)


def level_of(findings, **inputs):
    result = assess(findings=findings, inputs=CONTEXT | inputs)
    assert result.determined
    return result.outcome.id


class TestLevelOfTheSchool:
    """2.1 A **ladder** is an ordered list of levels, lowest first. A level holds when its own condition and those of
    all lower levels hold."""

    @pytest.mark.parametrize("criterion", CRITERIA)
    @pytest.mark.parametrize("found", ["khong-dat", "muc-1", "muc-2"])
    def test_stands_at_its_lowest_criterion(self, criterion, found):
        result = assess(findings=at("muc-3") | dict.fromkeys(CLAUSES, "met") | {criterion: found}, inputs=CONTEXT)
        expected = "muc-4" if found == "muc-2" and criterion in NO_LEVEL_3 else found
        assert (result.determined, result.outcome.id) == (True, expected)

    def test_all_criteria_at_level_3_and_a_clause_unmet(self):
        for clause in CLAUSES:
            findings = at("muc-3") | dict.fromkeys(CLAUSES, "met") | {clause: "unmet"}
            assert level_of(findings) == "muc-3"

    def test_clauses_without_level_3_give_no_level_4(self):
        assert level_of(at("muc-2") | dict.fromkeys(CLAUSES, "met")) == "muc-2"

    def test_one_part_unmet_holds_the_school_down(self):
        findings = {k: v for k, v in at("muc-3").items() if k != "3.2"} | dict.fromkeys(CLAUSES, "met")
        parts = {n.id: "met" for n in framework().nodes.values() if n.id.startswith("3.2/") and n.is_requirement}
        inputs = {"shifts": 2, "special_circumstances": False}
        assert level_of(findings | parts, **inputs) == "muc-4"
        assert level_of(findings | parts | {"3.2/muc-2/b/b2": "unmet"}, **inputs) == "muc-1"

    def test_one_number_holds_the_school_at_level_2(self):
        figures = {"excellent": {"cap-1": "10%"}, "good": {"cap-1": "24.9%"}}
        findings = {k: v for k, v in at("muc-3").items() if k != "5.6"}
        own = {"5.6": {"muc-1": dict.fromkeys("abc", "met"), "muc-2": dict.fromkeys("ab", "met")}}
        result = assess(findings=findings | own, **school(("thpt",), **figures))
        assert (result.level.id, result.attainable.id) == ("muc-2", "muc-2")
        (blocker,) = [todo for todo in result.target.improve if todo.figure is not None]
        assert (blocker.figure.value, blocker.figure.bound.low) == ("input:good@thpt", 25)

    def test_not_yet_assessed_has_not_failed(self):
        result = assess(findings={"1.1": "muc-3"}, inputs=CONTEXT)
        assert (result.level, result.attainable.id, result.outcome) == (None, "muc-4", None)


class TestCarriedLevel:
    """2.3 ... A criterion without requirements of its own at a level says so: its lower level carries."""

    def test_level_2_carries_to_level_3_and_no_other_criterion_does(self):
        result = assess(findings=at("muc-2"), inputs=CONTEXT)
        stands = {criterion: result.node(criterion).guaranteed.id for criterion in CRITERIA}
        assert {criterion for criterion, level in stands.items() if level == "muc-3"} == NO_LEVEL_3
        assert set(stands.values()) == {"muc-2", "muc-3"}

    def test_level_1_does_not_carry(self):
        result = assess(findings=at("muc-1"), inputs=CONTEXT)
        assert {result.node(criterion).attainable.id for criterion in CRITERIA} == {"muc-1"}


class TestOffTheScale:
    """1.10 ... A value outside its declared range or scale is an error, never data."""

    @pytest.mark.parametrize(
        ("name", "value"),
        [("party_rating", {"2023-2024": "tot"}), ("principal_rating", {"2023-2024": "gioi"}), ("library_rank", "tot")],
    )
    def test_the_diagnostic_names_what_the_scale_has(self, name, value):
        with pytest.raises(kd.InputError) as caught:
            assess(inputs={name: value})
        (found,) = caught.value.diagnostics
        scale = framework().definition.scales[framework().inputs[name].scale]
        assert all(step.id in found.expected for step in scale.steps)


COHORT = CONTEXT | {"cohort_completed": True}


def awards(result):
    return {award.id: award for award in result.awards}


def granted(award):
    return None if award.certain is None else award.certain.id


class TestAwardsFollowTheExternalReview:
    """2.8 An **award** (accreditation certificate, national-standard recognition) has conditions over an outcome
    (where the law says so, the externally reviewed one)..."""

    @pytest.mark.parametrize(
        ("level", "grade", "degree"),
        [
            ("khong-dat", None, None),
            ("muc-1", "cap-do-1", None),
            ("muc-2", "cap-do-2", "muc-do-1"),
            ("muc-3", "cap-do-3", "muc-do-2"),
            ("muc-4", "cap-do-4", "muc-do-2"),
        ],
    )
    def test_grade_and_degree_by_level(self, level, grade, degree):
        clauses = dict.fromkeys(CLAUSES, "met" if level == "muc-4" else "unmet")
        external = at("muc-3" if level == "muc-4" else level) | clauses
        found = awards(assess(external=external, inputs=COHORT, complete=["held"]))
        assert (granted(found["kiem-dinh"]), granted(found["chuan-quoc-gia"])) == (grade, degree)
        assert all(award.certain == award.possible for award in found.values())

    def test_no_award_before_a_cohort_has_completed(self):
        result = assess(external=at("muc-3"), inputs=CONTEXT | {"cohort_completed": False}, complete=["held"])
        assert result.level.id == "muc-3"
        assert [award.possible for award in result.awards] == [None, None]

    def test_without_word_of_a_cohort_it_is_open(self):
        found = awards(assess(external=at("muc-3"), inputs=CONTEXT, complete=["held"]))
        assert granted(found["chuan-quoc-gia"]) is None
        assert found["chuan-quoc-gia"].possible.id == "muc-do-2"
        decide = found["chuan-quoc-gia"].grades[0].target.decide
        assert [todo.id for todo in decide] == ["input:cohort_completed"]

    def test_the_own_assessment_makes_no_one_eligible(self):
        result = assess(findings=at("muc-3"), inputs=COHORT, complete=["held"])
        assert result.level.id == "muc-3"
        for award, own in zip(result.awards, ("cap-do-3", "muc-do-2"), strict=True):
            assert award.certain is None
            assert award.lacks_external_review
            assert award.by_own_assessment.id == own

    def test_the_review_prevails_over_the_own_assessment(self):
        result = assess(findings=at("muc-3"), external=at("muc-2"), inputs=COHORT, complete=["held"])
        assert [granted(a) for a in result.awards] == ["cap-do-2", "muc-do-1"]
        assert not any(a.lacks_external_review for a in result.awards)
        assert [a.by_own_assessment.id for a in result.awards] == ["cap-do-3", "muc-do-2"]

    def test_terms(self):
        accreditation, standard = assess(inputs=CONTEXT).awards
        assert accreditation.authority.vi == "Sở Giáo dục và Đào tạo"
        assert standard.authority.vi == "Chủ tịch Ủy ban nhân dân cấp tỉnh"
        assert accreditation.valid == standard.valid == ("5 years",)


REVIEWED = {"external": at("muc-3"), "inputs": COHORT, "complete": ["held"]}


class TestWaitingForAHigherGrade:
    """2.8 ... A waiting time binds only who holds the lower award."""

    @pytest.mark.parametrize(
        ("award", "lower", "higher"),
        [("kiem-dinh", "cap-do-2", "cap-do-3"), ("chuan-quoc-gia", "muc-do-1", "muc-do-2")],
    )
    def test_two_years_from_signing(self, award, lower, higher):
        held = [{"award": award, "grade": lower, "signed": "2023-03-15"}]
        early = awards(assess(on="2025-03-14", held=held, **REVIEWED))[award]
        assert granted(early) == lower
        assert next(g for g in early.grades if g.grade.id == higher).earliest == date(2025, 3, 15)
        assert granted(awards(assess(on="2025-03-15", held=held, **REVIEWED))[award]) == higher

    def test_who_holds_nothing_may_ask_for_degree_2_at_once(self):
        assert granted(awards(assess(**REVIEWED))["chuan-quoc-gia"]) == "muc-do-2"

    def test_whether_something_is_held_may_be_open(self):
        found = awards(assess(external=at("muc-3"), inputs=COHORT))["chuan-quoc-gia"]
        assert (granted(found), found.possible.id) == ("muc-do-1", "muc-do-2")


HELD = [{"award": "chuan-quoc-gia", "grade": "muc-do-1", "signed": "2024-03-01"}]


class TestAwardHeldAfterTheRepeal:
    """4.3 An award granted under a repealed framework stays valid until it expires or a recorded decision ends it,
    unless a transition rule says otherwise."""

    def test_lives_on_to_its_last_day(self):
        for on in ("2026-07-07", "2029-03-01"):
            result = assess(on=on, held=HELD, inputs=CONTEXT)
            standard = awards(result)["chuan-quoc-gia"]
            assert standard.held.grade == "muc-do-1"
            assert standard.held_until == date(2029, 3, 1)
            assert standard.renew_by == date(2028, 10, 1)
            assert "KD401" in [w.code for w in result.warnings]

    def test_and_no_longer(self):
        assert awards(assess(on="2029-03-02", held=HELD, inputs=CONTEXT))["chuan-quoc-gia"].held is None

    def test_a_decision_ends_it(self):
        ended = [HELD[0] | {"ended": "2025-01-10", "why": "Thu hồi"}]
        assert awards(assess(on="2025-01-10", held=ended, inputs=CONTEXT))["chuan-quoc-gia"].held is None

    def test_counts_for_the_standard_of_2026(self):
        degree = {"award": "vn.tt18-2018/chuan-quoc-gia", "grade": "muc-do-1"}
        held = [degree | {"signed": "2025-03-01", "until": "2030-03-01"}]
        result = kd.assess("vn.tt57-2026.pho-thong", {"held": held}, on="2026-09-01")
        (standard,) = result.awards
        assert standard.grades[1].waits_until == date(2027, 3, 1)
