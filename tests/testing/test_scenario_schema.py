"""The schema of a scenario file: it takes all that loads, and refuses what loading refuses for its shape."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.testing import load_scenarios
from kiemdinh.testing.scenario_schema import scenario_schema
from places import at, places

ROOT = Path(__file__).parents[2]
FILES = sorted(
    [*(ROOT / "tests" / "catalogue").glob("*.scenarios.yaml"), *(ROOT / "examples").rglob("*.scenarios.yaml")]
)
VALIDATOR = jsonschema.Draft202012Validator(
    scenario_schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
FILE = {
    "kiemdinh": 1,
    "framework": "vn.tt57-2026.pho-thong",
    "when": "2027-06-30",
    "dossiers": {"empty": {"findings": {}}},
    "scenarios": [
        {
            "name": "Nothing is known",
            "given": "empty",
            "then": {
                "level": "none",
                "attainable": "muc-2",
                "determined": False,
                "outcomes": {"muc": {"level": "none"}},
                "nodes": {"1.1": {"level": "none"}},
                "blockers": {"include": ["1.1"]},
                "repair": {"reachable": True},
                "warnings": [],
            },
        },
        {"name": "One for each", "each": [{"words": "muc-2"}], "given": "empty", "then": {"attainable": "{words}"}},
    ],
}


def loads(data):
    """Whether the shape of a file is read: what its names mean in the framework is another matter."""
    try:
        load_scenarios(json.dumps(data))
    except kd.InputError as error:
        return not any(problem.code < "KD200" for problem in error.diagnostics if problem.severity == "error")
    return True


def as_editors_read(path):
    return json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))


def test_it_is_a_schema_in_which_every_key_has_words():
    schema = scenario_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    forms = [form for part in (schema, *schema["$defs"].values()) for form in part["properties"].values()]
    assert all(form.get("description") for form in forms)
    assert "kiemdinh scenarios" in schema["description"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_that_we_have_validates(path):
    assert list(VALIDATOR.iter_errors(as_editors_read(path))) == []


def test_all_forms_validate():
    assert list(VALIDATOR.iter_errors(FILE)) == []
    assert loads(FILE)


# What is given is a dossier, with a schema of its own; a row of ``each`` has keys of the author's choice.
PLACES = [path for path in places(FILE) if not {"dossiers", "each", "given"} & {*path}]


WRONG = ({"zzz": 1}, [["zzz"]], [{"zzz": 1}], {}, "2026-30-60", "zzz", True, 7, None, "a/b")


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_after_one_change_both_refuse_or_neither(data):
    changed = copy.deepcopy(FILE)
    path = data.draw(st.sampled_from(PLACES))
    if isinstance(at(changed, path), dict) and data.draw(st.booleans()):
        at(changed, path)["zzz"] = "zzz"
    else:
        at(changed, path[:-1])[path[-1]] = data.draw(st.sampled_from(WRONG))
    assert VALIDATOR.is_valid(changed) == loads(changed)
