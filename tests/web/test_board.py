"""The board as a visitor's browser meets it: what pages say, what an edit does, and what is refused."""

from __future__ import annotations

import datetime as dt
import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from board_client import AT, BINH_AN, FORM, read_fields, read_text, send, wait_for_list
from starlette.testclient import TestClient

import kiemdinh as kd
from kiemdinh.web import Limits, make_asgi_app
from kiemdinh.web.store import EntryPlace, Store, fill_store

ROOT = Path(__file__).parents[2]
FRAMEWORK = "vn.tt57-2026.pho-thong"
NOW = [AT]
"""What the clock of the board tells."""
HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store(f"sqlite:///{tmp_path_factory.mktemp('board')}/board.db") as opened:
        folder = ROOT / "examples"
        options = {"framework": kd.load(FRAMEWORK), "author": None, "at": AT}
        fill_store(opened, [folder / "thcs-binh-an" / "dossier.yaml"], **options)
        tables = {"columns": folder / "tinh-mau" / "columns.yaml", "register": folder / "tinh-mau" / "register.csv"}
        fill_store(opened, [folder / "tinh-mau" / "schools.csv"], on=dt.date(2027, 6, 30), **tables, **options)
        yield opened


@pytest.fixture(scope="module")
def app(store):
    def may(user, action, school):
        return not (user == "guest" and (action in ("edit", "report") or school == "SYN-001"))

    find_user = lambda request: request.headers.get("x-user")  # noqa: E731
    limits = Limits(seconds=60, body=100_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kiemdinh.web.board._tell_time", lambda: NOW[0])
        return make_asgi_app(frameworks=[FRAMEWORK], store=store, user=find_user, authorize=may, limits=limits)


@pytest.fixture
def clock():
    """Set the clock of the board for one test."""
    yield lambda at: NOW.__setitem__(0, at)
    NOW[0] = AT


@pytest.fixture(scope="module")
def running(app):
    with TestClient(app) as client:
        wait_for_list(client)
        yield client


@pytest.fixture
def client(running):
    running.cookies.clear()
    running.headers["x-user"] = "hong"
    yield running
    running.headers.pop("x-user", None)


@pytest.fixture
def school(store):
    """A school of its own for a test that edits: its findings are those of Bình An, and one external one."""
    dossier = store.read_dossier(BINH_AN)
    findings = dict(dossier["findings"])
    dossier["school"] = {"id": "E", "name": "THCS Thử", "stages": ["thcs"]}
    dossier["external"] = {"1.2": {"is": "muc-1", "why": "Chưa thấy hồ sơ", "on": "2027-06-09"}}
    dossier["findings"] = findings
    return store.put("E", dossier, author=None, at=AT)


@pytest.fixture
def keep(store):
    """Keep a dossier for one test: others count the schools of the list."""
    ids = []

    def put(dossier):
        ids.append(dossier["school"]["id"])
        return store.put(ids[-1], dossier, author=None, at=AT)

    yield put
    with store.engine.begin() as connection:
        for school in ids:
            for table in ("entry", "change", "revision"):
                connection.exec_driver_sql(f"DELETE FROM {table} WHERE school = ?", (school,))  # noqa: S608
            connection.exec_driver_sql("DELETE FROM school WHERE id = ?", (school,))


class TestSchool:
    def test_a_head_sees_level_goal_ways_and_deadline(self, client):
        said = read_text(client.get(f"/schools/{BINH_AN}"))
        assert "Mức hiện nay Đạt Mức 1 Cần cải thiện tính đến 10/06/2027" in said
        assert "Mục tiêu tiếp theo Đạt Mức 2 Hạn gần nhất 04/09/2027" in said
        assert "Cần ít nhất 1 thay đổi; có 3 cách tốn ít như nhau" in said
        assert "Bất kỳ 1 trong 3 mục sau (đã có 4/5)" in said

    def test_in_english(self, client):
        said = read_text(client.get(f"/schools/{BINH_AN}?lang=en"))
        assert "Level now Level 1 To improve as of 2027-06-10" in said
        assert "What to do for Level 2 At least 1 change, in any of 3 equally cheap ways" in said

    def test_the_language_that_was_chosen_is_kept(self, client):
        client.get("/?lang=en")
        assert "<h1>Schools</h1>" in client.get("/").text

    def test_on_a_later_day_the_expired_evidence_is_told(self, client):
        said = read_text(client.get(f"/schools/{BINH_AN}?on=2027-09-05"))
        assert "Còn điều chưa rõ tính đến 05/09/2027" in said
        assert "MC.4.2.01" in said

    def test_what_was_due_before_today_is_overdue_and_the_result_of_today_is_offered(self, client, clock):
        """The result stays that of the day of the dossier: who reads it later is told what has ended since."""
        path = f"/schools/{BINH_AN}"
        # In Viet Nam it is the last minute of the fourth of September, then the first of the fifth.
        clock(dt.datetime(2027, 9, 4, 16, 59, tzinfo=dt.UTC))
        said = read_text(client.get(path))
        assert "tính đến 10/06/2027 · xem theo hôm nay, 04/09/2027" in said
        assert "Hạn gần nhất 04/09/2027" in said
        assert "quá hạn" not in said
        clock(dt.datetime(2027, 9, 4, 17, 0, tzinfo=dt.UTC))
        answer = client.get(path)
        said = read_text(answer)
        assert "Mức hiện nay Đạt Mức 1" in said
        assert "Đã quá hạn Chậm nhất 04/09/2027" in said
        assert "Hạn gần nhất" not in said
        assert f'href="{path}?on=2027-09-05"' in answer.text
        # On a day that was asked for, what is due is judged by that day.
        said = read_text(client.get(f"{path}?on=2027-09-04"))
        assert "Hạn gần nhất 04/09/2027" in said
        assert not any(word in said for word in ("quá hạn", "hôm nay"))

    def test_a_dossier_of_a_day_to_come_has_nothing_overdue(self, client, clock):
        clock(dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
        said = read_text(client.get(f"/schools/{BINH_AN}"))
        assert "Hạn gần nhất 04/09/2027" in said
        assert not any(word in said for word in ("quá hạn", "hôm nay"))

    def test_external_findings_stand_beside_her_own(self, client, school):
        page = client.get("/schools/E").text
        table = page[page.index('<table class="cards criteria">') :]
        row = unescape(table[table.index("<b>1.2</b> Cơ cấu") :].partition("</tr>")[0])
        assert "Chưa có cách thay thế khi nhân sự thay đổi" in row
        assert "Chưa thấy hồ sơ" in row

    def test_the_report_has_the_table_of_criteria(self, client):
        said = read_text(client.get(f"/schools/{BINH_AN}/report"))
        assert "Kết quả từng tiêu chí" in said
        assert f"/schools/{BINH_AN}/picture.svg" in client.get(f"/schools/{BINH_AN}/report").text
        assert "Chưa có cách thay thế khi nhân sự thay đổi" in said

    def test_the_picture_is_an_image(self, client):
        answer = client.get(f"/schools/{BINH_AN}/picture.svg")
        assert answer.headers["content-type"] == "image/svg+xml"
        assert answer.text.startswith("<svg")


class TestOffice:
    def test_schools_are_counted_by_level(self, client):
        # examples/tinh-mau/README.md: 81 at level 2, 84 at level 1, 35 of which no level is guaranteed.
        tile = client.get("/?find=SYN-").text.partition('id="by-level"')[2].partition("</section>")[0]
        counts = {words: int(n) for n, words in re.findall(r"<b>(\d+)</b> <span>(.*?)</span>", tile)}
        assert counts == {"Chưa có mức chắc chắn": 35, "Đạt Mức 1": 84, "Đạt Mức 2": 81}

    def test_filters_work_without_scripts(self, client):
        said = read_text(client.get("/?area=M12"))
        assert "3 trường (trong số" in said
        both = read_text(client.get("/?area=M12&find=SYN-0"))
        assert "Bỏ lọc" in both

    @pytest.mark.parametrize("typed", ["bình an", "BINH AN", "thcs binh", "BÌNH", "bi\u0300nh", "79-769"])
    def test_a_name_is_found_without_its_marks_too(self, client, typed):
        said = read_text(client.get("/", params={"find": typed}))
        assert "1 trường (trong số" in said
        assert "THCS Bình An" in said

    @pytest.mark.parametrize("typed", ["bính an", "bình ân", "binh ân"])
    def test_other_marks_are_another_name(self, client, typed):
        assert "0 trường (trong số" in read_text(client.get("/", params={"find": typed}))

    def test_a_cell_of_the_heat_map_leads_to_its_schools(self, client):
        page = client.get("/?find=SYN-").text
        cell = re.search(r'<a href="([^"]*criterion=1\.1[^"]*)" aria-label="(\d+) trên \d+ [^"]*: M02', page)
        assert cell is not None
        found = read_text(client.get(unescape(cell[1]).partition("#")[0]))
        assert f"{cell[2]} trường (trong số" in found

    def test_an_edit_is_seen_in_the_list_at_once(self, client, store):
        dossier = store.read_dossier("SYN-002")
        school = store.put(
            "M", {**dossier, "school": {"id": "M", "name": "Mới", "stages": ["thcs"]}}, author=None, at=AT
        )
        assert "Đạt Mức 2" in wait_for_list(client, "/?find=Mới").partition("<tbody>")[2].rpartition("<tbody>")[2]
        store.edit("M", school.revision, {EntryPlace("findings", "1.3"): "muc-1"}, author="an", at=AT)
        assert "Đạt Mức 2" not in client.get("/?find=Mới").text.partition("<tbody>")[2].rpartition("<tbody>")[2]
        assert "<strong>Đạt Mức 1</strong>" in wait_for_list(client, "/?find=Mới")

    def test_another_day_is_told_and_stays_while_it_is_filtered(self, client):
        answer = client.get("/?on=2027-12-31&find=Bình")
        assert ", tính đến 31/12/2027" in read_text(answer)
        assert '<input type="date" name="on" value="2027-12-31">' in answer.text
        links = re.findall(r'href="(/\?[^"]*)"', answer.text)
        of_list = [unescape(one) for one in links if "lang=" not in one]
        assert of_list
        assert all("on=2027-12-31" in one for one in of_list)
        assert f'href="/schools/{BINH_AN}?on=2027-12-31"' in answer.text

    def test_the_list_goes_on_on_the_next_page(self, client):
        first, second = (client.get(f"/?find=SYN-&page={page}").text for page in (1, 2))
        rows = [set(re.findall(r'href="/schools/([^"/?]+)"', page)) for page in (first, second)]
        assert [len(one) for one in rows] == [40, 40]
        assert not rows[0] & rows[1]

    @pytest.mark.parametrize(
        "query", ["page=999999999999999999999", "page=-1", "page=²", "level=x", "criterion=zz&goal=q"]
    )
    def test_filters_that_mean_nothing(self, client, query):
        assert client.get(f"/?{query}").status_code == 200


class TestWhatIf:
    def test_a_supposition_is_marked_and_not_stored(self, client, store):
        fields = {"token": read_fields(client.get(f"/schools/{BINH_AN}"))["token"], "set:1.2": "muc-2", "set:1.1": ""}
        before = store.find(BINH_AN)
        answer = send(client, f"/schools/{BINH_AN}/what-if", fields)
        said = read_text(answer)
        assert "Giả sử Nếu những điều dưới đây xảy ra Đạt Mức 1 → trở thành Đạt Mức 2" in said
        assert "1.2 Cơ cấu tổ chức, phân công nhiệm vụ và phối hợp nội bộ: “Đạt Mức 2”" in said
        assert re.search(r'name="set:1.2">.*?value="muc-2" selected', answer.text, re.S)
        assert store.find(BINH_AN) == before

    def test_the_cheapest_way_that_is_left_is_told_again(self, client):
        token = read_fields(client.get("/schools/SYN-003"))["token"]
        said = read_text(send(client, "/schools/SYN-003/what-if", {"token": token, "set:1.2": "muc-1"}))
        assert "Khi đó còn cần làm gì để đạt Mức 1" in said

    @pytest.mark.parametrize("fields", [{"set:1.2": "muc-9"}, {"set:9.9": "met"}, {"set:": "x"}])
    def test_what_cannot_be_supposed_is_told(self, client, fields):
        token = read_fields(client.get(f"/schools/{BINH_AN}"))["token"]
        answer = send(client, f"/schools/{BINH_AN}/what-if", {"token": token, **fields})
        assert answer.status_code == 422
        assert "Không giả sử được như vậy" in read_text(answer)


class TestFindings:
    PATH = "/schools/E/findings?criterion=1.2"

    def test_an_edit_is_kept_and_logged(self, client, school, store):
        fields = read_fields(client.get(self.PATH))
        fields |= {"is:1.2": "muc-2", "why:1.2": "Đã có người thay", "by:1.2": "MC.1.2.01; MC.1.2.02"}
        fields |= {"evidence:code": "MC.1.2.02", "evidence:title": "Quyết định", "evidence:until": "2028-01-01"}
        answer = send(client, "/schools/E/findings", fields)
        assert answer.status_code == 303
        dossier = store.read_dossier("E")
        assert dossier["findings"]["1.2"] == {
            "is": "muc-2",
            "why": "Đã có người thay",
            "by": ["MC.1.2.01", "MC.1.2.02"],
        }
        assert dossier["evidence"]["MC.1.2.02"] == {"title": "Quyết định", "until": "2028-01-01"}
        (made,) = store.read_log("E", since=school.revision)
        assert (made.author, {change.place for change in made.changes}) == (
            "hong",
            {EntryPlace("findings", "1.2"), EntryPlace("evidence", "MC.1.2.02")},
        )
        said = read_text(client.get(answer.headers["location"].partition("#")[0]))
        assert "Đã lưu." in said
        assert "Đạt Mức 1 (Chưa có cách thay thế khi nhân sự thay đổi; MC.1.2.01) → Đạt Mức 2 (Đã có người thay" in said

    def test_a_form_that_is_sent_back_as_it_was_changes_nothing(self, client, school, store):
        for criterion in ("1.1", "1.2", "3.5"):
            fields = read_fields(client.get(f"/schools/E/findings?criterion={criterion}"))
            assert send(client, "/schools/E/findings", fields).status_code == 303
        assert store.find("E") == school

    def test_when_someone_else_has_edited_nothing_that_was_typed_is_lost(self, client, school, store):
        fields = read_fields(client.get("/schools/E/findings?criterion=3.5"))
        a, c = "3.5/muc-2/a", "3.5/muc-2/c"
        theirs = {
            EntryPlace("findings", a): {"is": "unmet", "why": "Sửa bởi Lan"},
            EntryPlace("findings", c): "unknown",
        }
        later = store.edit("E", school.revision, theirs, author="lan", at=AT)
        fields |= {f"is:{c}": "met", f"why:{c}": "Đã giảm\nhai kỳ", "evidence:title": "Biên bản"}
        answer = send(client, "/schools/E/findings", fields)
        assert answer.status_code == 412
        shown = read_fields(answer)
        assert (shown[f"is:{c}"], shown[f"why:{c}"], shown["evidence:title"]) == ("met", "Đã giảm\nhai kỳ", "Biên bản")
        # What she left alone follows the other edit, so that saving again does not undo it.
        assert (shown[f"is:{a}"], shown[f"why:{a}"]) == ("unmet", "Sửa bởi Lan")
        said = read_text(answer)
        assert "Có người vừa sửa trường này" in said
        assert "lan 30/06/2027 15:05" in said
        assert "Hiện trong hồ sơ: chưa rõ" in said
        assert store.find("E") == later
        shown["evidence:title"] = ""
        assert send(client, "/schools/E/findings", shown).status_code == 303
        kept = store.read_dossier("E")["findings"]
        assert kept[c] == {"is": "met", "why": "Đã giảm\nhai kỳ"}
        assert kept[a] == {"is": "unmet", "why": "Sửa bởi Lan"}

    def test_the_header_if_match_says_the_revision_too(self, client, school):
        answer = client.get(self.PATH)
        assert answer.headers["etag"] == f'"{school.revision}"'
        fields = read_fields(answer) | {"why:1.2": "Khác"}
        fields.pop("revision")
        assert send(client, "/schools/E/findings", fields).status_code == 412
        assert send(client, "/schools/E/findings", fields, **{"if-match": '"999"'}).status_code == 412
        assert send(client, "/schools/E/findings", fields, **{"if-match": answer.headers["etag"]}).status_code == 303

    def test_what_cannot_be_read_is_told_and_kept_in_the_form(self, client, school, store):
        fields = read_fields(client.get(self.PATH)) | {"is:1.2": "muc-9", "why:1.2": "Giữ lại"}
        answer = send(client, "/schools/E/findings", fields)
        assert answer.status_code == 422
        assert read_fields(answer)["why:1.2"] == "Giữ lại"
        assert store.find("E") == school

    def test_only_what_is_wrong_is_told_and_no_warning_of_what_was_kept_before(self, client, school):
        fields = read_fields(client.get(self.PATH)) | {"evidence:code": "so-7", "evidence:title": "Sổ"}
        assert send(client, "/schools/E/findings", fields).status_code == 303
        fields = read_fields(client.get(self.PATH)) | {"is:1.2": "rất tốt"}
        answer = send(client, "/schools/E/findings", fields)
        assert answer.status_code == 422
        told = answer.text.partition('class="notice wrong"')[2].partition("</div>")[0]
        said = [re.sub(r"<[^>]+>", "", one) for one in re.findall("<li>(.*?)</li>", unescape(told))]
        assert [one[:36] for one in said] == ["1.2: 'rất tốt' không phải là nhận đị"]

    @pytest.mark.parametrize("name", ["why:1.2", "by:1.2", "evidence:title"])
    def test_a_field_that_is_too_long_is_refused_and_not_cut(self, client, school, store, name):
        """A hundred thousand codes took the school longer to assess than any answer may take, for good."""
        typed = "; ".join(f"M{number}" for number in range(3_000))
        fields = read_fields(client.get(self.PATH)) | {"is:1.2": "muc-1", "evidence:code": "MC.1.2.09", name: typed}
        answer = send(client, "/schools/E/findings", fields)
        assert answer.status_code == 422
        assert "có ô dài hơn 10000 ký tự" in read_text(answer)
        assert read_fields(answer)[name] == typed
        assert store.find("E") == school

    def test_the_log_shows_a_long_reason_cut(self, client, school, store):
        fields = read_fields(client.get(self.PATH)) | {"is:1.2": "muc-1", "why:1.2": "dài " * 2_000}
        assert send(client, "/schools/E/findings", fields).status_code == 303
        log = client.get("/schools/E/findings").text.partition('id="log"')[2]
        assert "dài dài" in log
        assert max(len(one) for one in re.findall("<ins>(.*?)</ins>", log)) <= 400

    def test_a_finding_that_is_emptied_is_taken_away(self, client, school, store):
        fields = read_fields(client.get(self.PATH)) | {"is:1.2": "", "why:1.2": "", "by:1.2": ""}
        assert send(client, "/schools/E/findings", fields).status_code == 303
        assert "1.2" not in store.read_dossier("E")["findings"]

    def test_a_reason_without_a_finding_is_not_lost_silently(self, client, school):
        fields = read_fields(client.get(self.PATH)) | {"is:1.2": "", "why:1.2": "Chỉ nhận xét"}
        answer = send(client, "/schools/E/findings", fields)
        assert answer.status_code == 422
        assert read_fields(answer)["why:1.2"] == "Chỉ nhận xét"
        assert "1.2 : có nhận xét hoặc minh chứng mà chưa có kết quả" in read_text(answer)

    def test_evidence_without_a_code_is_not_lost_silently(self, client, school):
        fields = read_fields(client.get(self.PATH)) | {"evidence:title": "Biên bản"}
        answer = send(client, "/schools/E/findings", fields)
        assert answer.status_code == 422
        assert read_fields(answer)["evidence:title"] == "Biên bản"


class TestRefused:
    def test_without_a_user_pages_are_read_and_edits_refused(self, client, school, store):
        fields = read_fields(client.get("/schools/E/findings?criterion=1.2"))
        client.headers.pop("x-user")
        page = client.get("/schools/E/findings?criterion=1.2")
        assert "Bạn chỉ có thể xem." in page.text
        assert '<form method="post"' not in page.text
        assert send(client, "/schools/E/findings", fields | {"why:1.2": "x"}).status_code == 403
        assert store.find("E") == school

    def test_who_may_not_see_a_school_does_not(self, client):
        client.headers["x-user"] = "guest"
        assert "SYN-001" not in client.get("/?find=SYN-001").text.partition("<table")[2]
        assert client.get("/schools/SYN-001").status_code == 403
        assert client.get(f"/schools/{BINH_AN}/report").status_code == 403
        assert "Báo cáo để in" not in client.get(f"/schools/{BINH_AN}").text

    @pytest.mark.parametrize("path", ["/schools/E/findings", f"/schools/{BINH_AN}/what-if"])
    def test_a_form_of_another_site_is_refused(self, client, path, school, store):
        fields = read_fields(client.get("/schools/E/findings?criterion=1.2")) | {"why:1.2": "x"}
        assert send(client, path, {**fields, "token": ""}).status_code == 403
        assert send(client, path, {**fields, "token": "0" * 64}).status_code == 403
        assert send(client, path, fields, **{"sec-fetch-site": "cross-site"}).status_code == 403
        client.headers["x-user"] = "lan"
        assert send(client, path, fields).status_code == 403
        client.headers["x-user"] = "hong"
        client.cookies.clear()
        assert send(client, path, fields).status_code == 403
        assert store.find("E") == school

    def test_bodies_that_are_no_form(self, client):
        path = "/schools/E/findings"
        assert client.post(path, json={}).status_code == 415
        assert client.post(path, content=b"a=%ff", headers=FORM).status_code == 422
        assert client.post(path, content=b"\xff", headers=FORM).status_code == 422
        assert client.post(path, content=b"a=1&" * 4_000, headers=FORM).status_code == 422
        assert client.post(path, content=b"a" * 100_001, headers=FORM).status_code == 413

    @pytest.mark.parametrize(
        "path",
        [
            "/static/../board.py",
            "/static/..%2fboard.py",
            "/static/%2e%2e/pages.py",
            "/static/base.html",
            "/schools/x/../../etc",
            "/schools/..%2f..%2fetc%2fpasswd",
            "/schools/nope",
            "/schools/nope/findings",
            "/nothing",
            "/templates/base.html",
        ],
    )
    def test_there_is_nothing_else(self, client, path):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Danh sách trường" in answer.text

    def test_a_form_that_is_old_or_too_large_leads_back_to_its_page(self, client, school):
        for page, field in (("findings", "why:1.2"), ("what-if", "set:1.2")):
            path = f"/schools/E/{page}"
            back = "/schools/E" if page == "what-if" else path
            for fields, status in (({"token": "x"}, 403), ({field: "x" * 100_001}, 413)):
                answer = send(client, path, fields)
                assert answer.status_code == status
                assert f'<a href="{back}">Mở lại trang</a>' in answer.text
        client.headers.pop("x-user")
        assert "Mở lại trang" not in client.get("/schools/none").text

    @pytest.mark.parametrize("day", ["mai", "2027-13-01", "../x", "9" * 5_000])
    def test_a_day_that_is_none(self, client, day):
        for path in (f"/schools/{BINH_AN}", f"/schools/{BINH_AN}/report", "/"):
            answer = client.get(f"{path}?on={day}")
            assert answer.status_code == 422
            assert day[:20] in read_text(answer)
            assert len(answer.text) < 5_000
            # It is no fault of the dossier.
            assert "/dossier" not in answer.text

    @pytest.mark.parametrize(
        ("path", "methods"),
        [
            ("/", {"GET", "HEAD"}),
            (f"/schools/{BINH_AN}", {"GET", "HEAD"}),
            (f"/schools/{BINH_AN}/what-if", {"POST"}),
            (f"/schools/{BINH_AN}/findings", {"GET", "HEAD", "POST"}),
            (f"/schools/{BINH_AN}/dossier", {"GET", "HEAD", "POST"}),
        ],
    )
    def test_another_method_is_told_which_there_are(self, client, path, methods):
        for method in {"GET", "OPTIONS", "PUT", "DELETE", "TRACE"} - methods:
            answer = client.request(method, path)
            assert answer.status_code == 405
            assert set(answer.headers["allow"].replace(" ", "").split(",")) == methods

    def test_the_head_of_a_page_is_that_of_its_answer(self, client):
        for path in ("/", f"/schools/{BINH_AN}/findings", "/schools/nope"):
            head, whole = client.head(path), client.get(path)
            assert (head.status_code, head.text) == (whole.status_code, "")
            assert head.headers["content-type"] == whole.headers["content-type"]

    @pytest.mark.parametrize("path", ["", "/report"])
    def test_the_first_and_the_last_day_of_the_calendar(self, client, path):
        for day in ("0001-01-01", "9999-12-31"):
            assert client.get(f"/schools/{BINH_AN}{path}?on={day}").status_code == 200


class TestKeptAndNoLongerRead:
    """A store outlives what it was filled for: a framework is served no longer, or is defined otherwise now."""

    @pytest.fixture
    def outlived(self, keep):
        school = {"id": "N", "name": "THCS Cũ"}
        other = {"framework": "vn.tt18-2018", "date": "2027-06-30", "findings": {"1.1": "muc-1"}, "school": school}
        faulty = {**other, "framework": FRAMEWORK, "findings": {"9.9": "muc-1"}, "school": {"id": "W", "name": "W"}}
        for one in (other, faulty):
            keep(one)

    def test_the_list_filters_by_criterion_all_the_same(self, client, outlived):
        said = read_text(client.get("/?criterion=1.1&goal=muc-1"))
        assert "Trường giả lập 57" in said
        assert "THCS Cũ" not in said

    @pytest.mark.parametrize("path", ["", "/report", "/findings?criterion=1.2"])
    def test_a_dossier_that_cannot_be_read_is_a_page_that_says_why(self, client, outlived, path):
        answer = client.get(f"/schools/W{path}")
        assert answer.status_code == 422
        assert "hồ sơ của trường, không đọc được. không có mục '9.9'" in read_text(answer)
        assert "content-security-policy" in answer.headers

    def test_a_dossier_that_cannot_be_read_is_shown_as_it_is_and_replaced(self, client, outlived, store):
        page = client.get("/schools/W")
        assert 'href="/schools/W/dossier"' in page.text
        page = client.get("/schools/W/dossier")
        fields = read_fields(page)
        typed = json.loads(fields["dossier"])
        assert typed == store.read_dossier("W")
        wrong = send(client, "/schools/W/dossier", fields | {"dossier": json.dumps({**typed, "date": "2027-13-01"})})
        assert wrong.status_code == 422
        said = read_text(wrong)
        assert "9.9" in said
        assert "2027-13-01" in said
        typed["findings"] = {"1.1": "muc-1"}
        fields["dossier"] = json.dumps(typed)
        assert send(client, "/schools/W/dossier", fields).status_code == 303
        assert store.read_dossier("W")["findings"] == {"1.1": "muc-1"}
        assert client.get("/schools/W").status_code == 200
        # A second head who has looked at the dossier before.
        answer = send(client, "/schools/W/dossier", fields | {"dossier": "{}"})
        assert answer.status_code == 412
        assert read_fields(answer)["dossier"] == "{}"

    def test_a_framework_that_is_served_no_longer_is_named_and_the_dossier_shown(self, client, outlived):
        answer = client.get("/schools/N")
        assert answer.status_code == 422
        assert "vn.tt18-2018" in read_text(answer)
        assert "vn.tt18-2018" in read_text(client.get("/schools/N/dossier"))

    @pytest.mark.parametrize(
        "typed",
        ["", "{", "[]", "x: 1", '{"framework": 1}', '{"date": "2027-06-30", "framework": "/etc/passwd"}', "NaN"],
    )
    def test_what_is_no_dossier_is_told_and_stays_in_the_form(self, client, school, store, typed):
        fields = read_fields(client.get("/schools/E/dossier"))
        answer = send(client, "/schools/E/dossier", fields | {"dossier": typed})
        assert answer.status_code == 422
        assert read_fields(answer)["dossier"] == typed
        assert store.find("E") == school

    def test_an_editor_changes_no_external_review_that_can_be_read(self, client, school, store):
        fields = read_fields(client.get("/schools/E/dossier"))
        typed = json.loads(fields["dossier"])
        for external in ({}, {"1.2": "muc-2"}, {**typed["external"], "inputs": {"survey": True}}):
            other = fields | {"dossier": json.dumps({**typed, "external": external})}
            assert send(client, "/schools/E/dossier", other).status_code == 403
        assert store.find("E") == school
        typed["findings"]["1.1"] = "muc-1"
        assert send(client, "/schools/E/dossier", fields | {"dossier": json.dumps(typed)}).status_code == 303

    def test_who_may_not_edit_looks_alone(self, client, school, store):
        fields = read_fields(client.get("/schools/E/dossier"))
        client.headers["x-user"] = "guest"
        page = client.get("/schools/E/dossier").text
        assert "<textarea" not in page
        assert "Chưa có cách thay thế khi nhân sự thay đổi" in page
        assert send(client, "/schools/E/dossier", fields).status_code == 403
        assert store.find("E") == school

    def test_a_fault_is_a_page_that_tells_nothing_of_it(self, app, store, monkeypatch):
        def fail(*_):
            message = "password=hunter2"
            raise RuntimeError(message)

        monkeypatch.setattr(store, "list_schools", fail)
        with TestClient(app, raise_server_exceptions=False) as client:
            answer = client.get("/")
        assert answer.status_code == 500
        assert "hunter2" not in answer.text
        assert "Không trả lời được yêu cầu này." in answer.text
        assert "content-security-policy" in answer.headers
        assert answer.headers["cache-control"] == "no-store"


class TestHeaders:
    @pytest.mark.parametrize(
        "path", ["/", f"/schools/{BINH_AN}", f"/schools/{BINH_AN}/findings", "/nothing", "/static/board.css"]
    )
    def test_a_browser_runs_nothing_and_frames_nothing(self, client, path):
        headers = client.get(path).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert "script-src" not in policy
        assert policy["style-src"] == policy["img-src"] == policy["form-action"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert headers["x-content-type-options"] == "nosniff"

    def test_no_page_has_scripts_or_styles_in_it(self, client, school):
        for path in ("/", "/schools/E", "/schools/E/findings?criterion=1.2", "/schools/E/report"):
            page = client.get(path).text
            assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:|https?://(?!www.w3.org)", page)

    def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(self, client):
        cookie = client.get("/").headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie

    def test_over_tls_the_cookie_stays_there(self, app):
        with TestClient(app, base_url="https://board.example") as client:
            assert "secure" in client.get("/nothing-but-a-cookie").headers.get("set-cookie", "secure").lower()
            assert "secure" in client.get(f"/schools/{BINH_AN}/findings").headers["set-cookie"].lower()


class TestHostileTexts:
    def test_markup_in_a_dossier_stays_text(self, client, store):
        dossier = store.read_dossier(BINH_AN)
        dossier["school"] = {"id": "X", "name": HOSTILE, "district": HOSTILE, "stages": ["thcs"]}
        dossier["findings"]["1.2"] = {"is": "muc-1", "why": HOSTILE, "by": ["MC.1.2.01"]}
        dossier["evidence"]["MC.4.2.01"] = {"title": HOSTILE, "until": "2027-09-04"}
        dossier["external"] = {"1.2": {"is": "muc-2", "why": HOSTILE}}
        store.put("X", dossier, author=HOSTILE, at=AT)
        paths = ["", "/findings?criterion=1.2", "/report", "/picture.svg"]
        for path in ["/?find=alert", *(f"/schools/X{path}" for path in paths)]:
            page = client.get(path).text
            assert "<script" not in page, path
            assert "alert(1)" in page, path

    def test_a_name_without_end_is_cut_and_leaves_room_for_the_others(self, client, keep):
        dossier = {"framework": FRAMEWORK, "date": "2027-06-30", "findings": {"1.1": "muc-1"}}
        place = {"name": "Trường " + "dài " * 2_500, "commune": "W" * 10_000}
        keep({**dossier, "school": {"id": "L", **place}})
        for path in ("/?find=dài", "/schools/L", "/schools/L/findings", "/schools/L/figures", "/schools/L/report"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert "Trường dài dài" in read_text(answer)
            assert "dài dài…" in read_text(answer)
            assert "dài " * 200 not in answer.text
            assert ">" + "W" * 100 not in answer.text

    @pytest.mark.parametrize("school", ["a/b", "..", ".", "a~b", "a?b#c", "a b", "Trường “Ý”"])
    def test_an_id_of_any_letters_has_an_address(self, client, store, school):
        store.put(school, {"framework": FRAMEWORK, "date": "2027-06-30", "school": {"id": school}}, author=None, at=AT)
        page = client.get("/?" + urlencode({"find": school})).text
        addresses = {unescape(one) for one in re.findall(r'<th scope="row"><a href="([^"]*)"', page)}
        headings = {re.search(r"<h1>(.*?)</h1>", client.get(one).text)[1] for one in addresses if "/schools/" in one}
        assert school in map(unescape, headings)
