"""Whatever a dossier is made of, only `InputError` escapes, and what is accepted is blind to the order of records."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.evidence.dossier import Score
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.rules import Interval
from kiemdinh.standards.catalogue import load

FRAMEWORK = load(Path(__file__).parents[1] / "data" / "dossiers" / "framework.yaml")
ON = dt.date(2027, 6, 30)
SAMPLE = """\
school: {id: "79-769-501", name: THCS Bình An, stages: [thcs, thpt], founded: 1998-09-05}
date: 2027-06-30
evidence:
  MC.1.1.01: {title: Kế hoạch, place: "https://…", issued: 2026-08-20, until: 2027-08-31}
findings:
  "1.1": [{reaches: muc-2, by: [MC.1.1.01]}, {reaches: muc-1, on: 2026-06-30}]
  "1.2": {muc-1: {a: {is: unmet, why: Thiếu}}}
  "1.3": 3.5
  "1.5": [concern, weakness]
  thcs/1.1/muc-1/b: {is: not-applicable, why: Không đổi}
external:
  "1.1": {reaches: muc-1, on: 2027-06-10}
  inputs: {attendance: 94.6}
inputs:
  kitchen: true
  attendance: {value: 92%, on: 2027-05-20, by: [MC.1.1.01]}
  good_teachers: {2024-2025: 36, 2025-2026: {part: 36, of: 38}}
  excellent: {thcs: {2025-2026: 30%}}
stages:
  thpt: {findings: {"1.1": muc-1}, inputs: {kitchen: false}}
held:
  - {award: vn.tt18-2018/chuan-quoc-gia, grade: muc-do-1, signed: 2024-03-01, until: 2029-03-01}
complete: [held]
"""
MANY = settings(max_examples=150, suppress_health_check=list(HealthCheck))

WORDS = [
    "school", "framework", "date", "evidence", "findings", "external", "inputs", "stages", "held", "complete",
    "notes", "id", "name", "founded", "is", "reaches", "why", "by", "on", "side", "author", "value", "part", "of",
    "code", "title", "issued", "until", "award", "grade", "signed", "ended", "seal", "gold", "badge", "self",
    "thcs", "thcs/1.1", "1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "muc-1", "muc-2", "a", "b", "c", "a/gioi",
    "1.1/muc-1", "1.1/muc-2/a", "met", "unmet", "unknown", "not-applicable", "true", "khong-dat", "weakness",
    "grave", "92%", "94,6", "2025-2026", "2024", "2027-06-30", "kitchen", "area", "conditions", "satisfaction",
    "attendance", "books", "good_teachers", "teachers", "excellent", "visited", "signed_on", "waiver", "MC.1.1.01",
    "nan",
]  # fmt: skip
KEYS = st.sampled_from(WORDS) | st.text(max_size=5) | st.integers(0, 9999)
LEAVES = st.one_of(
    st.sampled_from(WORDS),
    st.none(),
    st.booleans(),
    st.integers(-3, 120),
    st.floats(),
    st.decimals(),
    st.fractions(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=6),
    st.binary(max_size=3),
    st.sampled_from([10**600, Decimal("1e9999"), object(), {1}, 1j]),
)
OBJECTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
TOP = ("school", "date", "evidence", "findings", "external", "inputs", "stages", "held", "complete", "notes")
IDS = [*FRAMEWORK.nodes, "1.1/muc-1", "thcs/1.1"]
DOSSIERS = st.fixed_dictionaries(
    {"school": st.just({"stages": ["thcs"]}) | OBJECTS},
    optional={
        **{key: OBJECTS for key in TOP if key != "school"},
        "findings": st.dictionaries(st.sampled_from(IDS), OBJECTS, max_size=4),
        "inputs": st.dictionaries(st.sampled_from(list(FRAMEWORK.inputs)), OBJECTS, max_size=4),
        "evidence": st.dictionaries(st.just("MC.1.1.01"), OBJECTS),
        "held": st.lists(
            st.fixed_dictionaries({"award": OBJECTS, "signed": OBJECTS}, optional={"grade": OBJECTS}), max_size=2
        ),
    },
)


def recorded(key, *fitting):
    """A finding or value that fits: in short, as a map, or as several of other dates."""
    one = st.sampled_from(fitting)
    codes = st.lists(st.just("MC.1.1.01"), max_size=1)
    dated = st.fixed_dictionaries({key: one}, optional={"on": st.dates(), "why": st.just("Seen"), "by": codes})
    return one | dated | st.lists(one | dated, min_size=1, max_size=3)


FINDINGS = st.fixed_dictionaries(
    {},
    optional={
        "1.1": recorded("reaches", "khong-dat", "muc-1", "muc-2", "unknown"),
        "1.1/muc-1/a": recorded("is", "met", "unmet", "unknown", True, False),
        "1.1/muc-1/b": recorded("is", "met", "not-applicable"),
        "1.3": recorded("is", 1, 3.5, "4.5", "unknown"),
        "1.4": recorded("is", 0, "7.25", "60%"),
        "1.5": recorded("is", "none", "weakness"),
        "thcs/1.2": recorded("reaches", "muc-1", None),
    },
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "kitchen": recorded("value", True, "false", "unknown"),
        "attendance": recorded("value", "92%", 94.6, 30),
        "teachers": st.dictionaries(st.sampled_from(["2024-2025", "2025-2026"]), recorded("value", 36, 38)),
        "excellent": st.dictionaries(
            st.sampled_from(["thcs", "thpt"]), st.fixed_dictionaries({"2025-2026": recorded("value", 30)})
        ),
    },
)
ACCEPTED = st.fixed_dictionaries(
    {"school": st.just({"stages": ["thcs", "thpt"]})},
    optional={
        "findings": FINDINGS,
        "external": FINDINGS,
        "inputs": VALUES,
        "evidence": st.just({"MC.1.1.01": {"title": "Plan", "issued": "2026-08-20"}}),
        "held": st.lists(st.sampled_from([{"award": award, "signed": "2024-03-01"} for award in ("badge", "a/b")])),
        "complete": st.sets(st.sampled_from(["held", "findings"])).map(list),
    },
)


def survives(what):
    """Read; where refused, every diagnostic must be fit to print and to send, and where not, the digest too."""
    try:
        dossier = read_dossier(what, FRAMEWORK, default_date=ON)
    except InputError as error:
        for diagnostic in error.diagnostics:
            assert diagnostic.code in CODES
            assert str(diagnostic).encode("utf-8")
            assert json.dumps(diagnostic.to_dict())
        return None
    assert len(dossier.digest) == len("sha256:") + 64
    assert all(warning.severity == "warning" for warning in dossier.warnings)
    return dossier


class TestOnlyInputErrorEscapes:
    """Fuzz the loader (bytes, structures) with hypothesis: only `InputError`, never another exception."""

    @MANY
    @given(st.dictionaries(KEYS, OBJECTS, max_size=5))
    @example({"inputs": {"books": Decimal("1e9999")}})
    @example({"findings": {"1.5": [[["weakness"]]]}, "school": {"stages": {"thcs": 1}}})
    def test_any_objects(self, what):
        survives(what)

    def test_numbers_that_cannot_even_be_written(self):
        huge = 10**5000
        survives({"findings": {"1.4": huge, "1.1": huge, "1.1/muc-1/a": huge}})
        survives({"inputs": {"books": huge, "kitchen": huge, "signed_on": huge, "area": huge}})
        survives({"school": {"id": huge}, "date": huge, "framework": huge, "complete": [huge], "evidence": huge})

    @MANY
    @given(DOSSIERS)
    def test_objects_in_the_shape_of_a_dossier(self, what):
        survives(what)

    @MANY
    @given(st.data())
    def test_a_mutated_file(self, data):
        at = data.draw(st.integers(0, len(SAMPLE)))
        cut = data.draw(st.integers(0, 20))
        marks = st.sampled_from([": ", ", ", "{", "}", "[", "]", "\n"])
        put = data.draw(st.sampled_from(WORDS) | st.text(max_size=6) | marks)
        survives(SAMPLE[:at] + put + SAMPLE[at + cut :])


class TestOrder:
    """3.9 **Resolution** is total and does not depend on the order of records."""

    @MANY
    @given(ACCEPTED, st.randoms(use_true_random=False))
    def test_the_digest_is_that_of_the_records(self, what, random):
        dossier, turned = survives(what), survives({**shuffled(what, random), "school": what["school"]})
        assert dossier is not None
        assert dossier.digest == turned.digest
        assert {f.node for f in dossier.findings} == {f.node for f in turned.findings}

    @MANY
    @given(ACCEPTED)
    def test_records_said_twice_are_kept_once(self, what):
        findings = what.get("findings", {})
        findings.pop("1.5", None)  # two words there are two findings of a severity, in one record
        doubled = {**what, "findings": {node: twice(raw) for node, raw in findings.items()}}
        assert survives(doubled).digest == survives(what).digest


class TestFindingsListed:
    """1.10 A list (findings of a severity ...) is complete only where the dossier or register says so"""

    @MANY
    @given(st.lists(st.sampled_from(["concern", "weakness", "deficiency"]), min_size=1), st.booleans())
    def test_more_findings_lie_within_what_an_incomplete_list_leaves_open(self, listed, complete):
        def read(words, *, whole):
            what = {"findings": {"1.5": words}, "complete": ["findings"] if whole else []}
            return read_dossier(what, FRAMEWORK, default_date=ON).findings[0].verdict

        open_, whole = read(listed[:1], whole=False), read(listed, whole=complete)
        assert isinstance(whole, Score)
        assert open_.interval.high == 3
        assert open_.interval.hull(whole.interval) == Interval(min(open_.interval.low, whole.interval.low), 3)
        assert whole.interval.low >= open_.interval.low


def shuffled(what, random):
    """The same maps with their keys in another order, and the same lists with their items."""
    if isinstance(what, list):
        return random.sample([shuffled(item, random) for item in what], len(what))
    if not isinstance(what, dict):
        return what
    return {key: shuffled(what[key], random) for key in random.sample(list(what), len(what))}


def twice(raw):
    return raw * 2 if isinstance(raw, list) else [raw, raw]
