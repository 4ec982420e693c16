"""7.4 A result is JSON under a published schema; readers of an older minor version keep working."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

import kiemdinh as kd
from kiemdinh.data.as_json import ASSESSMENT_SCHEMA_ID
from kiemdinh.data.assessment_schema import assessment_schema
from kiemdinh.data.schema import name_schema
from kiemdinh.standards.definition import schema_text

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "schema" / "assessment-1.1.json"
AGAIN = "python -m kiemdinh.data.assessment_schema docs/schema/assessment-1.1.json"
EXAMPLES = sorted(p for p in (ROOT / "examples").glob("*/dossier.yaml"))

POINTS = """
kiemdinh: 1
framework: org.example.points
source: {document: By-law 1}
subject: {kind: school}
inputs:
  pupils: {type: number, unit: count, range: {from: 0, to: 90}}
  area: {type: number, unit: m2}
layers: [{id: criterion, verdict: points}]
tree:
  - {id: "1", points: 12.5}
  - {id: "2", points: 20}
outcomes:
  - id: action
    cases:
      - id: good
        if: {all: [{sum: criterion, of: {its: points}, at_least: 20}, {value: area, per: pupils, at_least: 1.5}]}
    otherwise: {id: poor}
awards:
  - {id: badge, needs: {outcome: action, is: good}, valid: {by: action, values: {good: 2 years}}}
"""


def several():
    for file in EXAMPLES:
        yield pytest.param(kd.assess(None, file, allow_files=True), id=file.parent.name)
    for bundled in kd.catalogue():
        yield pytest.param(kd.assess(bundled, {}, on="2027-06-30"), id=f"empty {bundled.id}")
    points = kd.load(text=POINTS)
    findings = {"1": 7.25, "2": None}
    yield pytest.param(kd.assess(points, {"findings": findings}, on="2027-06-30"), id="points and labels")
    inputs = {"pupils": 30, "area": {"value": 10, "on": "2027-01-01"}}
    yield pytest.param(
        kd.assess(points, {"findings": {"1": 12.5, "2": 3}, "inputs": inputs}, on="2027-06-30", target="good"),
        id="a label as target",
    )


def closed(schema):
    """The same schema with no key beside those it describes."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    return (
        {**inner, "additionalProperties": False} if schema.get("type") == "object" and "properties" in schema else inner
    )


@pytest.fixture(scope="module")
def validator():
    return jsonschema.Draft202012Validator(assessment_schema())


def test_the_file_is_in_step_with_the_code():
    assert FILE.read_text(encoding="utf-8") == schema_text(assessment_schema()), f"write it again: {AGAIN}"


def test_it_is_a_schema_with_the_id_that_results_name():
    schema = json.loads(FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == name_schema(ASSESSMENT_SCHEMA_ID) == "urn:kiemdinh:schema:assessment:1.1"


@pytest.mark.parametrize("result", list(several()))
def test_results_validate(validator, result):
    said = json.loads(result.to_json())
    assert said == result.to_dict()
    assert [e.message for e in validator.iter_errors(said)] == []


@pytest.mark.parametrize("result", list(several()))
def test_results_are_valid_under_the_schema_of_1_0(result):
    earlier = json.loads((FILE.parent / "assessment-1.0.json").read_text(encoding="utf-8"))
    assert [e.message for e in jsonschema.Draft202012Validator(earlier).iter_errors(result.to_dict())] == []


@pytest.mark.parametrize("result", list(several()))
def test_results_say_nothing_that_the_schema_does_not_describe(result):
    strict = jsonschema.Draft202012Validator(closed(assessment_schema()))
    assert [e.message for e in strict.iter_errors(result.to_dict())] == []


def test_a_reader_of_1_0_accepts_what_a_later_minor_version_adds(validator):
    said = kd.assess(None, EXAMPLES[0], allow_files=True).to_dict()
    later = {**said, "schema": ASSESSMENT_SCHEMA_ID.replace("1.1", "1.7"), "margin": {"of": "muc-1"}}
    assert [e.message for e in validator.iter_errors(later)] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["level", "id"], 1),
        (["determined"], "yes"),
        (["schema"], "https://kiemdinh.dev/schema/assessment/2.0.json"),
        (["dates", "law"], None),
        (["nodes", 0, "applies"], "true"),
        (["outcomes", 0, "kind"], "ranking"),
    ],
)
def test_what_is_no_result_does_not(validator, path, value):
    said = copy.deepcopy(kd.assess(None, ROOT / "examples" / "thcs-binh-an" / "dossier.yaml").to_dict())
    *above, last = path
    inner = said
    for key in above:
        inner = inner[key]
    inner[last] = value
    assert list(validator.iter_errors(said)) != []
    del inner[last]
    assert list(validator.iter_errors(said)) != []
