"""Whatever a dossier is made of, only `InputError` escapes, and what is accepted is blind to the order of records."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kiemdinh.evidence.dossier import Score
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.rules import Interval
from kiemdinh.standards.diagnostics import CODES, InputError
from kiemdinh.standards.loading import load

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
SOON = settings(max_examples=150, deadline=dt.timedelta(seconds=2), suppress_health_check=list(HealthCheck))

WORDS = (
    *("school", "framework", "date", "evidence", "findings", "external", "inputs", "stages", "held", "complete", "notes"),
    *("id", "name", "founded", "is", "reaches", "why", "by", "on", "side", "author", "value", "part", "of", "code", "title"),
    *("issued", "until", "award", "grade", "signed", "ended", "seal", "gold", "badge", "self", "thcs", "thcs/1.1"),
    *("1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "muc-1", "muc-2", "a", "b", "c", "a/gioi", "1.1/muc-1", "1.1/muc-2/a"),
    *("met", "unmet", "unknown", "not-applicable", "true", "khong-dat", "weakness", "grave", "92%", "94,6", "2025-2026"),
    *("2024", "2027-06-30", "kitchen", "area", "conditions", "satisfaction", "attendance", "books", "good_teachers"),
    *("teachers", "excellent", "visited", "signed_on", "waiver", "MC.1.1.01", "nan", ""),
)  # fmt: skip
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
        "held": st.lists(st.fixed_dictionaries({"award": OBJECTS, "signed": OBJECTS}, optional={"grade": OBJECTS}), max_size=2),
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

    @SOON
    @given(st.dictionaries(KEYS, OBJECTS, max_size=5))
    @example({"inputs": {"books": Decimal("1e9999")}})
    @example({"findings": {"1.5": [[["weakness"]]]}, "school": {"stages": {"thcs": 1}}})
    def test_any_objects(self, what):
        survives(what)

    def test_numbers_that_cannot_even_be_written(self):
        huge = 10**5000
        survives({"findings": {"1.4": huge, "1.1": huge}, "inputs": {"books": huge, "kitchen": huge, "signed_on": huge}})
        survives({"school": {"id": huge}, "date": huge, "framework": huge, "complete": [huge], "evidence": huge})

    @SOON
    @given(DOSSIERS)
    def test_objects_in_the_shape_of_a_dossier(self, what):
        survives(what)

    @SOON
    @given(st.data())
    def test_a_mutated_file(self, data):
        at = data.draw(st.integers(0, len(SAMPLE)))
        cut = data.draw(st.integers(0, 20))
        put = data.draw(st.sampled_from(WORDS) | st.text(max_size=6) | st.sampled_from([": ", ", ", "{", "}", "[", "]", "\n"]))
        survives(SAMPLE[:at] + put + SAMPLE[at + cut :])


class TestOrder:
    """3.9 **Resolution** is total and does not depend on the order of records."""

    @SOON
    @given(DOSSIERS, st.randoms(use_true_random=False))
    def test_the_digest_is_that_of_the_records(self, what, random):
        dossier = survives(what)
        turned = survives(_shuffled(what, random))
        assert (dossier is None) == (turned is None)
        if dossier is not None:
            assert dossier.digest == turned.digest


class TestFindingsListed:
    """1.10 A list (findings of a severity ...) is complete only where the dossier or register says so"""

    @SOON
    @given(st.lists(st.sampled_from(["concern", "weakness", "deficiency"]), min_size=1), st.booleans())
    def test_more_findings_lie_within_what_an_incomplete_list_leaves_open(self, listed, complete):
        def read(words, *, whole):
            what = {"findings": {"1.5": words}, "complete": ["findings"] if whole else []}
            return read_dossier(what, FRAMEWORK, default_date=ON).findings[0].said

        open_, whole = read(listed[:1], whole=False), read(listed, whole=complete)
        assert isinstance(whole, Score)
        assert open_.interval.high == 3
        assert open_.interval.hull(whole.interval) == Interval(min(open_.interval.low, whole.interval.low), 3)
        assert whole.interval.low >= open_.interval.low


def _shuffled(what, random):
    """The same maps with their keys in another order."""
    if not isinstance(what, dict):
        return what
    keys = list(what)
    random.shuffle(keys)
    return {key: _shuffled(what[key], random) for key in keys}
