"""Requests with input from strangers: each ends soon, with a result or an ``InputError``.

Steps and listed problems are counted, and no clock is read. ``KIEMDINH_FUZZ=N`` draws N requests in place of a few.
"""

import datetime as dt
import itertools
import json
import os
import unicodedata
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.rules import ExhaustedError

ROOT = Path(__file__).parents[1]
GENERAL = "vn.tt57-2026.pho-thong"
ON = "2027-06-30"
DRAWN = int(os.environ.get("KIEMDINH_FUZZ", "60"))
STEPS = 20_000
"""The budget of each search: a request never takes more steps, whatever the dossier says."""

DOSSIERS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*/dossier.yaml"))]
DEFINITIONS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "data").glob("d*/*.yaml"))]
TOKENS = ["unknown", "muc-2", "khong-dat", "not-applicable", "~", "[]", "{}", "&a", "*a", "<<", "!!str", "'", '"', "|"]
TOKENS += [
    "0.5",
    "50%",
    "1.234",
    "-1",
    "1e9",
    "9" * 400,
    "2027-02-30",
    "2026-2027",
    "\t",
    "\0",
    "\u202e",
    "\u0301" * 40,
]
VALUES = [None, "", [], {}, True, -1, 0, 0.5, 1e308, float("nan"), 10**30, b"x", object(), dt.date(2027, 1, 1), *TOKENS]
VALUES += [{"reaches": "muc-2", "by": ["X"]}, {"part": 3, "of": 0}, {"2026-2027": 3}, ["muc-1"], {"value": "50%"}]


@st.composite
def texts(draw, of):
    """A text with some places changed: cut out, doubled, or put in from elsewhere."""
    text = draw(st.sampled_from(of))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        put = draw(st.sampled_from(["", text[start:end] * 2, *TOKENS]) | st.text(max_size=3))
        text = text[:start] + put + text[end:]
    return text


def places(data, at=()):
    yield at
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(value, (*at, key))


@st.composite
def objects(draw, of):
    """Plain data with some values changed, left out, or under another key."""
    data = yaml.load(draw(st.sampled_from(of)), yaml.BaseLoader)  # noqa: S506 - it makes texts alone
    for _ in range(draw(st.integers(1, 4))):
        *above, last = draw(st.sampled_from([place for place in places(data) if place]))
        home = data
        for key in above:
            home = home[key]
        kept = home.pop(last)
        put = draw(st.sampled_from([kept, *VALUES]))
        if isinstance(home, dict):
            home[draw(st.sampled_from([last, f"{last}x", f" {last}", 3, "input:x"]))] = put
        else:
            home.insert(last, put)
    return data


def encoded(answer):
    return None if answer is None else answer.to_dict()


def told(error):
    """Return what an error says as data and as text."""
    return json.dumps(error.to_dict()) + str(error)


def use(result, choose):
    """Ask one public question of a result."""
    nodes, inputs = list(result.framework.nodes), [f"input:{name}" for name in result.framework.inputs]
    supposed = {choose([*nodes, *inputs, "x"]): choose(VALUES) for _ in range(2)}
    levels = choose([None, "muc-1", "muc-2", "none"])
    questions = {
        "data": lambda: json.loads(result.to_json()),
        "text": lambda: result.to_text(choose(["vi", "en"])) + result.to_markdown("vi"),
        "explain": lambda: result.explain(levels).to_dict(),
        "picture": lambda: result.explain(levels).to_svg(),
        "repairs": lambda: result.repairs(levels, limit=3).to_text("en"),
        "margin": lambda: encoded(result.margin()),
        "why": lambda: encoded(result.why()),
        "sets": lambda: list(itertools.islice(result.blocking_sets(levels), 3)),
        "what-if": lambda: result.what_if(supposed).to_dict(),
        "forecast": lambda: result.forecast(until=choose(["2029-06-30", ON, "x"])).to_dict(),
        "ask next": lambda: result.ask_next(levels).to_dict(),
    }
    try:
        answer = questions[choose(sorted(questions))]()
    except ExhaustedError:
        return
    if isinstance(answer, dict) and "search" in answer:
        assert answer["search"]["budget"] == STEPS


@settings(max_examples=DRAWN)
@given(dossier=texts(DOSSIERS) | objects(DOSSIERS), framework=st.sampled_from([None, GENERAL]), data=st.data())
def test_any_dossier_gives_a_result_or_an_input_error(dossier, framework, data):
    try:
        result = kd.assess(framework, dossier, on=ON, budget=STEPS)
        use(result, lambda choices: data.draw(st.sampled_from(choices)))
    except kd.InputError as error:
        told(error)


@settings(max_examples=DRAWN)
@given(definition=texts(DEFINITIONS) | objects(DEFINITIONS), data=st.data())
def test_any_definition_gives_a_framework_or_an_input_error(definition, data):
    try:
        framework = kd.load(text=definition) if isinstance(definition, str) else kd.load(definition)
        use(kd.assess(framework, {}, on=ON, budget=STEPS), lambda choices: data.draw(st.sampled_from(choices)))
    except kd.InputError as error:
        told(error)


@cache
def school():
    criteria = [node for node, info in kd.load(GENERAL).nodes.items() if info.node.levels]
    return kd.assess(GENERAL, {"findings": dict.fromkeys(criteria, "muc-1")}, on=ON)


class TestWhatCouldGrow:
    @pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0323", "\U0001d165\u0301"])
    def test_marks_without_end_on_one_letter(self, marks):
        """Unicode puts marks into their order in the square of their number."""
        name = "a" + marks * 200_000
        escaped = json.dumps({"school": {"name": name}})
        for dossier in ({"school": {"name": name}}, {name: 1}, f"school: {{name: {name}}}", escaped):
            with pytest.raises(kd.InputError, match="KD014"):
                kd.assess(GENERAL, dossier, on=ON)
        with pytest.raises(kd.InputError, match="KD014"):
            school().repairs(costs=f"id,cost\n{name},3\n")

    def test_marks_that_words_have(self):
        name = unicodedata.normalize("NFD", "Trường tiểu học Nguyễn Thị Định ") * 2_000
        assert kd.assess(GENERAL, {"school": {"name": name + "a" + "\u0301" * 30}}, on=ON).school["name"]

    def test_warnings_without_end(self):
        cited = [f"MC.1.2.{i:05}" for i in range(5_000)]
        index = {f"MC.1.1.{i:05}": {"title": "t"} for i in range(10)}
        dossier = {"evidence": index, "findings": {"1.1": {"reaches": "muc-1", "by": cited}}}
        warnings = kd.read_dossier(dossier, GENERAL, default_date=ON).warnings
        assert len(warnings) == 1_001
        assert warnings[-1].message == "more warnings of this kind are not listed"

    def test_changes_without_end(self):
        with pytest.raises(kd.InputError, match="at most 2,000 changes"):
            school().what_if({f"x{i}": "met" for i in range(100_000)})
        with pytest.raises(kd.InputError) as caught:
            school().what_if({f"x{i}": "met" for i in range(2_000)})
        assert len(caught.value.diagnostics) <= 1_000

    def test_problems_without_end(self):
        for dossier in ({f"k{i}": 1 for i in range(60_000)}, {"findings": {f"{i}.{i}": 1 for i in range(40_000)}}):
            with pytest.raises(kd.InputError) as caught:
                kd.assess(GENERAL, dossier, on=ON)
            assert len(caught.value.diagnostics) <= 1_000
        with pytest.raises(kd.InputError) as caught:
            school().repairs(costs={f"x{i}": 1 for i in range(100_000)})
        assert len(caught.value.diagnostics) <= 1_000
