"""The pages of an office: the list of its schools, and the files that all pages load."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiemdinh.web.board.board import Board, Visit, read_day
from kiemdinh.web.board.office import OfficeFilter, view_office
from kiemdinh.web.board.pages import ASSETS
from kiemdinh.web.board.protection import PAGE_HEADERS
from kiemdinh.web.problems import ProblemKind, WebProblem

__all__ = ["OfficePages"]

_HOUR: Final = 3_600


class OfficePages:
    """The pages that are about no single school."""

    def __init__(self, board: Board) -> None:
        self.board = board

    async def show_schools(self, request: Request) -> Response:
        """Answer with the list of schools that the user may see."""
        board = self.board
        visit = await board.open_visit(request)
        day = read_day(request)
        schools = await board.list_allowed(visit.user, await run_in_threadpool(board.store.list_schools))
        frameworks = await board.shown.find_frameworks([one.framework for one in schools])
        asked = OfficeFilter.read(request.query_params)
        listed = await board.shown.standings.list_schools(schools, day, _find_client(visit), asked.may_show)

        def render() -> str:
            view = view_office(listed, asked, frameworks, visit.texts)
            again = _write_address(request)
            said = None if day is None else visit.texts.date(dt.date.fromisoformat(day))
            return board.render_template(visit, "office.html", view=view, asked=asked, on=day, day=said, again=again)

        if any(one.standing.state == "pending" for one in listed):
            return board.make_response(visit, render())
        key = (visit.user, visit.texts.lang, str(request.url), request.scope.get("root_path"))
        return board.make_response(visit, board.shown.page(schools, key, render))

    async def send_asset(self, request: Request) -> Response:
        """Answer with a file that pages load."""
        found = ASSETS.get(request.path_params["name"])
        if found is None:
            raise WebProblem(ProblemKind.NOT_FOUND)
        media_type, content = found
        headers = {**PAGE_HEADERS, "cache-control": f"public, max-age={_HOUR}"}
        return Response(content, headers=headers, media_type=media_type)


def _find_client(visit: Visit) -> Hashable:
    """Return the client that asks: the user, or else the host from which the request comes."""
    return visit.user or getattr(visit.request.client, "host", None)


def _write_address(request: Request) -> str:
    """Return the address of this page, without its host."""
    return str(request.url.replace(scheme="", netloc=""))
