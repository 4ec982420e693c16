"""The pages of one school: its standing, its standing under suppositions, and its report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.web.board.board import Board, Visit, read_day, say_problem
from kiemdinh.web.board.forms import read_suppositions
from kiemdinh.web.board.protection import PAGE_HEADERS, PICTURE_POLICY
from kiemdinh.web.board.views import (
    SchoolView,
    SuppositionField,
    draw_picture,
    suppose,
    view_report,
    view_school,
)
from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.store import StoredSchool

__all__ = ["SchoolPages"]


class SchoolPages:
    """The pages of one school that change nothing."""

    def __init__(self, board: Board) -> None:
        self.board = board

    async def show_school(self, request: Request) -> Response:
        """Answer with the page of a school."""
        visit, school = await self.board.visit_school(request, "read")
        return await self._make_school_page(visit, school)

    async def suppose_changes(self, request: Request) -> Response:
        """Answer with the page of a school and its standing under suppositions. Nothing is stored."""
        board = self.board
        visit, school = await board.visit_school(request, "what-if")
        form = await board.read_form(visit)
        supposed = read_suppositions(form)
        problems: tuple[Diagnostic, ...] = ()
        view = None
        if supposed:
            dossier = await board.read_dossier(school)
            day, steps = read_day(request), board.services.limits.steps
            try:
                view = await board.services.workers.run(
                    suppose, school.framework, dossier, day, visit.texts.lang, steps, supposed
                )
            except InputError as error:
                problems = error.diagnostics
        return await self._make_school_page(visit, school, supposed, view, problems)

    async def _make_school_page(
        self,
        visit: Visit,
        school: StoredSchool,
        supposed: Mapping[str, str] | None = None,
        supposed_view: Any = None,
        problems: tuple[Diagnostic, ...] = (),
    ) -> Response:
        board, day, lang = self.board, read_day(visit.request), visit.texts.lang
        view = await board.shown.view(school, view_school, day, lang)
        told = [(say_problem(one, lang), _find_supposed(one, view)) for one in problems]
        wrong: dict[str, list[str]] = {}
        for text, field in told:
            if field is not None:
                wrong.setdefault(field.id, []).append(text)
        return board.make_page(
            visit,
            "school.html",
            422 if problems else 200,
            school=school,
            view=view,
            on=day,
            # Whether a deadline has passed is judged on the day that is shown, else today.
            today=view.on if day else max(view.on, visit.texts.day(board.clock())),
            supposed=supposed or {},
            supposed_view=supposed_view,
            problems=told,
            wrong=wrong,
            may_edit=await board.is_allowed(visit, "edit", school),
            may_report=await board.is_allowed(visit, "report", school),
            may_suppose=await board.is_allowed(visit, "what-if", school),
        )

    async def show_report(self, request: Request) -> Response:
        """Answer with the report of a school, to be printed."""
        visit, school = await self.board.visit_school(request, "report")
        day = read_day(request)
        view = await self.board.shown.view(school, view_report, day, visit.texts.lang)
        return self.board.make_page(visit, "report.html", school=school, view=view, on=day)

    async def show_picture(self, request: Request) -> Response:
        """Answer with the picture of what blocks the next level of a school."""
        visit, school = await self.board.visit_school(request, "report")
        try:
            drawn = await self.board.shown.view(school, draw_picture, read_day(request), visit.texts.lang)
        except InputError:
            # Labels have no order, so there is no next one that could be blocked.
            raise WebProblem(ProblemKind.NOT_FOUND) from None
        headers = {**PAGE_HEADERS, "content-security-policy": PICTURE_POLICY}
        return Response(drawn, headers=headers, media_type="image/svg+xml")


def _find_supposed(problem: Diagnostic, view: SchoolView) -> SuppositionField | None:
    """Return the field of a supposition that cannot be read; None if the problem is about no field of the page."""
    return next((one for one in (*view.fields, *view.figures) if one.id == problem.path), None)
