"""How each question is answered, in a worker: the request is read, and a public call of kiemdinh answers it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import kiemdinh as kd
from kiemdinh import explanation
from kiemdinh.api.assessment import Assessment, WhatIf
from kiemdinh.data.as_json import explanation_header
from kiemdinh.diagnostics.diagnostic import InputError, format_path
from kiemdinh.evidence.reading import open_dossier, read_date_argument
from kiemdinh.parsing.source import Source
from kiemdinh.web.api.questions import QUESTIONS, SchoolQuestion
from kiemdinh.web.api.request_reading import RequestReader, name_below, open_body, plain_value, require_request
from kiemdinh.web.limits import Limits
from kiemdinh.web.workers import find_references, find_served

__all__ = ["answer_question", "write_json"]


@dataclass(frozen=True, slots=True)
class _AskedRequest:
    """The keys of a request that say what is asked of the assessment."""

    result: Assessment
    target: str | None
    costs: explanation.Efforts | None
    changes: Mapping[str, Any]
    until: str | None


def answer_question(name: str, body: bytes, limits: Limits) -> bytes:
    """Return the answer to a question as JSON.

    Parameters
    ----------
    name
        The name of the question.
    body
        The body of the request.
    limits
        How deep the body may be nested, and how many steps each search may take.

    Raises
    ------
    WebProblem
        The request cannot be answered. It names all problems.
    """
    source = open_body(body, limits.depth)
    return write_json(require_request(lambda: _answer_request(QUESTIONS[name], source, limits.steps)))


def write_json(data: Any) -> bytes:
    """Return data as JSON in UTF-8, on one line."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _answer_request(question: SchoolQuestion, source: Source, steps: int) -> Any:
    reader = RequestReader(source, question.keys, question.required)
    texts = {key: reader.text(key) for key in ("framework", "target", "until", "on")}
    dossier, costs, changes = (reader.mapping(key) for key in ("dossier", "costs", "changes"))
    attempts = reader.attempts
    named = texts["framework"]
    framework: Any = None if named is None else attempts.run(find_served, named)
    attempts.run(read_date_argument, texts["until"], "until")
    opened = None if dossier is None else attempts.run(name_below, "dossier", lambda: open_dossier(dossier))
    # If the date is not a text, that has been reported already. Without this it would also be reported as missing.
    has_date = texts["on"] is not None or source.data.get("on") is None
    can_assess = framework is not None and opened is not None and has_date
    # Of the other questions the target is what is asked of the result, which may be an award.
    target = texts["target"] if question.name == "assess" else None
    result = attempts.run(_assess_dossier, framework, opened, texts["on"], target, steps) if can_assess else None
    if not can_assess:
        attempts.run(read_date_argument, texts["on"], "on")
    return _ANSWERS[question.name](_read_rest(attempts.require(result), texts, costs, changes))


def _assess_dossier(framework: Any, dossier: Any, on: str | None, target: str | None, steps: int) -> Assessment:
    def assess() -> Assessment:
        others = find_references(framework)
        return kd.assess(framework, dossier, on=on, target=target, budget=steps, references=others)

    # Problems without a line are about the date or the target.
    return name_below("dossier", assess, placed=True)


def _read_rest(
    result: Assessment, texts: Mapping[str, str | None], costs: Source | None, changes: Source | None
) -> _AskedRequest:
    """Return what a request asks of a result; costs and changes are read with the names of its framework."""
    efforts = None if costs is None else name_below("costs", lambda: _read_costs(result, costs))
    supposed = {} if changes is None else plain_value(changes.data)
    return _AskedRequest(result, texts["target"], efforts, supposed, texts["until"])


def _read_costs(result: Assessment, costs: Source) -> explanation.Efforts:
    return explanation.read_efforts(costs, result.framework, stages=result.dossier.school.stages)


def _answer_margin(asked: _AskedRequest) -> dict[str, Any]:
    margin = asked.result.margin()
    # Where no level is held there is nothing to lose; the published schema has this form for it.
    return {**explanation_header(asked.result, "margin"), "level": None} if margin is None else margin.to_dict()


def _suppose_changes(asked: _AskedRequest) -> WhatIf:
    try:
        return asked.result.what_if(asked.changes)
    except InputError as error:
        # A problem is placed at the key of a change, or else at ``changes`` as a whole.
        keys = {key: format_path(("changes", key)) for key in asked.changes}
        raise InputError([replace(one, path=keys.get(one.path, one.path)) for one in error.diagnostics]) from None


_ANSWERS: Final[Mapping[str, Callable[[_AskedRequest], dict[str, Any]]]] = {
    "assess": lambda asked: asked.result.to_dict(),
    "explain": lambda asked: asked.result.explain(asked.target, costs=asked.costs).to_dict(),
    "repairs": lambda asked: asked.result.repairs(asked.target, costs=asked.costs).to_dict(),
    "margin": _answer_margin,
    "what-if": lambda asked: _suppose_changes(asked).to_dict(),
    "forecast": lambda asked: asked.result.forecast(until=asked.until or "").to_dict(),
    "ask-next": lambda asked: asked.result.ask_next(asked.target).to_dict(),
}
