"""What the page shows, and what the questions beside it answer."""

import pytest
from app import CRITERIA, app


@pytest.fixture
def client():
    return app.test_client()


def test_the_form_asks_for_each_criterion(client):
    page = client.get("/").text
    assert len(CRITERIA) == 15
    assert all(f'name="{node.id}"' in page for node in CRITERIA)


def test_a_school_is_assessed(client):
    found = {node.id: "muc-2" for node in CRITERIA} | {"1.1": "muc-1", "3.3": "khong-dat"}
    page = client.post("/", data=found | {"on": "2027-06-30"}).text
    assert 'class="kiemdinh"' in page
    assert "Đạt Mức 1" in page


def test_what_is_wrong_is_told_and_escaped(client):
    page = client.post("/", data={"1.1": "<script>alert(1)</script>", "on": "2027-06-30"}).text
    assert 'role="alert"' in page
    assert "<script>" not in page


def test_the_questions_beside_it(client):
    body = {"framework": "vn.tt57-2026.pho-thong", "dossier": {"findings": {"1.1": "muc-1"}}, "on": "2027-06-30"}
    assert client.post("/quality/api/v1/assess", json=body).json["determined"] is False
    assert client.get("/quality/healthz").json == {"status": "ok"}
