"""What each question is answered: what the public call of its name gives."""

from __future__ import annotations

import json
from decimal import Decimal

import jsonschema
import pytest
import yaml
from web_cases import CRITERIA, FOUND, GENERAL, ON, ask

import kiemdinh as kd
from kiemdinh.results import Forecast, NextQuestions


def post(client, name, body, **options):
    answer = client.post(f"/api/v1/{name}", json=body, **options)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


@pytest.fixture(scope="module")
def result():
    return kd.assess(GENERAL, {"findings": FOUND}, on=ON)


class TestQuestions:
    def test_assess(self, client, result):
        answer = post(client, "assess", ask())
        assert answer == result.to_dict()
        assert (answer["level"]["id"], answer["determined"]) == ("muc-1", True)

    def test_assess_for_a_level(self, client):
        answer = post(client, "assess", ask(target="muc-2"))
        assert answer["target"]["level"]["id"] == "muc-2"
        assert answer == kd.assess(GENERAL, {"findings": FOUND}, on=ON, target="muc-2").to_dict()

    def test_explain(self, client, result):
        answer = post(client, "explain", ask(target="muc-2"))
        assert answer == result.explain("muc-2").to_dict()
        # 3.3 is not met, and one of 1.1 and 1.2 may stay below.
        assert answer["classes"]["necessary"] == ["3.3/muc-1"]

    def test_repairs_with_costs(self, client, result):
        costs = {"1.1": 3, "1.2": "4", "3.3/muc-2": 5, "3.3/muc-1": {"cost": 10, "who": "Head"}}
        answer = post(client, "repairs", ask(target="muc-2", costs=costs))
        assert answer == result.repairs("muc-2", costs=costs).to_dict()
        # 3.3 at level 1 for 10, and the cheapest of 1.1, 1.2 and 3.3 at level 2.
        assert (answer["repairs"]["cost"], answer["repairs"]["proved"]) == (13, True)

    def test_margin(self, client):
        held = ask(dossier={"findings": dict.fromkeys(CRITERIA, "muc-2")})
        answer = post(client, "margin", held)
        assert answer == kd.assess(GENERAL, held["dossier"], on=ON).margin().to_dict()
        assert (answer["level"]["id"], answer["size"]) == ("muc-2", 1)

    def test_margin_where_no_level_is_held(self, client):
        dossier = {"findings": FOUND | {"1.3": "khong-dat"}}
        answer = post(client, "margin", ask(dossier=dossier))
        assert kd.assess(GENERAL, dossier, on=ON).margin() is None
        assert (answer["kind"], answer["level"]) == ("margin", None)

    def test_what_if(self, client, result):
        changes = {"3.3": "muc-2", "1.1": "muc-2", "1.2": None}
        answer = post(client, "what-if", ask(changes=changes))
        assert answer == result.what_if(changes).to_dict()
        assert answer["changes"] == changes

    def test_what_if_a_figure_stays_a_number(self, client):
        body = ask(changes={"input:years_of_data": 3, "input:attendance": 97.50})
        # As everywhere in results, one that is not whole is its text.
        assert post(client, "what-if", body)["changes"] == {"input:years_of_data": 3, "input:attendance": "97.5"}

    def test_what_if_python_says_it_with_a_decimal(self, result):
        supposed = result.what_if({"input:attendance": Decimal("97.50")})
        assert supposed.to_dict()["changes"] == {"input:attendance": "97.50"}

    def test_forecast(self, client):
        evidence = {"MC.1": {"title": "Plan", "until": "2028-06-30"}, "MC.2": {"title": "Report"}}
        found = {c: {"is": "muc-1", "by": ["MC.1" if c == "4.1" else "MC.2"]} for c in CRITERIA}
        dossier = {"findings": found, "evidence": evidence}
        answer = post(client, "forecast", ask(dossier=dossier, until="2030-12-31"))
        assert answer == kd.assess(GENERAL, dossier, on=ON).forecast(until="2030-12-31").to_dict()
        starts = [(span["start"], span["level"] and span["level"]["id"]) for span in answer["spans"]]
        assert starts == [("2027-06-30", "muc-1"), ("2028-07-01", None)]
        jsonschema.validate(answer, Forecast.describe_data())

    def test_ask_next(self, client):
        dossier = {"findings": dict.fromkeys(CRITERIA, "muc-1") | {"4.1": None, "4.3": None}}
        answer = post(client, "ask-next", ask(dossier=dossier))
        assert answer == kd.assess(GENERAL, dossier, on=ON).ask_next().to_dict()
        assert answer["questions"][0]["id"] == "4.1"
        jsonschema.validate(answer, NextQuestions.describe_data())

    def test_ask_next_for_an_award(self, client):
        dossier = {"findings": dict.fromkeys(CRITERIA, "muc-1") | {"4.1": None}}
        target = "award:chuan-quoc-gia/muc-do-1"
        answer = post(client, "ask-next", ask(dossier=dossier, target=target))
        assert answer == kd.assess(GENERAL, dossier, on=ON).ask_next(target).to_dict()

    def test_the_date_of_the_dossier(self, client, result):
        body = ask(dossier={"findings": FOUND, "date": ON})
        del body["on"]
        assert post(client, "assess", body)["level"] == result.to_dict()["level"]

    def test_a_framework_of_its_own(self, client):
        answer = post(
            client,
            "assess",
            {"framework": "org.example.own", "dossier": {"findings": {"1": "met"}, "inputs": {"land": 8}}, "on": ON},
        )
        assert (answer["level"]["id"], answer["bundled"]) == ("good", False)

    def test_the_day_picks_the_edition(self, client):
        editions = kd.editions("vn.tt18-2018")
        assert len(editions) > 1
        for edition in editions:
            body = {"framework": "vn.tt18-2018", "dossier": {}, "on": edition.in_force.isoformat()}
            assert post(client, "assess", body)["framework_digest"] == edition.digest

    def test_an_example_with_all_that_a_dossier_has(self, client, examples):
        path = examples / "thcs-binh-an" / "dossier.yaml"
        data = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
        expected = kd.assess(GENERAL, data)
        assert post(client, "assess", {"framework": GENERAL, "dossier": data}) == expected.to_dict()
        assert expected.level == kd.assess(None, path).level


class TestFrameworks:
    def test_those_that_are_served(self, client):
        listed = client.get("/api/v1/frameworks").json()["frameworks"]
        assert [one["id"] for one in listed] == [
            *(GENERAL, "vn.tt57-2026.gdtx", "vn.tt18-2018", "vn.tt13-2020.thcs", "vn.ntm-2021.xa"),
            "org.example.own",
        ]
        for one in listed[:-1]:
            editions = kd.editions(one["id"])
            assert [edition["digest"] for edition in one["editions"]] == [edition.digest for edition in editions]
            assert one["vi"] == editions[-1].framework.definition.vi

    def test_one_with_its_definition(self, client):
        answer = client.get(f"/api/v1/frameworks/{GENERAL}").json()
        assert answer["digest"] == kd.load(GENERAL).digest
        assert kd.load(answer["definition"]).digest == answer["digest"]

    def test_the_edition_of_a_day(self, client):
        answer = client.get("/api/v1/frameworks/vn.tt18-2018?on=2018-12-01").json()
        assert answer["edition"] == "vn.tt18-2018@2018-10-10"
        assert client.get("/api/v1/frameworks/vn.tt18-2018?on=never").status_code == 422

    def test_one_that_is_not_served(self, client):
        for name in ("vn.tt57-2026.mam-non", "nothing", "..%2Fx", f"{GENERAL}@2026-07-07", "%00", "é" * 300):
            answer = client.get(f"/api/v1/frameworks/{name}?lang=en")
            assert (answer.status_code, answer.json()["type"]) == (404, "urn:kiemdinh:problem:not-found")


class TestBatch:
    ROWS = (
        {"school": "A", **dict.fromkeys(CRITERIA, "muc-2")},
        {"school": "B", **dict.fromkeys(CRITERIA, "muc-1"), "1.3": "khong-dat"},
        {"school": "C", **FOUND, "1.4": "muc-9"},
    )

    def test_a_table(self, client):
        answer = post(client, "batch", {"framework": GENERAL, "rows": self.ROWS, "on": ON})
        batch = kd.assess_many(GENERAL, list(self.ROWS), on=ON)
        assert answer["levels"] == batch.levels
        assert [(row["school"], row["level"]) for row in answer["levels"]] == [("A", "muc-2"), ("B", None)]
        assert (answer["summary"], answer["rejected"]) == (batch.summary, batch.rejected)
        assert (answer["rejected_cells"], answer["rejected"][0]["column"]) == (1, "1.4")
        assert "criteria" not in answer

    def test_with_each_criterion_and_requirement(self, client):
        body = {"framework": GENERAL, "rows": self.ROWS[:1], "on": ON, "detail": "requirement"}
        answer = post(client, "batch", body)
        batch = kd.assess_many(GENERAL, list(self.ROWS[:1]), on=ON, detail="requirement")
        assert (answer["criteria"], answer["requirements"]) == (batch.criteria, batch.requirements)

    def test_figures_stay_numbers(self, client):
        """``1.5`` is a number here, and never the fifteen of a table whose texts have points between thousands."""
        rows = [{"school": "A", "1": "met", "land": 8.25}, {"school": "B", "1": "met", "land": 1e1}]
        answer = post(client, "batch", {"framework": "org.example.own", "rows": rows, "on": ON})
        assert [(row["school"], row["level"]) for row in answer["levels"]] == [("A", "good"), ("B", "roomy")]

    def test_many_cells_that_cannot_be_read(self, client):
        rows = [{"school": str(i), **dict.fromkeys(CRITERIA, "?")} for i in range(100)]
        answer = post(client, "batch", {"framework": GENERAL, "rows": rows, "on": ON})
        assert (len(answer["rejected"]), answer["rejected_cells"]) == (1000, 1500)

    @pytest.mark.parametrize(
        ("body", "code", "path"),
        [
            ({"rows": {}}, "KD103", "rows"),
            ({"rows": [1]}, "KD103", "rows"),
            ({"rows": "schools.csv"}, "KD103", "rows"),
            ({"rows": [], "columns": "columns.yaml"}, "KD103", "columns"),
            ({"rows": [{"school": "A"}], "detail": "all"}, "KD334", "detail"),
            ({"rows": [{"school": "A", "1.1": "muc-1"}], "on": "soon"}, "KD107", "on"),
            ({"rows": [{"school": "A", "1.1": "muc-1"}], "engine": "duckdb"}, "KD102", "engine"),
        ],
    )
    def test_what_is_no_such_table(self, client, body, code, path):
        answer = client.post("/api/v1/batch?lang=en", json={"framework": GENERAL, "on": ON} | body)
        assert answer.status_code == 422
        assert [(one["code"], one["path"]) for one in answer.json()["diagnostics"]] == [(code, path)]

    def test_no_rows(self, client):
        answer = client.post("/api/v1/batch", json={"framework": GENERAL, "on": ON, "rows": []})
        assert answer.status_code == 422
        assert answer.json()["diagnostics"]
