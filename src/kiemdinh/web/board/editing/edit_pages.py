"""The pages on which records are edited: a form, the answer when it is sent, and the log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from starlette.concurrency import run_in_threadpool

from kiemdinh.diagnostics.diagnostic import format_path
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.web.board.board import Board, Visit, say_problem
from kiemdinh.web.board.editing.edits import MAX_TYPED, RecordEdit, find_leaf, find_place, read_edit
from kiemdinh.web.board.editing.evidence_texts import EvidenceText
from kiemdinh.web.board.editing.record_texts import RecordText
from kiemdinh.web.board.log import list_log
from kiemdinh.web.board.views import (
    FigureWords,
    FindingWords,
    RecordsView,
    check_dossier,
    view_figures,
    view_findings,
)
from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.store import EditedSinceError, join_entries, split_dossier

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.web.board.views import EditedDossier, RecordField
    from kiemdinh.web.store import Entries, StoredSchool

__all__ = ["FIGURES", "FINDINGS", "EditPages", "EditedPart", "read_revision"]


@dataclass(frozen=True, slots=True)
class EditedPart:
    """A part of a dossier that a page edits.

    Attributes
    ----------
    name
        The name of the page in addresses and templates.
    key
        The key that says, in an address and in the form, what the form is about.
    view
        The function that returns what the page shows; it runs in a worker.
    """

    name: str
    key: str
    view: Callable[[str, Mapping[str, Any], str | None, str], RecordsView]


FINDINGS: Final = EditedPart("findings", "criterion", view_findings)
FIGURES: Final = EditedPart("figures", "stage", view_figures)


_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class FormProblem(NamedTuple):
    """A problem with a form, and the field that it is about; None where it is about no single field."""

    text: str
    field: RecordField | None = None


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of the form: what was typed, what someone else has recorded meanwhile, and what is wrong with it."""

    field: RecordField
    text: RecordText
    now: str
    problems: tuple[str, ...]

    @property
    def is_day(self) -> bool:
        """Whether a browser can offer a calendar: the field has the text of a day, or no text yet."""
        return self.field.form == "date" and (not self.text.says or _DAY.fullmatch(self.text.says) is not None)


class EditPages:
    """The pages on which one part of a dossier is edited."""

    def __init__(self, board: Board, part: EditedPart) -> None:
        self.board = board
        self.part = part

    async def show_form(self, request: Request) -> Response:
        """Answer with what is recorded, and with the form that the address asks for."""
        visit, school = await self.board.visit_school(request, "read")
        subject = request.query_params.get(self.part.key)
        return await self._make_form_page(visit, school, await self._view_records(visit, school, subject))

    async def keep_edit(self, request: Request) -> Response:
        """Keep what was typed, unless someone else has edited the school meanwhile (412)."""
        board = self.board
        visit, school = await board.visit_school(request, "edit")
        form = await board.read_form(visit)
        revision = read_revision(request, form)
        subject = form.get(self.part.key, "")
        stored = await board.read_dossier(school)
        view = await self._view_records(visit, school, subject, stored)
        if view.subject is None:
            raise WebProblem(ProblemKind.INVALID)
        now = split_dossier(view.dossier)
        base = await self._read_earlier(school, revision) if 0 < revision < school.revision else now
        edit = read_edit(form, view.fields, base, visit.texts.lang)
        if revision != school.revision:
            return await self._make_form_page(visit, school, view, edit, 412, since=revision)
        kept, problems = await self._check_edit(visit, school, edit, now)
        if problems:
            return await self._make_form_page(visit, school, view, edit, 422, problems)
        wanted = {**dict.fromkeys(split_dossier(stored)), **kept}
        try:
            edited = await run_in_threadpool(
                lambda: board.store.edit(school.id, revision, wanted, author=visit.user, at=board.clock())
            )
        except EditedSinceError as error:
            view = await self._view_records(visit, error.school, subject)
            return await self._make_form_page(visit, error.school, view, edit, 412, since=revision)
        query = {self.part.key: subject, "saved": str(edited.revision), "lang": request.query_params.get("lang")}
        return board.make_redirect(visit, visit.addresses.school(school.id, self.part.name, **query))

    async def _view_records(
        self, visit: Visit, school: StoredSchool, subject: str | None, dossier: Mapping[str, Any] | None = None
    ) -> RecordsView:
        stored = await self.board.read_dossier(school) if dossier is None else dossier
        return await self.board.services.workers.run(
            self.part.view, school.framework, stored, subject, visit.texts.lang
        )

    async def _read_earlier(self, school: StoredSchool, revision: int) -> Entries:
        """Return the entries of an earlier revision, which the form had shown; none where it cannot be read now."""
        earlier = await self.board.read_dossier(school, revision=revision)
        checked = await self.board.services.workers.run(check_dossier, school.framework, earlier)
        return split_dossier(checked.dossier or {})

    async def _check_edit(
        self, visit: Visit, school: StoredSchool, edit: RecordEdit, now: Entries
    ) -> tuple[Entries, list[FormProblem]]:
        """Return the entries that are kept *now*, as the edit changes them, or every problem with the edit."""
        problems = list(_list_left_out(edit, visit))
        if problems:
            return {}, problems
        checked = await self._check_entries(school, edit, now)
        if checked.dossier is None:
            # Warnings about entries that are kept already would hide the problems with this edit.
            wrong = [one for one in checked.problems if one.severity == "error"]
            found = [_find_field(one, edit, visit.texts.lang) for one in wrong]
            found += await self._list_lost_beside(visit, school, edit, now, found)
            order = {one: number for number, one in enumerate(edit.changed)}
            return {}, sorted(found, key=lambda one: len(order) if one.field is None else order[one.field])
        kept = split_dossier(checked.dossier)
        return kept, _report_lost(edit, kept, visit)

    async def _check_entries(self, school: StoredSchool, edit: RecordEdit, now: Entries) -> EditedDossier:
        wanted = {place: entry for place, entry in edit.apply(now).items() if entry is not None}
        return await self.board.services.workers.run(check_dossier, school.framework, join_entries(wanted))

    async def _list_lost_beside(
        self, visit: Visit, school: StoredSchool, edit: RecordEdit, now: Entries, wrong: Sequence[FormProblem]
    ) -> list[FormProblem]:
        """Return the problems of texts taken as empty, by a check of the edit without the fields that are *wrong*."""
        fields = {one.field for one in wrong}
        rest = replace(edit, changed=tuple(one for one in edit.changed if one not in fields))
        if not rest.changed:
            return []
        checked = await self._check_entries(school, rest, now)
        return [] if checked.dossier is None else _report_lost(rest, split_dossier(checked.dossier), visit)

    async def _make_form_page(
        self,
        visit: Visit,
        school: StoredSchool,
        view: RecordsView,
        edit: RecordEdit | None = None,
        status: int = 200,
        problems: Sequence[FormProblem] = (),
        since: int | None = None,
    ) -> Response:
        board, texts = self.board, visit.texts
        now = split_dossier(view.dossier)
        frameworks = await board.shown.find_frameworks([school.framework])
        words = FindingWords(allowed_entries(frameworks[school.framework]), texts.lang)
        log = await run_in_threadpool(board.store.read_log, school.id)
        response = board.make_page(
            visit,
            f"{self.part.name}.html",
            status,
            school=school,
            part=self.part,
            view=view,
            rows=[_make_row(one, now, edit, problems, words) for one in view.fields],
            evidence=EvidenceText() if edit is None else edit.evidence,
            edited=status == 412,
            since=list_log([one for one in log if since is not None and one.number > since], words, texts),
            log=list_log(log, words, texts),
            problems=problems,
            saved=visit.request.query_params.get("saved") == str(school.revision),
            may_edit=await board.is_allowed(visit, "edit", school),
        )
        response.headers["etag"] = f'"{school.revision}"'
        return response


def _make_row(
    field: RecordField, now: Entries, edit: RecordEdit | None, problems: Sequence[FormProblem], words: FindingWords
) -> FieldRow:
    leaf = find_leaf(now, field)
    recorded = RecordText.of(leaf, field, words.messages.lang)
    wrong = tuple(one.text for one in problems if one.field == field)
    if edit is None or field not in edit.changed:
        return FieldRow(field, recorded, "", wrong)
    typed = edit.texts[field.id]
    # The page shows what is recorded now where someone else has changed it since the form was opened.
    was_changed = typed != recorded and leaf is not None and recorded != edit.shown[field.id]
    return FieldRow(field, typed, _say_leaf(field, leaf, words) if was_changed else "", wrong)


def _say_leaf(field: RecordField, leaf: Any, words: FindingWords) -> str:
    if field.kind == "finding":
        return words.describe_entry(field.name, leaf)
    return FigureWords(words).describe_leaf(field.name, leaf)


def _report_lost(edit: RecordEdit, kept: Entries, visit: Visit) -> list[FormProblem]:
    return [FormProblem(visit.texts.text("edit.lost"), one) for one in edit.list_lost(kept)]


def _list_left_out(edit: RecordEdit, visit: Visit) -> Iterator[FormProblem]:
    """Yield a problem for each typed text that cannot be put into a dossier: it says what is missing or too much."""
    texts = visit.texts
    for one in edit.homeless:
        yield FormProblem(texts.text("edit.no_word"), one)
    for one in edit.too_long:
        yield FormProblem(texts.text("edit.too_long", most=MAX_TYPED), one)
    if edit.is_evidence_too_long:
        yield FormProblem(f"{texts.text('evidence.new')}: {texts.text('edit.too_long', most=MAX_TYPED)}")
    if edit.has_evidence and not edit.evidence.code:
        yield FormProblem(texts.text("evidence.no_code"))


def _find_field(problem: Diagnostic, edit: RecordEdit, lang: str) -> FormProblem:
    """Return a problem of a dossier with the field that it is about."""
    said = say_problem(problem, lang)
    for one in edit.changed:
        place = find_place(one)
        where = format_path((*place.part.split("."), place.key, *one.at))
        if problem.path == where or (problem.path or "").startswith((f"{where}.", f"{where}[")):
            return FormProblem(said, one)
    return FormProblem(said)


def read_revision(request: Request, form: Mapping[str, str]) -> int:
    """Return the revision that the author has seen, by the header or the form; 0 where neither says one."""
    said = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"') or form.get("revision", "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0
