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
