"""The addresses of the API: each reads a bounded body, checks permission, and hands the rest to a worker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiemdinh.web.api.answers import answer_question
from kiemdinh.web.api.batches import answer_batch
from kiemdinh.web.api.catalogues import answer_framework, answer_frameworks
from kiemdinh.web.api.openapi import describe_api
from kiemdinh.web.api.operations import Operation, list_operations
from kiemdinh.web.bodies import read_json_body
from kiemdinh.web.headers import ANSWER_HEADERS, DATA_HEADERS
from kiemdinh.web.problems import WebProblem, answer_problem
from kiemdinh.web.services import WebServices

__all__ = ["API", "Endpoint", "list_routes", "make_endpoint"]

Endpoint: TypeAlias = "Callable[[Request], Awaitable[Response]]"
"""A function that answers a request."""

PREFIX: Final = "/api/v1"
API: Final = "/api/"
"""The beginning of every address of the API, in any version."""


def list_routes(services: WebServices) -> list[Route]:
    """Return the routes of the API, its document among them."""

    async def answer_document(request: Request) -> Response:
        return JSONResponse(
            describe_api(services.frameworks, request.scope.get("root_path", ""), PREFIX), headers=ANSWER_HEADERS
        )

    routes = [
        Route(f"{PREFIX}{one.path}", make_endpoint(services, one), methods=[one.method]) for one in list_operations()
    ]
    return [*routes, Route("/openapi.json", answer_document)]


def make_endpoint(services: WebServices, operation: Operation) -> Endpoint:
    """Return a function that answers the requests of an operation; it raises no errors but answers with a problem."""

    async def answer(request: Request) -> Response:
        language = services.lang
        try:
            language = services.language_of(request)
            action = "read" if operation.question is None else operation.question.action
            await services.access.require(request, action)
            body = await _work_out(services, operation, request)
        except WebProblem as problem:
            return answer_problem(problem, language)
        return Response(body, media_type="application/json", headers=DATA_HEADERS)

    answer.__name__ = operation.name.replace("-", "_")
    return answer


async def _work_out(services: WebServices, operation: Operation, request: Request) -> bytes:
    run, limits = services.workers.run, services.limits
    if operation.name == "frameworks":
        return await run(answer_frameworks, tuple(services.frameworks))
    if operation.name == "framework":
        return await run(answer_framework, request.path_params["id"], request.query_params.get("on"))
    body = await read_json_body(request, limits.body)
    if operation.question is None:
        return await run(answer_batch, body, limits)
    return await run(answer_question, operation.name, body, limits)
