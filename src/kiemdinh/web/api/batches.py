"""A table of schools, answered in a worker as :func:`kiemdinh.assess_many` answers it."""

from __future__ import annotations

from typing import Any, Final

import kiemdinh as kd
from kiemdinh.diagnostics.arguments import check_choice
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import read_date_argument
from kiemdinh.parsing.source import Source
from kiemdinh.web.api.answers import write_json
from kiemdinh.web.api.request_reading import RequestReader, open_body, plain_value, require_request
from kiemdinh.web.limits import Limits
from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.workers import find_references, find_served

__all__ = ["BATCH_DETAILS", "BATCH_KEYS", "BATCH_REQUIRED", "answer_batch"]

BATCH_KEYS: Final = ("framework", "rows", "on", "columns", "detail")
BATCH_REQUIRED: Final = ("framework", "rows")
BATCH_DETAILS: Final = {"level": (), "criterion": ("criteria",), "requirement": ("criteria", "requirements")}
"""The tables that each detail has beside ``levels``, ``summary`` and ``rejected``."""

_MOST_REJECTED: Final = 1_000
"""The most unreadable cells that are reported; each takes more room in an answer than in a request."""


def answer_batch(body: bytes, limits: Limits) -> bytes:
    """Return the assessments of all schools of a table, as JSON.

    Raises
    ------
    WebProblem
        The table has more rows than the limit (413), or the body is not such a table.
    """
    source = open_body(body, limits.depth)
    rows = source.data.get("rows")
    if isinstance(rows, list) and len(rows) > limits.rows:
        message = Message("the table has {count:,} rows, more than {most:,}", count=len(rows), most=limits.rows)
        raise WebProblem(ProblemKind.TOO_LARGE, [source.diagnostic("KD718", message, ("rows",))])
    return write_json(require_request(lambda: _assess_table(source, limits.steps)))


def _assess_table(source: Source, steps: int) -> dict[str, Any]:
    reader = RequestReader(source, BATCH_KEYS, BATCH_REQUIRED)
    named, on, detail = (reader.text(key) for key in ("framework", "on", "detail"))
    rows, columns = reader.rows("rows"), reader.mapping("columns")
    attempts = reader.attempts
    framework: Any = None if named is None else attempts.run(find_served, named)
    attempts.run(read_date_argument, on, "on")
    wanted = attempts.run(check_choice, "detail", detail or "level", BATCH_DETAILS)
    chosen: Any = attempts.require(wanted)
    served: Any = attempts.require(framework)
    batch = kd.assess_many(
        served,
        plain_value(rows),
        on=on,
        columns=None if columns is None else plain_value(columns.data),
        detail=chosen,
        budget=steps,
        references=find_references(served),
    )
    tables = ("levels", "summary", *BATCH_DETAILS[chosen])
    return {
        "framework": batch.framework.id,
        "framework_digest": batch.framework_digest,
        "engine": batch.engine,
        **{name: getattr(batch, name) for name in tables},
        "rejected": batch.rejected[:_MOST_REJECTED],
        "rejected_cells": len(batch.set_aside),
        "warnings": [one.to_dict() for one in batch.warnings],
    }
