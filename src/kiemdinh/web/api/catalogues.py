"""Descriptions of the frameworks that are served, made in a worker."""

from __future__ import annotations

from typing import Any

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import LANGUAGES
from kiemdinh.standards.catalogue import Edition
from kiemdinh.standards.loading import Framework
from kiemdinh.web.api.answers import write_json
from kiemdinh.web.api.request_reading import require_request
from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.workers import ServedFramework, find_served

__all__ = ["answer_framework", "answer_frameworks"]


def answer_frameworks(ids: tuple[str, ...]) -> bytes:
    """Return the frameworks of these ids, each with its editions, as JSON."""
    return write_json({"frameworks": [_describe_served(find_served(one)) for one in ids]})


def answer_framework(framework_id: str, on: str | None) -> bytes:
    """Return a framework with its definition, in the edition of a day or the latest, as JSON.

    Raises
    ------
    WebProblem
        No framework of that id is served (404), or *on* is not a date (422).
    """
    try:
        served = find_served(framework_id)
    except InputError as error:
        raise WebProblem(ProblemKind.NOT_FOUND, error.diagnostics) from None
    framework = require_request(lambda: kd.load(served, on=on))
    definition = framework.definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return write_json(
        {**_describe_served(served), **_describe_edition(Edition.of(framework)), "definition": definition}
    )


def _describe_served(served: ServedFramework) -> dict[str, Any]:
    known = [Edition.of(served)] if isinstance(served, Framework) else kd.editions(served)
    last = known[-1].framework
    titles = {lang: getattr(last.definition, lang) for lang in LANGUAGES}
    return {"id": last.id, **titles, "editions": [_describe_edition(one) for one in known]}


def _describe_edition(edition: Edition) -> dict[str, Any]:
    days = {name: day and day.isoformat() for name, day in (("in_force", edition.in_force), ("until", edition.until))}
    return {"edition": edition.framework.edition, "digest": edition.digest, **days, "acts": list(edition.acts)}
