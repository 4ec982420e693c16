"""Pages for people: the board of an office or a head, over the schools of a store.

It is an application of its own, which is mounted behind the API: its pages, its own headers and its own answers to what
is wrong. It shares the services of the whole application: who may do what, limits, workers. ``board`` has a method for
each address. ``views`` are what pages show as data, worked out in workers; ``office`` is the list of all schools.
``forms`` reads what is sent, ``protection`` guards it, and ``pages`` renders templates with the words of ``texts``.

Rules and words of results must not come in: pages show what results say.
"""

import datetime as dt
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.web.board.board import Board
from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.services import WebServices
from kiemdinh.web.store import Store

__all__ = ["make_board"]


def make_board(services: WebServices, store: Any) -> ASGIApp:
    """Return the board over a store, to be mounted at the root.

    *store* is a :class:`~kiemdinh.web.store.Store`, or its URL.
    """
    board = Board(services, store if isinstance(store, Store) else Store(store), _tell_time)
    school = "/schools/{school}"
    routes = [
        Route("/", board.office),
        Route("/static/{name}", board.asset),
        Route(school, board.school),
        Route(f"{school}/report", board.report),
        Route(f"{school}/picture.svg", board.picture),
        Route(f"{school}/what-if", board.what_if, methods=["POST"]),
        Route(f"{school}/findings", board.findings),
        Route(f"{school}/findings", board.edit_findings, methods=["POST"]),
    ]

    async def answer_web_problem(request: Request, error: Exception) -> Response:
        return await board.problem(request, _as_web_problem(error))

    handlers: Any = dict.fromkeys((WebProblem, HTTPException, InputError, Exception), answer_web_problem)
    return Starlette(routes=routes, exception_handlers=handlers)


def _tell_time() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _as_web_problem(error: Exception) -> WebProblem:
    if isinstance(error, WebProblem):
        return error
    if isinstance(error, InputError):
        return WebProblem(ProblemKind.INVALID, error.diagnostics)
    status = error.status_code if isinstance(error, HTTPException) else 500
    kinds = {404: ProblemKind.NOT_FOUND, 405: ProblemKind.WRONG_METHOD}
    return WebProblem(kinds.get(status, ProblemKind.FAILED))
