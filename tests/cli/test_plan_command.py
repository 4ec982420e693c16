"""`kiemdinh plan`: a table, targets and budgets in, what is done in which year out."""

import json
from pathlib import Path

import pytest
from commands import run

PROVINCE = Path(__file__).parents[2] / "examples" / "tinh-mau"
OPTIONS = (
    str(PROVINCE / "schools.csv"), "--columns", str(PROVINCE / "columns.yaml"),
    "--framework", "vn.tt57-2026.pho-thong", "--on", "2027-06-30",
)  # fmt: skip


@pytest.fixture
def terms(tmp_path):
    def write(text):
        path = tmp_path / "terms.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_the_province_has_a_plan_in_every_form(tmp_path):
    files = ("--terms", str(PROVINCE / "plan.yaml"), "--efforts", str(PROVINCE / "efforts.yaml"))
    said = run("plan", *OPTIONS, *files, "--format", "json")
    found = json.loads(said.stdout)
    assert (found["kind"], found["status"], found["gap"]) == ("plan", "optimal", 0)
    assert all(row["reached"] >= row["needed"] for row in found["tables"]["targets"])
    for name in ("x.xlsx", "x.html", "x.svg", "x.md"):
        assert run("plan", *OPTIONS, *files, "--out", str(tmp_path / name), "--lang", "vi").exit_code == 0
        assert (tmp_path / name).stat().st_size


def test_what_is_wrong_with_the_terms_is_told_at_once(terms):
    said = run(
        "plan",
        *OPTIONS,
        "--lang",
        "en",
        "--terms",
        terms("targets: [{share: x, at_least: 0%, by: 2020}]\nbudgets: {a: {}}"),
    )
    assert said.exit_code == 2
    assert "Traceback" not in said.output
    for place in ("targets/0/share", "targets/0/at_least", "targets/0/by", "budgets/a"):
        assert place in said.stderr


def test_there_is_one_day(terms):
    said = run("plan", *OPTIONS, "--on", "2028-06-30", "--terms", terms("targets: []"))
    assert said.exit_code == 2
    assert "--on" in said.stderr


TAN_LAP = Path(__file__).parents[2] / "examples" / "xa-tan-lap"
PRESCHOOLS = (
    str(TAN_LAP / "preschools.csv"), "--framework", "vn.tt13-2020.mam-non", "--on", "2024-06-30",
    "--terms", str(TAN_LAP / "plan.yaml"), "--efforts", str(TAN_LAP / "efforts.yaml"),
)  # fmt: skip


def test_a_commune_meets_its_criterion():
    said = run("plan", *PRESCHOOLS, "--references", str(TAN_LAP / "dossier.yaml"), "--format", "json")
    found = json.loads(said.stdout)
    assert (found["status"], found["cost"]) == ("optimal", 40)
    (row,) = found["tables"]["targets"]
    assert [row[name] for name in ("subject", "node", "held", "reached", "confirmed")] == ["19363", "5", 0, 1, True]


def test_communes_of_a_table_have_their_schools_in_the_register(tmp_path):
    register, communes = tmp_path / "register.csv", tmp_path / "communes.csv"
    register.write_text("id,commune,public,highest_stage\nA,19363,yes,mam-non\nD,19363,yes,mam-non\n", encoding="utf-8")
    communes.write_text("school,region,10,17\n19363,dbsh,met,met\n", encoding="utf-8")
    more = ("--references", f"vn.ntm-2021.xa={communes}", "--register", str(register), "--format", "json")
    found = json.loads(run("plan", *PRESCHOOLS, *more).stdout)
    # The register is not said to be complete, so that there may be further schools.
    assert found["status"] == "infeasible"
    assert [row["obstacles"] for row in found["tables"]["targets"]] == ["known:school"]


def test_whom_a_target_is_about_has_to_be_given():
    said = run("plan", *PRESCHOOLS, "--lang", "en")
    assert said.exit_code == 2
    assert "no subject of 'vn.ntm-2021.xa' is given by references" in said.stderr
