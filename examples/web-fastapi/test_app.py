"""What the service answers."""

import pytest
from app import FRAMEWORK, app
from fastapi.testclient import TestClient

CRITERIA = ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1", "4.2", "4.3"]
FOUND = dict.fromkeys(CRITERIA, "muc-2") | {"1.1": "muc-1", "1.2": "muc-1", "3.3": "khong-dat"}


@pytest.fixture(scope="module")
def client():
    with TestClient(app) as client:
        yield client


def test_a_question_by_someone_with_a_key(client):
    body = {"framework": FRAMEWORK, "dossier": {"findings": FOUND}, "on": "2027-06-30"}
    answer = client.post("/quality/assess", json=body, headers={"x-key": "key-of-lan"})
    assert answer.json()["level"]["id"] == "muc-1"
    assert client.post("/quality/assess", json=body).status_code == 403


def test_the_endpoint_of_its_own(client):
    answer = client.post("/report?on=2027-06-30", json={"school": "THCS A", "findings": FOUND}).json()
    assert (answer["school"], answer["result"]["level"]["id"]) == ("THCS A", "muc-1")
    assert answer["repairs"]["repairs"]["cost"] == 2


def test_what_is_wrong_is_told_in_vietnamese(client):
    answer = client.post("/report?on=2027-06-30", json={"school": "THCS A", "findings": {"9.9": "muc-1"}})
    assert answer.status_code == 422
    assert answer.json()["detail"]["diagnostics"][0]["message"] == "không có mục '9.9'"


def test_the_document_knows_the_types_of_results(client):
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert {"Assessment", "Repairs", "Report"} <= set(schemas)
