"""Write what a client in another language starts from: OpenAPI documents, and answers to it.

``python tests/typescript/write_documents.py FOLDER`` writes ``openapi.json`` and ``answers.json`` of an application of
FastAPI, ``web.json`` and ``repairs.json`` of the application that :func:`kiemdinh.web.make_asgi_app` makes, and
``problem.json``, its answer to a request that says something wrong. It needs FastAPI and httpx2.
"""

import json
import sys
from pathlib import Path

import yaml
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.testclient import TestClient

import kiemdinh as kd
from kiemdinh.results import Explanation, Forecast, Margin, NextQuestions, Repairs, WhatIf
from kiemdinh.web import make_asgi_app

JSON = {"content-type": "application/json"}
SCHOOL = Path(__file__).parents[2] / "examples" / "thcs-binh-an" / "dossier.yaml"


class Report(BaseModel):
    """What an endpoint could answer: a result with all that explains it."""

    result: kd.Assessment
    explanation: Explanation
    repairs: Repairs
    margin: Margin
    what_if: WhatIf
    forecast: Forecast
    questions: NextQuestions
    problems: list[kd.Diagnostic]


FRAMEWORK = "vn.tt57-2026.pho-thong"


def main(folder: Path) -> None:
    app = FastAPI(title="An application", version="1")

    @app.get("/report")
    def report() -> Report:
        result = kd.assess(FRAMEWORK, SCHOOL)
        return Report(
            result=result,
            explanation=result.explain("muc-2"),
            repairs=result.repairs("muc-2"),
            margin=result.margin(),
            what_if=result.what_if({"1.2": "muc-2"}),
            forecast=result.forecast(until="2027-12-31"),
            questions=result.ask_next(),
            problems=[],
        )

    (folder / "openapi.json").write_text(json.dumps(app.openapi()), encoding="utf-8")
    (folder / "answers.json").write_text(report().model_dump_json(), encoding="utf-8")
    write_web(folder)


def write_web(folder: Path) -> None:
    """Write the document of the application on the web, and two of its answers as it sends them."""
    asked = {"framework": FRAMEWORK, "dossier": yaml.safe_load(SCHOOL.read_text(encoding="utf-8"))}
    with TestClient(make_asgi_app(frameworks=[FRAMEWORK])) as client:
        found = {
            "web": client.get("/openapi.json"),
            "repairs": client.post("/api/v1/repairs", content=json.dumps(asked, default=str), headers=JSON),
            "problem": client.post("/api/v1/repairs?lang=en", json={**asked, "dossier": {"findings": {"9.9": "met"}}}),
        }
    for name, answer in found.items():
        (folder / f"{name}.json").write_bytes(answer.content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
