"""Names of facts and values are read and written in one module, and nothing is lost on the way."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemdinh.standards.names import (
    AwardName,
    FactKind,
    FactName,
    FactNames,
    ShownName,
    ValueKind,
    ValueName,
    read_award_name,
    read_fact_name,
    read_value_name,
)


def names(cls, *parts, **more):
    """Draw names; of parts that are not given none are drawn, as hypothesis else does for named tuples."""

    def make(*args, **named):
        return cls(*args, **named)

    return st.builds(make, *parts, **more)


PACKAGE = Path(__file__).parents[2] / "src" / "kiemdinh"
IDS = st.text("abc123.-", min_size=1, max_size=6)
PATHS = st.lists(IDS, min_size=1, max_size=3).map("/".join)
SIDES = st.sampled_from([None, "self", "external"])
FACTS = st.one_of(
    names(FactName, st.sampled_from([FactKind.NODE, FactKind.APPLIES, FactKind.GUARD]), PATHS, side=SIDES),
    names(
        FactName,
        st.sampled_from([FactKind.OUTCOME, FactKind.LABEL, FactKind.CASE, FactKind.AWARD, FactKind.LOST]),
        IDS,
        st.one_of(st.none(), IDS),
        side=SIDES,
    ),
    names(
        FactName, st.just(FactKind.HELD), IDS, st.one_of(st.none(), IDS), held_for=st.sampled_from([None, "5 years"])
    ),
)
YEARS = st.integers(2000, 2040).map(lambda year: f"{year}-{year + 1}")
VALUES = st.one_of(
    names(ValueName, st.just(ValueKind.INPUT), IDS, at=st.lists(st.one_of(IDS, YEARS), max_size=2).map(tuple)),
    names(ValueName, st.just(ValueKind.PER), IDS, IDS, at=st.lists(YEARS, max_size=1).map(tuple)),
    names(ValueName, st.sampled_from([ValueKind.RATING, ValueKind.POINTS, ValueKind.FINDING]), PATHS),
    names(ValueName, st.just(ValueKind.CLOCK), st.just("5 years")),
)


@given(FACTS)
def test_a_fact_is_read_as_it_was_written(name):
    assert read_fact_name(str(name)) == name


@given(VALUES)
def test_a_value_is_read_as_it_was_written(name):
    assert read_value_name(str(name)) == name


@given(IDS, IDS, SIDES)
def test_a_framework_tells_a_step_from_a_node(node, step, side):
    name = FactName(FactKind.STEP, node, step, side)
    assert FactNames([(node, step)]).read(str(name)) == name
    assert FactNames([]).read(str(name)) == FactName(FactKind.NODE, f"{node}/{step}", side=side)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1.3/muc-1/a", FactName(FactKind.NODE, "1.3/muc-1/a")),
        ("applies:1.3/muc-1/a", FactName(FactKind.APPLIES, "1.3/muc-1/a")),
        ("outcome:muc/muc-1", FactName(FactKind.OUTCOME, "muc", "muc-1")),
        ("external:outcome:muc/muc-1", FactName(FactKind.OUTCOME, "muc", "muc-1", "external")),
        ("label:action=sc", FactName(FactKind.LABEL, "action", "sc")),
        ("award:dat-chuan", FactName(FactKind.AWARD, "dat-chuan")),
        ("held:dat-chuan/1 for 5 years", FactName(FactKind.HELD, "dat-chuan", "1", held_for="5 years")),
        ("never:dat-chuan", FactName(FactKind.NEVER, "dat-chuan")),
    ],
)
def test_facts_as_definitions_write_them(text, name):
    assert read_fact_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("input:excellent@thcs/2025-2026", ValueName(ValueKind.INPUT, "excellent", at=("thcs", "2025-2026"))),
        ("excellent", ValueName(ValueKind.INPUT, "excellent")),
        ("mistyped:excellent", ValueName(ValueKind.INPUT, "mistyped:excellent")),
        ("per:books:pupils@2025-2026", ValueName(ValueKind.PER, "books", "pupils", ("2025-2026",))),
        ("rating:1.1", ValueName(ValueKind.RATING, "1.1")),
        ("clock:5 years ago", ValueName(ValueKind.CLOCK, "5 years ago")),
        ("clock:within 5 years", ValueName(ValueKind.CLOCK, "within 5 years")),
    ],
)
def test_values_as_definitions_write_them(text, name):
    assert read_value_name(text) == name


def test_parts_of_a_value():
    name = read_value_name("per:books:pupils@thcs/2025-2026")
    assert (name.year, name.members) == ("2025-2026", ("thcs",))
    assert str(name.numerator) == "input:books@thcs/2025-2026"
    assert str(name.denominator) == "input:pupils@thcs/2025-2026"


@given(st.one_of(st.none(), st.just("thcs")), st.one_of(FACTS, VALUES))
def test_what_a_result_shows_is_read_as_it_was_written(stage, name):
    names = FactNames([], [name.node] if name.node is not None else [])
    assert names.read_shown(str(ShownName(stage, name))) == ShownName(stage, name)


@pytest.mark.parametrize(
    ("text", "stage", "name", "of_node"),
    [
        ("1.3", None, FactName(FactKind.NODE, "1.3"), "1.3"),
        ("thcs/1.3", "thcs", FactName(FactKind.NODE, "1.3"), "thcs/1.3"),
        ("1.3/muc-1", None, FactName(FactKind.STEP, "1.3", "muc-1"), "1.3"),
        ("thcs/1.3/muc-1", "thcs", FactName(FactKind.STEP, "1.3", "muc-1"), "thcs/1.3"),
        ("thcs/applies:1.3", "thcs", FactName(FactKind.APPLIES, "1.3"), "thcs/applies:1.3"),
        ("outcome:muc/muc-1", None, FactName(FactKind.OUTCOME, "muc", "muc-1"), "outcome:muc/muc-1"),
        ("input:x@thcs", None, ValueName(ValueKind.INPUT, "x", at=("thcs",)), "input:x@thcs"),
        ("thcs/9.9", None, FactName(FactKind.NODE, "thcs/9.9"), "thcs/9.9"),
    ],
)
def test_a_stage_stands_in_front_of_what_is_its_own(text, stage, name, of_node):
    shown = FactNames([("1.3", "muc-1")], ["1.3"]).read_shown(text)
    assert (shown, str(shown), shown.of_node) == (ShownName(stage, name), text, of_node)


def written_names():
    """Texts in the code, docstrings left out, that begin as the name of a fact or value does."""
    words = "|".join(kind.value for kind in (*FactKind, *ValueKind) if kind.value.strip())
    pattern = re.compile(rf"({words}|self|external):(?! )")
    for file in PACKAGE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in docstrings and pattern.match(str(node.value)):
                yield f"{file.relative_to(PACKAGE)}:{node.lineno}"


def cut_texts():
    """Calls in the code that cut a text at a slash or an "@", as one would who takes an id apart."""
    for file in PACKAGE.rglob("*.py"):
        calls = (node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        for call in calls:
            at_mark = any(isinstance(given, ast.Constant) and given.value in ("/", "@") for given in call.args)
            if at_mark and getattr(call.func, "attr", None) in ("partition", "rpartition", "split", "rsplit"):
                yield f"{file.relative_to(PACKAGE)}:{call.lineno}"


def test_no_other_module_makes_or_cuts_a_name():
    assert {place for place in cut_texts() if not place.startswith("standards/names.py")} == set()
    assert {place for place in written_names() if not place.startswith("standards/names.py")} == set()


@given(names(AwardName, st.one_of(st.none(), IDS), IDS))
def test_an_award_is_read_as_it_was_written(name):
    assert read_award_name(str(name)) == name
