"""A service of an office: the questions of kiemdinh for those with a key, and an endpoint with typed results."""

from typing import Annotated

from fastapi import Body, FastAPI, HTTPException
from pydantic import BaseModel

import kiemdinh as kd
from kiemdinh.results import Repairs
from kiemdinh.web import Limits, make_router

FRAMEWORK = "vn.tt57-2026.pho-thong"
KEYS = {"key-of-lan": "Lan", "key-of-minh": "Minh"}


class Report(BaseModel):
    """Where a school stands, and what would take it further."""

    school: str
    result: kd.Assessment
    repairs: Repairs


def user_of(request) -> str | None:
    """Return who asks, by the key that they send."""
    return KEYS.get(request.headers.get("x-key", ""))


def may(user: str | None, action: str, school: str | None) -> bool:
    """Whoever has a key may ask everything."""
    return user is not None


app = FastAPI(title="Quality of schools")
app.include_router(
    make_router(frameworks=[FRAMEWORK], user=user_of, authorize=may, limits=Limits(seconds=5)), prefix="/quality"
)


# A plain function: FastAPI calls it in a thread, so that it holds up no other request.
@app.post("/report")
def report(school: Annotated[str, Body()], findings: Annotated[dict[str, str | None], Body()], on: str) -> Report:
    """Assess a school by its findings."""
    try:
        # The budget bounds the searches of a request that comes from anyone.
        result = kd.assess(FRAMEWORK, {"findings": findings}, on=on, budget=200_000)
        return Report(school=school, result=result, repairs=result.repairs(limit=3))
    except kd.InputError as error:
        raise HTTPException(422, error.to_dict("vi")) from None
