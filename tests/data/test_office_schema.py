"""The schema of what an office is told: it is written, and each kind of result is valid under it (7.4)."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import kiemdinh as kd
from kiemdinh.data.office import OFFICE_TABLES
from kiemdinh.data.office.office_schema import schema_of_office
from kiemdinh.narration.language import LANGUAGES
from kiemdinh.narration.office import describe_column

PATH = Path(__file__).parents[2] / "docs" / "schema" / "office-1.0.json"
ROWS = [{"school": "A", "1.1": "muc-2"}, {"school": "B", "1.1": "muc-1"}, {"school": "C"}]


@pytest.fixture(scope="module")
def results():
    batch = kd.assess_many("vn.tt57-2026.gdtx", ROWS, on="2027-06-30")
    edition = "vn.tt57-2026.gdtx"
    register = [{"id": "A", "award": "x", "signed": "2026-09-01", "ends": "2027-12-31"}]
    risk = kd.risk(batch, register, on="2027-06-30", until="2028-06-30")
    award = {"award": "vn.tt18-2018/chuan-quoc-gia", "grade": "muc-do-1", "signed": "2022-05-20"}
    teams = [{"id": "T", "per_month": 1, "members": [{"id": "a", "trained": True}]}]
    schools = [{"id": school, **award} for school in "ABCDE"]
    renewals = kd.renewals(schools, on="2027-01-01", until="2027-12-31", teams=teams)
    targets = [{"share": "muc-1", "at_least": "50%", "by": 2028}]
    plan = kd.plan(batch, on="2027-06-30", targets=targets, budgets={"money": {"unit": "VND", 2027: 90}})
    compared = [kd.compare(batch, by="stage"), kd.impact(batch, edition, edition, on="2027-06-30")]
    return [*compared, risk, renewals, plan]


def test_the_published_schema_is_that_of_the_source():
    """``python -m kiemdinh.data.office.office_schema docs/schema/office-1.0.json`` writes it again."""
    assert json.loads(PATH.read_text("utf-8")) == schema_of_office()


def test_each_result_is_valid(results):
    """7.4 A result is JSON under a published schema; readers of an older minor version keep working."""
    for result in results:
        jsonschema.validate(json.loads(result.to_json()), schema_of_office())


def test_each_result_has_the_tables_of_its_kind(results):
    for result in results:
        declared = OFFICE_TABLES[result.kind]
        assert list(result.tables) == list(declared)
        for name, columns in declared.items():
            assert list(result.tables[name])[: len(columns)] == list(columns)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_column_is_described(lang):
    names = {name for tables in OFFICE_TABLES.values() for columns in tables.values() for name in columns}
    assert [name for name in names if describe_column(name, lang) == describe_column("?", lang)] == []
