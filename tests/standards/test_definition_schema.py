"""The schema of the definition language: in step with the code, complete for what loads, and deaf to no mistake."""

import copy
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemdinh import InputError
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.readers import read_text
from kiemdinh.parsing.validation import report_empty_values, validate
from kiemdinh.standards.definition import (
    DEFINITION_SCHEMA_ID,
    EXPECTED_FORMS,
    Definition,
    definition_schema,
    schema_text,
)
from kiemdinh.standards.loading.fragments import merge_fragments
from kiemdinh.standards.loading.short_forms import write_out_short_forms
from kiemdinh.testing.strategies import frameworks
from places import at, places

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "schema" / "definition-1.json"
AGAIN = "python -m kiemdinh.standards.definition.schema docs/schema/definition-1.json"
FILES = sorted(
    [
        *(ROOT / "src" / "kiemdinh" / "standards" / "catalogue").glob("*.yaml"),
        *(ROOT / "tests" / "data" / "definitions").rglob("*.yaml"),
        *(ROOT / "examples").glob("*/framework.yaml"),
    ]
)


class Yaml12(yaml.SafeLoader):
    """YAML as an editor reads it: by version 1.2, a date being a text."""


Yaml12.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?[0-9]+\.[0-9]+", "-0123456789"),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), list(_first))


def read(text):
    return yaml.load(text, Yaml12)  # noqa: S506 - a safe loader


def definitions():
    for file in FILES:
        data = read(file.read_text(encoding="utf-8"))
        if "tree" in data and "framework" in data:  # an amendment or a fragment is another kind of file
            yield pytest.param(data, id=file.stem if file.stem != "framework" else file.parent.name)


@pytest.fixture(scope="module")
def validator():
    return jsonschema.Draft202012Validator(definition_schema())


def problems(validator, data):
    return [jsonschema.exceptions.best_match([e]).message for e in validator.iter_errors(data)]


def test_the_file_is_in_step_with_the_code():
    assert FILE.read_text(encoding="utf-8") == schema_text(definition_schema()), f"write it again: {AGAIN}"


def test_it_is_a_schema_with_its_id():
    schema = json.loads(FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == DEFINITION_SCHEMA_ID


@pytest.mark.parametrize("data", list(definitions()))
def test_every_definition_that_we_have_validates(validator, data):
    assert problems(validator, data) == []


TINY = """
kiemdinh: 1
framework: org.example.tiny
source: {document: By-law 1}
subject: {kind: school}
inputs:
  size: {type: choice, choices: [small, {id: large, en: Large}], each: year}
  pupils: {type: number, unit: count}
layers: [{id: criterion, verdict: met}]
sets:
  some: {among: criterion, ids: {by: size, values: {small: [1.1], large: [1.1, 1.2]}}}
define: {crowded: {value: pupils, above: {by: size, values: {small: 20, large: 40}}}}
tree: [{id: 1.1, en: Water is safe, when: {not: crowded}}, {id: 1.2, en: Light}]
outcomes: [{id: result, cases: [{id: good, if: {every: some, that: met}}], otherwise: {id: poor}}]
"""


def test_short_forms_validate(validator):
    assert problems(validator, read(TINY)) == []


def test_an_entry_may_name_a_file_and_nothing_beside_it(validator):
    data = read(TINY)
    data["tree"].append({"from": "criteria/2.yaml"})
    assert problems(validator, data) == []
    data["tree"].append({"from": "criteria/3.yaml", "id": "3"})
    assert problems(validator, data) != []


ADOPTING = """
kiemdinh: 1
adopts: national-standard.yaml
framework: org.example.province.library
cite: Decision 12
parameters: {land_each: {is: 8, cite: Article 3}, boarding: true}
"""


def test_a_file_that_adopts_a_framework(validator):
    data = read(ADOPTING)
    assert problems(validator, data) == []
    assert problems(validator, {**data, "parameters": {}}) != []
    assert problems(validator, {**data, "tree": []}) != []
    del data["framework"]
    assert problems(validator, data) == ["'framework' is a required property"]


def test_a_part_of_a_definition(validator):
    data = read("{kiemdinh: 1, part_of: org.example.tiny, tree: [{id: 1.3, en: Air is clean}]}")
    assert problems(validator, data) == []
    assert problems(validator, {**data, "tree": [{"from": "more.yaml"}]}) != []
    assert problems(validator, {**data, "source": {"document": "By-law 1"}}) != []


def test_a_default_of_a_parameter_may_stand_alone(validator):
    data = read(TINY)
    for default in (8, {"is": 8, "cite": "Article 3"}):
        data["parameters"] = {"land": {"type": "number", "unit": "m2", "default": default}}
        assert problems(validator, data) == []


def change(path, value):
    def apply(data):
        *above, last = path
        for key in above:
            data = data[key]
        if value is KeyError:
            del data[last]
        else:
            data[last] = value

    return apply


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        pytest.param(change(["framework"], KeyError), "'framework' is a required property", id="required key missing"),
        pytest.param(change(["tree", 0, "id"], KeyError), "required property|not valid", id="node without id"),
        pytest.param(change(["layres"], []), "'layres' was unexpected", id="unknown key"),
        pytest.param(change(["layers", 0, "verdikt"], "met"), "'verdikt' was unexpected", id="unknown key of a layer"),
        pytest.param(change(["layers", 0, "verdict"], "passed"), "'passed' is not one of", id="unknown choice"),
        pytest.param(change(["layers"], []), "non-empty|too short", id="empty list"),
        pytest.param(change(["define", "crowded"], {"value": "pupils", "over": 3}), "not valid", id="no comparator"),
        pytest.param(
            change(["outcomes", 0, "cases", 0, "if"], {"count": "some", "that": "met"}),
            "not valid|required",
            id="condition without comparator",
        ),
        pytest.param(
            change(["outcomes", 0, "cases", 0, "if"], {"every": "some", "all": ["met"]}),
            "not valid|unexpected|required",
            id="two alternatives in one",
        ),
        pytest.param(change(["inputs", "pupils"], None), "None is not of type 'object'", id="empty value"),
        pytest.param(change(["source", "in_force"], 2026), "2026 is not of type 'string'", id="a year for a date"),
        pytest.param(change(["kiemdinh"], 2), "2 is not one of", id="another version"),
    ],
)
def test_mistakes_do_not(validator, mistake, says):
    data = copy.deepcopy(read(TINY))
    mistake(data)
    found = problems(validator, data)
    assert any(re.search(says, message) for message in found), found


def test_every_alternative_has_a_required_key_of_its_own():
    schema = definition_schema()
    for name in ("quantity", "condition"):
        classes = [
            schema["$defs"][one["$ref"].rpartition("/")[2]] for one in schema["$defs"][name]["oneOf"] if "$ref" in one
        ]
        own = [frozenset(one["required"]) for one in classes]
        assert len(set(own)) == len(own)
        assert all(own)


def test_every_key_has_words_and_no_part_is_named_by_a_class():
    schema = definition_schema()
    keys = {
        (name, key): form for name, part in schema["$defs"].items() for key, form in part.get("properties", {}).items()
    }
    assert [place for place, form in keys.items() if "description" not in form] == []
    assert [name for name in schema["$defs"] if name != name.lower()] == []


# -- laws: what loads validates, and what loading refuses for its shape the schema refuses -------------------------


def is_about_meaning(problem):
    """Whether bands rise is no matter of shape, nor whether a percentage fits an input: that depends on its unit."""
    of_input = problem.path.startswith("inputs.")
    return problem.code == "KD228" or (problem.code == "KD109" and of_input)


def shape_is_accepted(data):
    """Whether a file with this data gets as far as the meaning of its ids, by the steps of the loader."""
    try:
        source = read_text(json.dumps(data, ensure_ascii=False))
        problems = Problems(source)
        merged = write_out_short_forms(merge_fragments(source, None, problems), problems)
        problems.source = merged
        report_empty_values(merged.data, (), problems)
        validate(Definition, merged.data, problems, expected_forms=EXPECTED_FORMS)
    except InputError:
        return False
    return all(map(is_about_meaning, problems.errors))


VALIDATOR = jsonschema.Draft202012Validator(
    definition_schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
ZOO_FOLDERS = [ROOT / "tests" / "linter" / folder for folder in ("zoo", "second_zoo", "third_zoo", "fourth_zoo")]
ZOOS = sorted(path for folder in ZOO_FOLDERS for path in folder.rglob("*.yaml"))
WRITTEN = [
    data
    for data in (read(TINY), *(read(path.read_text(encoding="utf-8")) for path in ZOOS))
    if len(json.dumps(data)) < 6000 and shape_is_accepted(data)
]
"""Definitions of many fields, small enough to be changed and read many times."""

whole_definitions = st.sampled_from(WRITTEN)
WRONG = (None, True, 7, -1, 1.5, "", " ", "zzz", "zzz zzz", "a/b", "x" * 101, "1/3", "4/2", "60%", "1.234", "1e3")
wrong_values = st.sampled_from((*WRONG, "2026-01-01", "2026-02-31", [], {}, ["zzz"], [["zzz"]], {"zzz": 1}))


@st.composite
def one_change(draw):
    """A definition in which one value is another, or one key is gone, misspelt or too many."""
    data = copy.deepcopy(draw(whole_definitions))
    path = draw(st.sampled_from([*places(data)]))
    holder, key = at(data, path[:-1]), path[-1]
    what = draw(st.sampled_from(["another value", "key gone", "key misspelt", "key too many"]))
    if what == "key gone":
        del holder[key]
    elif what == "key misspelt" and isinstance(holder, dict):
        holder["zzz"] = holder.pop(key)
    elif what == "key too many" and isinstance(holder, dict):
        holder["zzz"] = draw(wrong_values)
    else:
        holder[key] = draw(wrong_values)
    return data


class TestWhatLoadsValidates:
    @settings(deadline=None, max_examples=30)
    @given(frameworks())
    def test_every_drawn_definition_that_loads(self, framework):
        data = read(yaml.safe_dump(framework.source.main.data))
        assert shape_is_accepted(data)
        assert list(VALIDATOR.iter_errors(data)) == []


class TestSchemaAndLoaderRefuseTheSameShapes:
    """A file of one change is refused by both or by neither; names and meaning are looked at later, by the loader."""

    @pytest.mark.parametrize(("end", "is_right"), [("1.234", False), ("1.2340", True), ("1.234%", True), (1.234, True)])
    def test_an_end_of_percentages_is_one_number(self, end, is_right):
        whole = read(TINY)
        whole["inputs"] = {"share": {"type": "number", "unit": "percent", "range": {"from": end}, "en": "Share"}}
        assert shape_is_accepted(whole) == VALIDATOR.is_valid(whole) == is_right

    def test_a_range_of_percentages_has_no_other_keys(self):
        whole = read(TINY)
        whole["inputs"] = {"share": {"type": "number", "unit": "percent", "range": {"from": 0, "to": 100, "til": -1}}}
        assert not shape_is_accepted(whole)
        assert not VALIDATOR.is_valid(whole)

    @settings(deadline=None, max_examples=200)
    @given(one_change())
    def test_after_one_change(self, data):
        assert VALIDATOR.is_valid(data) == shape_is_accepted(data)

    @settings(deadline=None, max_examples=50)
    @given(whole_definitions, st.data())
    def test_an_unknown_key_beside_known_ones_is_refused(self, whole, data):
        whole = copy.deepcopy(whole)
        known = [path for path in places(whole) if path[-1] in ("source", "subject")]
        known += [path for path in places(whole) if path[-2:-1] in (("layers",), ("tree",), ("outcomes",), ("awards",))]
        at(whole, data.draw(st.sampled_from(known)))["zzz"] = "zzz"
        assert not VALIDATOR.is_valid(whole)
        assert not shape_is_accepted(whole)

    @settings(deadline=None, max_examples=50)
    @given(whole_definitions, st.data())
    def test_a_word_outside_a_list_is_refused(self, whole, data):
        whole = copy.deepcopy(whole)
        listed = ("verdict", "its", "certainty", "type", "better")
        words = [path for path in places(whole) if path[-1] in listed and isinstance(at(whole, path), str)]
        path = data.draw(st.sampled_from([path for path in words if path[-2:-1] != ("text",)]))
        at(whole, path[:-1])[path[-1]] = "zzz"
        assert not VALIDATOR.is_valid(whole)
        assert not shape_is_accepted(whole)

    @pytest.mark.parametrize(
        "ids",
        [
            {"by": "size", "values": {"small": ["1.1"], "large": ["1.2"]}, "zzz": 1},
            {"by": "size", "values": {"small": ["a/b"], "large": ["1.2"]}},
            ["1.1", ""],
        ],
    )
    def test_a_table_of_ids_has_its_keys_alone_and_real_ids(self, ids):
        whole = read(TINY)
        whole["sets"]["some"]["ids"] = ids
        assert not VALIDATOR.is_valid(whole)
        assert not shape_is_accepted(whole)

    def test_the_schema_says_what_it_leaves_to_check(self):
        assert "kiemdinh check" in definition_schema()["description"]
