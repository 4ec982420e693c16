"""The page of a whole dossier as it is kept: to look at, and to put another in its place where no form can show it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool

from kiemdinh.web.board.board import Board, Visit, say_problem
from kiemdinh.web.board.editing.edit_pages import read_revision
from kiemdinh.web.board.views import read_typed_dossier
from kiemdinh.web.store import EditedSinceError, split_dossier

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.web.store import StoredSchool

__all__ = ["DossierPages"]


class DossierPages:
    """The page of a dossier as JSON. It needs no framework, so that it is there when one has changed or is gone."""

    def __init__(self, board: Board) -> None:
        self.board = board

    async def show_dossier(self, request: Request) -> Response:
        """Answer with a dossier as it is kept."""
        visit, school = await self.board.visit_school(request, "read", is_served=False)
        return await self._make_dossier_page(visit, school, await self.board.read_dossier(school))

    async def replace_dossier(self, request: Request) -> Response:
        """Keep what was typed in the place of a dossier, unless someone else has edited the school meanwhile (412)."""
        board = self.board
        visit, school = await board.visit_school(request, "edit", is_served=False)
        form = await board.read_form(visit)
        typed, revision = form.get("dossier", ""), read_revision(request, form)
        stored = await board.read_dossier(school)
        if revision != school.revision:
            return await self._make_dossier_page(visit, school, stored, typed, 412)
        read = await board.services.workers.run(read_typed_dossier, typed)
        if read.dossier is None:
            return await self._make_dossier_page(visit, school, stored, typed, 422, read.problems)
        wanted = {**dict.fromkeys(split_dossier(stored)), **split_dossier(read.dossier)}
        try:
            await run_in_threadpool(
                lambda: board.store.edit(school.id, revision, wanted, author=visit.user, at=board.clock())
            )
        except EditedSinceError as error:
            return await self._make_dossier_page(visit, error.school, stored, typed, 412)
        return board.make_redirect(visit, visit.addresses.school(school.id))

    async def _make_dossier_page(
        self,
        visit: Visit,
        school: StoredSchool,
        stored: Mapping[str, Any],
        typed: str | None = None,
        status: int = 200,
        problems: Sequence[Diagnostic] = (),
    ) -> Response:
        kept = json.dumps(stored, ensure_ascii=False, indent=2)
        response = self.board.make_page(
            visit,
            "dossier.html",
            status,
            school=school,
            kept=kept,
            typed=kept if typed is None else typed,
            edited=status == 412,
            problems=[say_problem(one, visit.texts.lang) for one in problems if one.severity == "error"],
            may_edit=await self.board.is_allowed(visit, "edit", school),
        )
        response.headers["etag"] = f'"{school.revision}"'
        return response
