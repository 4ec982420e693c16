"""The document of the API: valid, and true of what is asked and answered."""

from __future__ import annotations

import json

import jsonschema
import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient
from web_cases import CRITERIA, FOUND, GENERAL, ON, PATIENT, ask

from kiemdinh.data.assessment_schema import assessment_schema
from kiemdinh.web import Limits, make_asgi_app, make_router

QUESTIONS = {
    "assess": ask(target="muc-2"),
    "explain": ask(costs={"1.1": 2}),
    "repairs": ask(),
    "margin": ask(),
    "what-if": ask(changes={"3.3": "muc-2"}),
    "forecast": ask(until="2029-12-31"),
    "ask-next": ask(dossier={"findings": {}}),
    "batch": {"framework": GENERAL, "on": ON, "rows": [{"school": "A", **FOUND}, {"school": "B", "1.1": "?"}]},
}


@pytest.fixture(scope="module")
def document(client):
    return client.get("/openapi.json").json()


def resolved(document, schema):
    """Return a schema of the document that stands by itself."""
    text = json.dumps({**schema, "components": document["components"]})
    return json.loads(text)


class TestTheDocument:
    def test_it_is_valid(self, document):
        validate(document)
        assert document["openapi"].startswith("3.1")

    def test_every_address_is_in_it(self, document):
        assert list(document["paths"]) == [
            "/api/v1/frameworks",
            "/api/v1/frameworks/{id}",
            *(f"/api/v1/{name}" for name in QUESTIONS),
            "/healthz",
        ]

    @pytest.mark.parametrize("name", QUESTIONS)
    def test_requests_and_answers_are_as_it_says(self, client, document, name):
        operation = document["paths"][f"/api/v1/{name}"]["post"]
        asked = operation["requestBody"]["content"]["application/json"]["schema"]
        jsonschema.validate(QUESTIONS[name], resolved(document, asked))
        answer = client.post(f"/api/v1/{name}", json=QUESTIONS[name])
        assert answer.status_code == 200
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(answer.json(), resolved(document, schema))
        problem = operation["responses"]["default"]["content"]["application/problem+json"]["schema"]
        jsonschema.validate(client.post(f"/api/v1/{name}", json={}).json(), resolved(document, problem))

    @pytest.mark.parametrize("path", ["/api/v1/frameworks", "/api/v1/frameworks/{id}"])
    def test_frameworks_are_as_it_says(self, client, document, path):
        schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(client.get(path.replace("{id}", GENERAL)).json(), resolved(document, schema))

    def test_the_frameworks_that_are_served_are_named(self, client, document):
        listed = [one["id"] for one in client.get("/api/v1/frameworks").json()["frameworks"]]
        assert document["components"]["schemas"]["margin-request"]["properties"]["framework"]["enum"] == listed

    def test_a_key_that_a_question_does_not_take_is_none_of_the_document(self, document):
        asked = document["paths"]["/api/v1/margin"]["post"]["requestBody"]["content"]["application/json"]["schema"]
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(ask(target="muc-1"), resolved(document, asked))

    def test_the_answer_of_assess_has_the_published_schema(self, document):
        """Its references lead into the document; all else is the schema of ``docs/schema``."""
        published = json.dumps(assessment_schema()).replace("#/$defs/", "#/components/schemas/")
        known = document["components"]["schemas"]
        assert json.loads(published)["properties"] == known["Assessment"]["properties"]
        for name, definition in json.loads(published)["$defs"].items():
            assert known[name] == definition

    def test_where_it_is_mounted(self):
        inner = make_asgi_app(frameworks=[GENERAL])
        with TestClient(Starlette(routes=[Mount("/quality", inner)])) as client:
            assert client.get("/quality/openapi.json").json()["servers"] == [{"url": "/quality"}]
            assert client.get("/quality/healthz").json() == {"status": "ok"}


@pytest.fixture(scope="module")
def app():
    app = FastAPI()
    app.include_router(make_router(frameworks=[GENERAL], limits=Limits(seconds=PATIENT)), prefix="/quality")
    return app


class TestTheRouter:
    def test_its_document_has_the_types_of_python(self, app):
        document = app.openapi()
        validate(document)
        named = {"Assessment", "Explanation", "Repairs", "Margin", "WhatIf", "Forecast", "NextQuestions"}
        assert named <= set(document["components"]["schemas"])
        answer = document["paths"]["/quality/repairs"]["post"]["responses"]["200"]["content"]["application/json"]
        assert answer["schema"] == {"$ref": "#/components/schemas/Repairs"}
        body = document["paths"]["/quality/repairs"]["post"]["requestBody"]["content"]["application/json"]["schema"]
        jsonschema.validate(QUESTIONS["repairs"], body)

    def test_it_answers_as_the_application(self, app, client):
        with TestClient(app) as routed:
            for name, body in QUESTIONS.items():
                assert (
                    routed.post(f"/quality/{name}", json=body).json()
                    == client.post(f"/api/v1/{name}", json=body).json()
                )
            assert routed.get(f"/quality/frameworks/{GENERAL}").json()["id"] == GENERAL
            wrong = routed.post("/quality/assess?lang=en", json={"framework": "no", "dossier": {}, "on": ON})
            assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:kiemdinh:problem:invalid")
            assert routed.get("/quality/frameworks/none").status_code == 404


def test_held_levels_in_a_what_if(client):
    """What is supposed of one criterion is told beside what is held of all."""
    body = ask(dossier={"findings": dict.fromkeys(CRITERIA, "muc-2")}, changes={"1.1": "khong-dat"})
    answer = client.post("/api/v1/what-if", json=body).json()
    assert {one["id"] for one in answer["differences"]} >= {"1.1"}
