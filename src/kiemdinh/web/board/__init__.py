"""Pages for people: the board of an office or a head, over the schools of a store.

It is an application of its own, which is mounted behind the API and has its own pages, headers and answers to errors.
It shares the services of the whole application: permissions, limits, workers. ``office_pages``, ``school_pages`` and
``editing`` have a method for each address; ``board`` has what all of them need. ``views`` has what pages show, as data
that workers compute; ``office`` is the list of all schools. ``forms`` reads forms that are sent, ``protection`` guards
them, and ``pages`` renders templates with the words of ``texts``.

Rules and words of results must not come in: pages show what results say.
"""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.web.board.board import Board
from kiemdinh.web.board.editing import FIGURES, FINDINGS, DossierPages, EditPages
from kiemdinh.web.board.office_pages import OfficePages
from kiemdinh.web.board.school_pages import SchoolPages
from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.services import WebServices
from kiemdinh.web.store import Store

__all__ = ["make_board"]

_Answer: TypeAlias = Callable[[Request], Awaitable[Response]]


def make_board(services: WebServices, store: Any) -> ASGIApp:
    """Return the board over a store, to be mounted at the root.

    *store* is a :class:`~kiemdinh.web.store.Store`, or its URL.
    """
    board = Board(services, store if isinstance(store, Store) else Store(store), _tell_time)
    application = Starlette(routes=_list_routes(board), exception_handlers=_list_handlers(board))
    application.router.redirect_slashes = False
    return application


def _list_routes(board: Board) -> list[Route]:
    offices, schools = OfficePages(board), SchoolPages(board)
    of_school = "/schools/{school}"
    routes = [
        Route("/", offices.show_schools),
        Route("/static/{name}", offices.send_asset),
        Route(of_school, schools.show_school),
        Route(f"{of_school}/report", schools.show_report),
        Route(f"{of_school}/picture.svg", schools.show_picture),
        Route(f"{of_school}/what-if", schools.suppose_changes, methods=["POST"]),
    ]
    dossiers = DossierPages(board)
    routes.append(_route_form(f"{of_school}/dossier", dossiers.show_dossier, dossiers.replace_dossier))
    for part in (FINDINGS, FIGURES):
        edited = EditPages(board, part)
        routes.append(_route_form(f"{of_school}/{part.name}", edited.show_form, edited.keep_edit))
    return routes


def _route_form(path: str, show: _Answer, keep: _Answer) -> Route:
    """Return the route of a page with a form; it is one route, so that a refusal of another method names both."""

    async def answer(request: Request) -> Response:
        return await (keep if request.method == "POST" else show)(request)

    return Route(path, answer, methods=["GET", "POST"])


def _list_handlers(board: Board) -> Any:
    async def answer_web_problem(request: Request, error: Exception) -> Response:
        return await board.answer_problem(request, _as_web_problem(error))

    return dict.fromkeys((WebProblem, HTTPException, InputError, Exception), answer_web_problem)


def _tell_time() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _as_web_problem(error: Exception) -> WebProblem:
    if isinstance(error, WebProblem):
        return error
    if isinstance(error, InputError):
        return WebProblem(ProblemKind.INVALID, error.diagnostics)
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    kinds = {404: ProblemKind.NOT_FOUND, 405: ProblemKind.WRONG_METHOD}
    return WebProblem(kinds.get(status, ProblemKind.FAILED), headers=headers)
