"""The API as a router of FastAPI, whose document has the types of its answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.optional import import_format
from kiemdinh.diagnostics.typed_output import inline_references
from kiemdinh.web.access import Authorize, FindUser
from kiemdinh.web.api import (
    Operation,
    describe_parameters,
    describe_problem,
    list_operations,
    make_endpoint,
    name_frameworks,
)
from kiemdinh.web.limits import Limits
from kiemdinh.web.services import WebServices, make_services

if TYPE_CHECKING:
    from fastapi import APIRouter

    from kiemdinh.standards.catalogue import AnyFramework

__all__ = ["make_router"]


def make_router(
    *,
    frameworks: Iterable[AnyFramework] | None = None,
    user: FindUser | None = None,
    trusted_header: str | None = None,
    authorize: Authorize | None = None,
    limits: Limits = Limits(),  # noqa: B008 - it is frozen
    lang: str = "vi",
) -> APIRouter:
    """Return the API as a router of FastAPI: ``app.include_router(make_router(), prefix="/api/v1")``.

    The parameters are those of :func:`kiemdinh.web.make_asgi_app`; the board is not in it, and is mounted beside it. In
    the document of the application the answers have the names of the types in Python: ``Assessment``, ``Repairs`` and
    so on. A faulty request is answered by a problem, as in the whole application. Faults of an address, such as a
    method that it does not have, are answered by FastAPI in its own way.

    Raises
    ------
    InputError
        With each argument that cannot be used; or FastAPI is not installed (KD717).

    Examples
    --------
    >>> from fastapi import FastAPI
    >>> app = FastAPI()
    >>> app.include_router(make_router(frameworks=["vn.tt57-2026.gdtx"]), prefix="/api/v1")
    >>> "/api/v1/assess" in app.openapi()["paths"]
    True
    """
    fastapi = import_format("fastapi", "fastapi")
    services = make_services(
        frameworks=frameworks,
        user=user,
        trusted_header=trusted_header,
        authorize=authorize,
        limits=limits,
        lang=lang,
    )

    router: APIRouter = fastapi.APIRouter(lifespan=services.live)
    for one in list_operations():
        _add_route(router, services, one)
    return router


def _add_route(router: APIRouter, services: WebServices, one: Operation) -> None:
    extra: dict[str, Any] = {"parameters": describe_parameters(one)}
    if one.body is not None:
        content = {"application/json": {"schema": _inline_body(name_frameworks(one.body, services.frameworks))}}
        extra["requestBody"] = {"required": True, "content": content}
    schema = describe_problem(Diagnostic.describe_data())
    problem = {"description": "What is wrong", "content": {"application/problem+json": {"schema": schema}}}
    answers: dict[int | str, dict[str, Any]] = {"default": problem}
    if one.question is None:
        content = {"application/json": {"schema": inline_references(one.answer)}}
        answers[200] = {"description": "The answer", "content": content}
    router.add_api_route(
        one.path,
        make_endpoint(services, one),
        methods=[one.method],
        name=one.name,
        operation_id=one.name,
        summary=one.summary,
        response_model=None if one.question is None else one.question.answer_type,
        responses=answers,
        openapi_extra=extra,
    )


def _inline_body(body: Any) -> dict[str, Any]:
    properties = {key: inline_references(schema) for key, schema in body["properties"].items()}
    return {**body, "properties": properties}
