"""The application: the API, and the board where there is a store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kiemdinh.web.access import Authorize, FindUser
from kiemdinh.web.api import API, list_routes
from kiemdinh.web.headers import DATA_HEADERS
from kiemdinh.web.limits import Limits
from kiemdinh.web.problems import ProblemKind, WebProblem, answer_problem
from kiemdinh.web.services import WebServices, make_services

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from kiemdinh.standards.catalogue import AnyFramework

__all__ = ["make_asgi_app", "make_wsgi_app"]

_KINDS_BY_STATUS = {404: ProblemKind.NOT_FOUND, 405: ProblemKind.WRONG_METHOD}


def make_asgi_app(
    *,
    frameworks: Iterable[AnyFramework] | None = None,
    store: Any = None,
    user: FindUser | None = None,
    trusted_header: str | None = None,
    authorize: Authorize | None = None,
    limits: Limits = Limits(),  # noqa: B008 - it is frozen
    lang: str = "vi",
) -> Starlette:
    """Return an application that answers by HTTP what kiemdinh answers in Python.

    Parameters
    ----------
    frameworks
        The frameworks that it serves, as :func:`kiemdinh.load` takes them; None for all frameworks that are bundled. A
        request names one of them by its id, and can name no other.
    store
        Where the schools of the board are kept; without it there is no board.
    user
        A function or coroutine function of the request that returns its user; None means a stranger.
    trusted_header
        Instead of *user*: the header in which a proxy in front of the application names the user.
    authorize
        A function of the user, an action (``read``, ``report``, ``what-if``, ``edit``) and the id of a school in the
        store, which returns whether the action is allowed. The id is None for questions of the API, whose requests
        contain a dossier.
    limits
        How much one request may ask for.
    lang
        The language of answers to those who ask for none, "vi" or "en".

    Raises
    ------
    InputError
        With each argument that cannot be used.

    Examples
    --------
    >>> from starlette.testclient import TestClient
    >>> client = TestClient(make_asgi_app(frameworks=["vn.tt57-2026.gdtx"], lang="en"))
    >>> client.get("/healthz").json()
    {'status': 'ok'}
    """
    services = make_services(
        frameworks=frameworks,
        user=user,
        trusted_header=trusted_header,
        authorize=authorize,
        limits=limits,
        lang=lang,
    )

    async def answer_web_problem(request: Request, error: Exception) -> Response:
        return answer_problem(_as_problem(error), _language_of_problem(services, request))

    handlers: dict[Any, Any] = dict.fromkeys((WebProblem, HTTPException, Exception), answer_web_problem)
    routes = [Route("/healthz", _answer_health), *list_routes(services)]
    application = Starlette(routes=routes, lifespan=services.live, exception_handlers=handlers)
    # An address that ends in a slash is not found: a redirect would lead to whatever host the request names.
    application.router.redirect_slashes = False
    if store is not None:
        application.router.default = _find_board(services, store)
    return application


def make_wsgi_app(**parameters: Any) -> Any:
    """Return the application of :func:`make_asgi_app` for servers that speak WSGI; its parameters are the same.

    Examples
    --------
    >>> application = make_wsgi_app(frameworks=["vn.tt57-2026.gdtx"])
    >>> callable(application)
    True
    """
    from a2wsgi import ASGIMiddleware  # noqa: PLC0415 - only when it is asked for

    application: Any = make_asgi_app(**parameters)
    return ASGIMiddleware(application)


def _find_board(services: WebServices, store: Any) -> ASGIApp:
    """Return the application for all addresses that are not of the API: the board, but for no address below the API."""
    from kiemdinh.web.board import make_board  # noqa: PLC0415 - only where there is a store

    board = make_board(services, store)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _find_path(scope).startswith(API):
            raise WebProblem(ProblemKind.NOT_FOUND)
        await board(scope, receive, send)

    return answer


def _find_path(scope: Scope) -> str:
    """Return the path of a request under the place where the application is mounted."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


async def _answer_health(request: Request) -> Response:
    return JSONResponse({"status": "ok"}, headers=DATA_HEADERS)


def _as_problem(error: Exception) -> WebProblem:
    if isinstance(error, WebProblem):
        return error
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = (error.headers if isinstance(error, HTTPException) else None) or {}
    return WebProblem(_KINDS_BY_STATUS.get(status, ProblemKind.FAILED), headers=headers)


def _language_of_problem(services: WebServices, request: Request) -> str:
    """Return the language of a problem: the one that the request asks for, or else the language of the application."""
    try:
        return services.language_of(request)
    except WebProblem:
        return services.lang
