"""What a type checker must see of the public names; ``poe types`` reads this file, and nothing runs it.

A comment ``type: ignore`` that is not needed is an error too, so each says that its line must be one.
"""

from collections.abc import Iterator, Mapping
from typing import assert_type

from fastapi import FastAPI, Request

import kiemdinh as kd
import kiemdinh.testing as kt
from kiemdinh import results, web

kd.asses  # type: ignore[attr-defined]
kt.scenario  # type: ignore[attr-defined]
results.Result  # type: ignore[attr-defined]

result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
assert_type(result, results.Assessment)
assert_type(result, kd.Assessment)
assert_type(result.level, results.LevelRef | None)
assert_type(result.determined, bool)
assert_type(result.nodes, tuple[results.NodeResult, ...])
assert_type(result.awards, tuple[results.AwardResult, ...])
assert_type(result.sides, Mapping[str, results.OutcomeResult])
assert_type(result.target, results.Target | None)
assert_type(result.warnings, tuple[results.ResultWarning, ...])
assert_type(result.footing, tuple[results.LegalBasis, ...])
assert_type(result.dossier.findings, tuple[results.FindingRecord, ...])
assert_type(result.framework, results.Framework)
assert_type(result.framework.definition, results.Definition)
result.levels  # type: ignore[attr-defined]
result.level = None  # type: ignore[misc]

explanation = result.explain("muc-1", costs={"1.1": 3})
assert_type(explanation, results.Explanation)
assert_type(explanation.classes, results.GapRoles | None)
assert_type(explanation.repairs, results.Repairs)
assert_type(result.repairs().cheapest, results.Repair | None)
assert_type(result.repairs().cost, results.Number | None)
assert_type(result.blocking_sets(), Iterator[tuple[results.RepairChange, ...]])
assert_type(result.margin(), results.Margin | None)
assert_type(result.why(), results.Why | None)
assert_type(result.what_if({"1.1": "muc-2"}).result, results.Assessment)
assert_type(result.what_if({"1.1": "muc-2"}).differences, tuple[results.Difference, ...])

assert_type(kd.lint("vn.tt18-2018"), tuple[results.Finding, ...])
assert_type(kd.catalogue(), tuple[results.Bundled, ...])
assert_type(kd.load(text="kiemdinh: 1"), kd.Framework)
kd.assess("vn.tt57-2026.gdtx")  # type: ignore[call-arg]
kd.assess("vn.tt57-2026.gdtx", {}, on=3)  # type: ignore[arg-type]


# What an author of a web application writes for it.
def find_user(request: Request) -> str | None:
    return request.headers.get("x-key")


async def may_do(user: str | None, action: str, school: str | None) -> bool:
    return user is not None and (action == "read" or school is not None)


app = FastAPI()
app.include_router(web.make_router(user=find_user, authorize=may_do), prefix="/quality")
app.mount("/schools", web.make_asgi_app(user=find_user, authorize=may_do))
