"""The schema of a dossier for editors: it takes all that is read, and refuses unknown keys where reading does."""

import copy
import json

import jsonschema
import pytest
from hypothesis import given, settings

import kiemdinh as kd
from kiemdinh.evidence.dossier_schema import dossier_schema
from kiemdinh.testing.strategies import dossiers
from places import at

FRAMEWORK = kd.load("vn.tt57-2026.pho-thong")
VALIDATOR = jsonschema.Draft202012Validator(dossier_schema())
DOSSIER = {
    "school": {"name": "School 1", "stages": ["thcs"], "founded": "1990-09-01", "motto": "Learn"},
    "date": "2026-06-30",
    "evidence": {"H1-1.1-01": {"title": "A plan", "also": ["H1"], "issued": "2026-01-01"}, "H1-1.1-02": "A title"},
    "findings": {"1.1": {"muc-1": {"a": {"is": "met", "by": "H1-1.1-01"}}}},
    "external": {"1.2": "muc-1", "inputs": {}},
    "stages": {"thcs": {"findings": {}}},
    "held": [{"award": "org.example/plaque", "signed": "2026-06-01"}],
    "complete": "held",
    "notes": {"author": "A"},
}


def is_read(data):
    try:
        kd.read_dossier(json.dumps(data), FRAMEWORK)
    except kd.InputError:
        return False
    return True


def change(path, value):
    data = copy.deepcopy(DOSSIER)
    at(data, path[:-1])[path[-1]] = value
    return data


def test_it_is_a_schema_and_says_what_it_leaves_to_check():
    jsonschema.Draft202012Validator.check_schema(dossier_schema())
    assert "kiemdinh check" in dossier_schema()["description"]


def test_all_forms_validate():
    assert list(VALIDATOR.iter_errors(DOSSIER)) == []
    assert is_read(DOSSIER)


@settings(deadline=None, max_examples=50)
@given(dossiers(FRAMEWORK))
def test_every_drawn_dossier_that_is_read_validates(data):
    assert list(VALIDATOR.iter_errors(data)) == []


@pytest.mark.parametrize(
    "holder",
    [(), ("evidence", "H1-1.1-01"), ("held", 0), ("stages", "thcs")],
    ids=lambda path: ".".join(map(str, path)),
)
def test_an_unknown_key_is_refused_as_reading_refuses_it(holder):
    data = change((*holder, "zzz"), "zzz")
    assert not VALIDATOR.is_valid(data)
    assert not is_read(data)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("school",), ["School 1"]),
        (("school", "name"), {"vi": "A"}),
        (("evidence",), "H1-1.1-01"),
        (("evidence", "H1-1.1-01", "title"), ["A plan"]),
        (("findings",), ["1.1"]),
        (("external",), "1.2"),
        (("stages",), ["thcs"]),
        (("stages", "thcs"), "met"),
        (("held",), {"award": "x"}),
        (("held", 0), "plaque"),
        (("held", 0, "signed"), None),
    ],
    ids=str,
)
def test_a_wrong_type_is_refused_as_reading_refuses_it(path, value):
    data = change(path, value)
    assert not VALIDATOR.is_valid(data)
    assert not is_read(data)
