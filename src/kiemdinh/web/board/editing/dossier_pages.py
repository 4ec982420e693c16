"""The page of a whole dossier as it is kept: to read it, and to replace it where no form can show it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool

from kiemdinh.web.board.board import Board, Visit, say_problem
from kiemdinh.web.board.editing.edit_pages import read_revision
from kiemdinh.web.board.views import check_dossier, read_typed_dossier
from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.store import EditedSinceError, split_dossier

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.web.store import Entries, StoredSchool

__all__ = ["DossierPages"]

_EXTERNAL: Final = "external"


class DossierPages:
    """The page of a dossier as JSON. It needs no framework, so that it works when one has changed or is gone."""

    def __init__(self, board: Board) -> None:
        self.board = board

    async def show_dossier(self, request: Request) -> Response:
        """Answer with a dossier as it is kept."""
        visit, school = await self.board.visit_school(request, "read", is_served=False)
        return await self._make_dossier_page(visit, school, await self.board.read_dossier(school))

    async def replace_dossier(self, request: Request) -> Response:
        """Replace a dossier by what was typed, unless someone else has edited the school meanwhile (412)."""
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
        await self._keep_external(school, stored, read.dossier)
        wanted = {**dict.fromkeys(split_dossier(stored)), **split_dossier(read.dossier)}
        try:
            await run_in_threadpool(
                lambda: board.store.edit(school.id, revision, wanted, author=visit.user, at=board.clock())
            )
        except EditedSinceError as error:
            return await self._make_dossier_page(visit, error.school, stored, typed, 412)
        return board.make_redirect(visit, visit.addresses.school(school.id))

    async def _keep_external(self, school: StoredSchool, stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
        """Refuse a change of an external review, unless the kept one cannot be read (403)."""
        if school.framework not in self.board.services.frameworks:
            return
        now = (await self.board.services.workers.run(check_dossier, school.framework, stored)).dossier
        if now is not None and _list_external(now) != _list_external(wanted):
            raise WebProblem(ProblemKind.FORBIDDEN)

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


def _list_external(dossier: Mapping[str, Any]) -> Entries:
    """Return what an external review has recorded, of the school and of each stage."""
    entries = split_dossier(dossier)
    return {place: entry for place, entry in entries.items() if place.part.endswith(_EXTERNAL)}
