"""Figures and findings of stages are edited on the board: what is kept, what is refused, and what is told beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from board_client import AT, BINH_AN, read_fields, read_text, send, wait_for_list
from starlette.testclient import TestClient

import kiemdinh as kd
from kiemdinh.web import Limits, make_asgi_app
from kiemdinh.web.store import EntryPlace, Store, fill_store

ROOT = Path(__file__).parents[2]
FRAMEWORK = "vn.tt57-2026.pho-thong"
OWN = """\
kiemdinh: 1
framework: org.example.figures
source: {document: By-law 1}
subject: {kind: school, has: [stage], stages: [{id: thcs, en: Lower}, {id: thpt, en: Upper}]}
layers: [{id: c, verdict: met}]
sets: {years: {among: year, last: 2}, stages: {among: stage}}
tree:
  - id: "1"
    en: Water is safe
    parts: [{id: a, en: Enough land, met_if: {value: land, at_least: 8.5}}]
inputs:
  land: {type: number, unit: m2, range: {from: 0, to: 1000}, en: Land}
  opened: {type: date, en: Opened on}
  zone: {type: choice, en: Zone, choices: [{id: town, en: Town}, {id: hills, en: Hills}]}
  mark: {type: choice, en: Mark, choices: [{id: a, en: Top}, {id: nan, en: No mark}]}
  waiver: {type: decision, en: Waived}
  excellent: {type: number, unit: percent, each: [year], range: {from: 0, to: 100}, en: Excellent}
  rooms: {type: number, step: 1, each: [stage], en: Rooms}
outcomes:
  - id: result
    cases:
      - {id: good, if: {all: [{every: c, that: met}, {value: waiver, is: false}]}}
      - id: fine
        if:
          all:
            - {value: zone, is: town}
            - any: [{value: mark, is: a}, {value: land, at_least: 0}]
            - {value: opened, at_most: 2020-01-01}
            - {every: years, that: {value: excellent, at_least: 40%}}
            - {every: stages, that: {value: rooms, at_least: 3}}
    otherwise: {id: poor}
"""
SCHOOL = {
    "school": {"id": "O", "name": "Own", "stages": ["thcs", "thpt"]},
    "framework": "org.example.figures",
    "date": "2027-06-30",
    "evidence": {"E1": {"title": "Deed"}},
    "inputs": {
        "land": {"value": "8.5", "by": ["E1"], "on": "2027-01-10"},
        "excellent": {"2025-2026": {"part": 20, "of": 80}, "2026-2027": "31%"},
    },
    "external": {"inputs": {"land": {"value": 7, "why": "Measured again", "on": "2027-05-01"}}},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store(f"sqlite:///{tmp_path_factory.mktemp('board')}/board.db") as opened:
        options = {"framework": kd.load(FRAMEWORK), "author": None, "at": AT}
        fill_store(opened, [ROOT / "examples" / "thcs-binh-an" / "dossier.yaml"], **options)
        yield opened


@pytest.fixture(scope="module")
def running(store):
    app = make_asgi_app(
        frameworks=[FRAMEWORK, "vn.ntm-2021.xa", "vn.tt04-2025", kd.load(text=OWN)],
        store=store,
        user=lambda request: request.headers.get("x-user"),
        limits=Limits(seconds=60),
        lang="en",
    )
    with TestClient(app) as client:
        yield client


@pytest.fixture
def client(running):
    running.cookies.clear()
    running.headers["x-user"] = "hong"
    return running


@pytest.fixture
def own(store):
    return store.put("O", SCHOOL, author=None, at=AT)


class TestFigures:
    PATH = "/schools/O/figures"

    def test_every_figure_has_a_field_with_what_is_recorded(self, client, own):
        fields = read_fields(client.get(self.PATH))
        said = {key.removeprefix("is:"): value for key, value in fields.items() if key.startswith("is:")}
        assert said == {
            "land": "8.5",
            "opened": "",
            "zone": "",
            "mark": "",
            "waiver": "",
            "excellent@2025-2026": "20/80",
            "excellent@2026-2027": "31%",
            "rooms@thcs": "",
            "rooms@thpt": "",
        }
        assert (fields["by:land"], fields["author:waiver"]) == ("E1", "")

    def test_numbers_choices_dates_and_answers_are_kept_as_readers_take_them(self, client, own, store):
        fields = read_fields(client.get(self.PATH))
        fields |= {"is:opened": "2019-09-05", "is:zone": "hills", "is:rooms@thpt": "12"}
        fields |= {"is:land": "123,5", "why:land": "New deed", "by:land": "E1; E2"}
        fields |= {"evidence:code": "E2", "evidence:title": "New deed"}
        answer = send(client, self.PATH, fields)
        assert answer.status_code == 303
        dossier = store.read_dossier("O")
        assert dossier["inputs"] == {
            "land": {"value": "123.5", "why": "New deed", "by": ["E1", "E2"]},
            "opened": "2019-09-05",
            "zone": "hills",
            "excellent": {"2025-2026": {"part": 20, "of": 80}, "2026-2027": "31%"},
        }
        assert dossier["stages"] == {"thpt": {"inputs": {"rooms": 12}}}
        assert dossier["evidence"]["E2"] == {"title": "New deed"}
        assert dossier["external"] == SCHOOL["external"]
        said = read_text(client.get(answer.headers["location"]))
        assert "Saved." in said
        assert "Figure, Land: 8.5 m² (E1) → 123.5 m² (New deed; E1, E2)" in said
        assert "Figure, Rooms (Upper secondary): 12" in said

    def test_a_form_that_is_sent_back_as_it_was_changes_nothing(self, client, own, store):
        for lang in ("en", "vi"):
            fields = read_fields(client.get(f"{self.PATH}?lang={lang}"))
            assert send(client, self.PATH, fields).status_code == 303
        fields = read_fields(client.get(f"/schools/{BINH_AN}/figures"))
        before = store.find(BINH_AN)
        assert send(client, f"/schools/{BINH_AN}/figures", fields).status_code == 303
        assert (store.find("O"), store.find(BINH_AN)) == (own, before)

    def test_numbers_are_shown_as_the_language_writes_them(self, client, own):
        assert read_fields(client.get(f"{self.PATH}?lang=vi"))["is:land"] == "8,5"

    def test_a_part_of_a_whole_stays_exact(self, client, own, store):
        fields = read_fields(client.get(self.PATH)) | {"is:excellent@2026-2027": "92/96", "is:excellent@2025-2026": ""}
        assert send(client, self.PATH, fields).status_code == 303
        assert store.read_dossier("O")["inputs"]["excellent"] == {"2026-2027": {"part": 92, "of": 96}}

    def test_all_that_is_wrong_is_told_at_once_and_what_was_typed_stays(self, client, own, store):
        wrong = {
            "land": "1001",
            "opened": "31/02/2019",
            "zone": "moon",
            "excellent@2026-2027": "101%",
            "rooms@thcs": "2.5",
        }
        fields = read_fields(client.get(self.PATH)) | {f"is:{key}": value for key, value in wrong.items()}
        answer = send(client, self.PATH, fields)
        assert answer.status_code == 422
        shown = read_fields(answer)
        assert {key: shown[f"is:{key}"] for key in wrong} == wrong
        for key in wrong:
            assert f'href="#field-{key}"' in answer.text
            assert f'id="wrong-{key}-1"' in answer.text
        assert store.find("O") == own

    def test_what_stands_for_nothing_is_told_beside_what_cannot_be_read(self, client, own, store):
        wrong = {"land": "nan", "excellent@2026-2027": "20/NaN", "rooms@thcs": "2.5", "opened": ".nan"}
        fields = read_fields(client.get(self.PATH)) | {f"is:{key}": value for key, value in wrong.items()}
        answer = send(client, self.PATH, fields)
        assert answer.status_code == 422
        assert set(re.findall(r'id="wrong-(.*?)-1"', answer.text)) == set(wrong)
        shown = read_fields(answer)
        assert {key: shown[f"is:{key}"] for key in wrong} == wrong
        assert store.find("O") == own

    def test_a_problem_says_nothing_twice(self, client, own):
        fields = read_fields(client.get(f"{self.PATH}?lang=en")) | {"is:land": "12x"}
        said = re.search(r'id="wrong-land-1">(.*?)</p>', send(client, self.PATH, fields).text)
        assert said[1].count("a number") == 1

    @pytest.mark.parametrize("typed", ["inf", "-inf", "NaN", "nan", "1e400", "0x10", "một", "9" * 5_000, "=1+1", "5 %"])
    def test_what_is_no_number_of_the_figure_is_refused(self, client, own, store, typed):
        fields = read_fields(client.get(self.PATH)) | {"is:land": typed}
        answer = send(client, self.PATH, fields)
        assert answer.status_code == 422
        assert read_fields(answer)["is:land"] == typed
        assert 'id="wrong-land-1"' in answer.text
        assert store.find("O") == own

    def test_unknown_is_recorded_and_is_not_nothing(self, client, own, store):
        fields = read_fields(client.get(f"{self.PATH}?lang=vi")) | {"is:land": "chưa rõ", "why:land": "Đang đo lại"}
        assert send(client, self.PATH, fields).status_code == 303
        assert store.read_dossier("O")["inputs"]["land"]["value"] == "unknown"
        assert read_fields(client.get(f"{self.PATH}?lang=vi"))["is:land"] == "chưa rõ"

    def test_a_decision_needs_its_reason_and_who_made_it(self, client, own, store):
        fields = read_fields(client.get(self.PATH)) | {"is:waiver": "true"}
        answer = send(client, self.PATH, fields)
        assert answer.status_code == 422
        assert 'id="wrong-waiver-1"' in answer.text
        fields |= {"why:waiver": "Flood", "author:waiver": "The office"}
        assert send(client, self.PATH, fields).status_code == 303
        kept = store.read_dossier("O")["inputs"]["waiver"]
        assert kept == {"value": True, "why": "Flood", "author": "The office"}

    def test_a_reason_without_a_value_is_not_lost_silently(self, client, own, store):
        fields = read_fields(client.get(self.PATH)) | {"why:zone": "Half and half"}
        answer = send(client, self.PATH, fields)
        assert answer.status_code == 422
        assert read_fields(answer)["why:zone"] == "Half and half"

    def test_a_later_reason_keeps_the_day_of_the_figure_and_another_value_does_not(self, client, own, store):
        fields = read_fields(client.get(self.PATH)) | {"why:land": "By the deed"}
        assert send(client, self.PATH, fields).status_code == 303
        kept = store.read_dossier("O")["inputs"]["land"]
        assert kept == {"value": "8.5", "on": "2027-01-10", "why": "By the deed", "by": ["E1"]}
        fields = read_fields(client.get(self.PATH)) | {"is:land": "9"}
        assert send(client, self.PATH, fields).status_code == 303
        assert "on" not in store.read_dossier("O")["inputs"]["land"]

    def test_two_years_of_one_figure_edited_by_two_heads(self, client, own, store):
        """The years stand in one entry of the store; neither edit undoes the other."""
        fields = read_fields(client.get(self.PATH)) | {"is:excellent@2026-2027": "40%"}
        place = EntryPlace("inputs", "excellent")
        theirs = {**SCHOOL["inputs"]["excellent"], "2025-2026": "26%"}
        store.edit("O", own.revision, {place: theirs}, author="lan", at=AT)
        answer = send(client, self.PATH, fields)
        assert answer.status_code == 412
        shown = read_fields(answer)
        assert (shown["is:excellent@2026-2027"], shown["is:excellent@2025-2026"]) == ("40%", "26%")
        assert "lan" in read_text(answer)
        assert send(client, self.PATH, shown).status_code == 303
        assert store.read_dossier("O")["inputs"]["excellent"] == {"2025-2026": "26%", "2026-2027": "40%"}

    def test_the_header_if_match_says_the_revision(self, client, own):
        answer = client.get(self.PATH)
        assert answer.headers["etag"] == f'"{own.revision}"'
        fields = read_fields(answer) | {"is:land": "9"}
        fields.pop("revision")
        assert send(client, self.PATH, fields).status_code == 412
        assert send(client, self.PATH, fields, **{"if-match": answer.headers["etag"]}).status_code == 303

    def test_external_figures_stand_beside_and_are_not_edited(self, client, own, store):
        page = client.get(self.PATH)
        assert "External finding: 7 m² Measured again" in read_text(page)
        fields = read_fields(page) | {"is:external.land": "99", "external:land": "99"}
        assert send(client, self.PATH, fields).status_code == 303
        assert store.find("O") == own

    def test_a_stranger_and_a_form_of_another_site_change_nothing(self, client, own, store):
        fields = read_fields(client.get(self.PATH)) | {"is:land": "9"}
        assert send(client, self.PATH, fields | {"token": "0" * 64}).status_code == 403
        assert send(client, self.PATH, fields, **{"sec-fetch-site": "cross-site"}).status_code == 403
        client.headers.pop("x-user")
        assert '<form method="post"' not in client.get(self.PATH).text
        assert send(client, self.PATH, fields).status_code == 403
        assert store.find("O") == own

    def test_an_edit_is_seen_in_the_result(self, client, own):
        before = client.get("/schools/O").text
        fields = read_fields(client.get(self.PATH)) | {"is:land": "6"}
        assert send(client, self.PATH, fields).status_code == 303
        assert client.get("/schools/O").text != before


class TestLabels:
    """Labels have no order, so that none of them is the highest."""

    @pytest.fixture
    def settled(self, store):
        inputs = {"land": 9, "waiver": {"value": False, "why": "None", "author": "The office"}}
        plain = {key: SCHOOL[key] for key in ("school", "framework", "date")}
        return store.put("O", {**plain, "inputs": inputs}, author=None, at=AT)

    def test_a_label_that_is_certain_is_no_highest_level(self, client, settled):
        assert "Level now good Result is certain" in read_text(client.get("/schools/O"))
        wait_for_list(client)
        assert "Own Lower secondary, Upper secondary – good Result is certain" in read_text(client.get("/?state=known"))

    def test_what_has_no_title_is_named_once_and_has_a_name(self, client, store):
        dossier = ROOT / "examples" / "ky-thuat-phan-mem" / "dossier.yaml"
        fill_store(store, [dossier], framework=None, author=None, at=AT)
        page = client.get("/schools/KTPM")
        assert ">1</b> </a>" in page.text
        form = client.get("/schools/KTPM/findings?criterion=1").text
        legends = [" ".join(one.split()) for one in re.findall(r"<legend>(.*?)</legend>", form)]
        assert legends[:3] == ["The criterion as a whole", "1.1", "1.2"]


class TestRegisters:
    def test_members_have_no_form_and_the_page_says_where_they_are_changed(self, client, store):
        dossier = ROOT / "examples" / "xa-tan-lap" / "dossier.yaml"
        (commune,) = fill_store(store, [dossier], framework=None, author=None, at=AT).schools
        answer = client.get(f"/schools/{commune}/figures")
        # Of the four schools one was closed before the day of the dossier.
        assert "Registers of members school: 3 Members have no form here" in read_text(answer)
        assert f'href="/schools/{commune}/dossier"' in answer.text

    def test_a_framework_without_registers_says_nothing_of_them(self, client, own):
        assert "Registers" not in read_text(client.get("/schools/O/figures"))


class TestSupposedFigures:
    def test_a_figure_has_a_field_and_what_is_supposed_is_not_stored(self, client, own, store):
        fields = read_fields(client.get("/schools/O"))
        assert {key for key in fields if key.startswith("set:input:")} == {
            "set:input:land",
            "set:input:opened",
            "set:input:zone",
            "set:input:mark",
            "set:input:excellent@2025-2026",
            "set:input:excellent@2026-2027",
            "set:input:rooms@thcs",
            "set:input:rooms@thpt",
        }
        answer = send(client, "/schools/O/what-if", fields | {"set:input:land": "9,25"})
        assert answer.status_code == 200
        assert '<p class="tag">' in answer.text
        assert read_fields(answer)["set:input:land"] == "9,25"
        assert store.find("O") == own

    def test_a_figure_changes_the_level_that_follows(self, client, own):
        fields = read_fields(client.get("/schools/O"))
        fields |= {"set:input:zone": "town", "set:input:opened": "2019-09-05", "set:input:land": "3"}
        fields |= {"set:input:excellent@2025-2026": "45%", "set:input:excellent@2026-2027": "40/80"}
        fields |= {"set:input:rooms@thcs": "3", "set:input:rooms@thpt": "4"}
        answer = send(client, "/schools/O/what-if", fields)
        assert answer.status_code == 200
        change = answer.text.partition('<p class="change">')[2].partition("</p>")[0]
        assert "<strong>fine</strong>" in change
        assert read_fields(answer)["set:input:rooms@thpt"] == "4"

    def test_what_cannot_be_supposed_is_told_at_its_field_all_at_once(self, client, own, store):
        fields = read_fields(client.get("/schools/O"))
        wrong = {"set:input:land": "inf", "set:input:zone": "moon", "set:input:rooms@thcs": "2.5"}
        answer = send(client, "/schools/O/what-if", fields | wrong)
        assert answer.status_code == 422
        for key, typed in wrong.items():
            assert f'href="#{key.replace("set:", "set-")}"' in answer.text
            assert typed == "moon" or read_fields(answer)[key] == typed
        assert store.find("O") == own

    @pytest.mark.parametrize("typed", ["nan", "NaN", ".nan", "-inf", "1e400", "9" * 5_000, "một"])
    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_what_is_no_number_is_refused_and_not_taken_for_no_change(self, client, own, typed, lang):
        fields = read_fields(client.get(f"/schools/O?lang={lang}")) | {"set:input:land": typed}
        answer = send(client, "/schools/O/what-if", fields)
        assert answer.status_code == 422
        assert read_fields(answer)["set:input:land"] == typed
        said = re.search(r'<p class="conflict" id="wrong-input:land">(.*?)</p>', answer.text)
        assert said is not None
        assert typed[:20] in said[1]
        assert 'aria-describedby="wrong-input:land"' in answer.text

    def test_all_that_stands_for_nothing_is_told_beside_what_cannot_be_read(self, client, own):
        wrong = {
            "set:input:land": "inf",
            "set:input:opened": "nan",
            "set:input:zone": "nan",
            "set:input:excellent@2026-2027": "nan/80",
            "set:input:excellent@2025-2026": "20/NaN",
        }
        answer = send(client, "/schools/O/what-if", read_fields(client.get("/schools/O")) | wrong)
        assert answer.status_code == 422
        for key in wrong:
            assert f'id="{key.replace("set:", "wrong-")}"' in answer.text

    def test_a_word_of_the_framework_is_a_value_whatever_it_is(self, client, own):
        fields = read_fields(client.get("/schools/O")) | {"set:input:mark": "nan"}
        answer = send(client, "/schools/O/what-if", fields)
        assert answer.status_code == 200
        assert "No mark" in read_text(answer)


class TestStages:
    """A school of several stages under Circular 57, which assesses each stage on its own."""

    @pytest.fixture
    def two(self, store):
        dossier = store.read_dossier(BINH_AN)
        dossier["school"] = {"id": "T", "name": "Two stages", "stages": ["thcs", "thpt"]}
        return store.put("T", dossier, author=None, at=AT)

    def test_a_stage_has_a_form_before_it_has_findings(self, client, two, store):
        page = client.get("/schools/T/findings?criterion=1.2")
        assert "/schools/T/findings?criterion=thpt%2F1.2#form" in page.text
        fields = read_fields(client.get("/schools/T/findings?criterion=thpt/1.2"))
        assert (fields["criterion"], fields["is:1.2"]) == ("thpt/1.2", "")
        fields |= {"is:1.2": "muc-2", "by:1.2": "MC.1.2.01"}
        assert send(client, "/schools/T/findings", fields).status_code == 303
        dossier = store.read_dossier("T")
        assert dossier["stages"] == {"thpt": {"findings": {"1.2": {"is": "muc-2", "by": ["MC.1.2.01"]}}}}
        assert dossier["findings"] == store.read_dossier(BINH_AN)["findings"]
        said = read_text(client.get("/schools/T/findings?lang=vi"))
        assert (
            "Tự đánh giá, 1.2 Cơ cấu tổ chức, phân công nhiệm vụ và phối hợp nội bộ (trung học phổ thông"
            in said.replace("THPT", "trung học phổ thông")
        )

    def test_figures_of_a_stage(self, client, two, store):
        fields = read_fields(client.get("/schools/T/figures?stage=thpt"))
        assert fields["stage"] == "thpt"
        assert not any(value for key, value in fields.items() if key.startswith("is:"))
        fields |= {"is:data_on_time@thpt": "90/96"}
        assert send(client, "/schools/T/figures", fields).status_code == 303
        dossier = store.read_dossier("T")
        assert dossier["stages"]["thpt"]["inputs"] == {"data_on_time": {"part": 90, "of": 96}}
        assert dossier["inputs"]["data_on_time"] == {"part": 92, "of": 96}

    @pytest.mark.parametrize(
        "path", ["findings?criterion=gdtx/1.2", "findings?criterion=thpt/9.9", "figures?stage=gdtx"]
    )
    def test_a_stage_that_the_school_does_not_have_has_no_form(self, client, two, path):
        answer = client.get(f"/schools/T/{path}")
        assert answer.status_code == 200
        assert '<form method="post"' not in answer.text

    def test_external_findings_are_no_field_of_the_form(self, client, two, store):
        place = EntryPlace("external", "1.2")
        school = store.edit("T", two.revision, {place: {"is": "muc-1", "on": "2027-06-09"}}, author="so", at=AT)
        fields = read_fields(client.get("/schools/T/findings?criterion=1.2"))
        for name in ("external:1.2", "is:external.1.2", "is:external/1.2"):
            assert send(client, "/schools/T/findings", fields | {name: "muc-2"}).status_code == 303
        assert store.find("T") == school
