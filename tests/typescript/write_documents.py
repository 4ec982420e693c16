"""Write what a client in another language starts from: an OpenAPI document, and answers of its endpoints.

``python tests/typescript/write_documents.py FOLDER`` writes ``openapi.json`` and ``answers.json``. It needs FastAPI.
"""

import json
import sys
from pathlib import Path

from fastapi import FastAPI
from pydantic import BaseModel

import kiemdinh as kd
from kiemdinh.results import Explanation, Forecast, Margin, NextQuestions, Repairs, WhatIf

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


def main(folder: Path) -> None:
    app = FastAPI(title="An application", version="1")

    @app.get("/report")
    def report() -> Report:
        result = kd.assess("vn.tt57-2026.pho-thong", SCHOOL)
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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
