"""The board: which page answers which request, and who may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import LANGUAGES
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.web.access import Action
from kiemdinh.web.board.addresses import Addresses, read_school_id
from kiemdinh.web.board.forms import (
    MAX_TYPED,
    EvidenceText,
    FindingEdit,
    FindingText,
    find_place,
    read_edit,
    read_form,
    read_suppositions,
)
from kiemdinh.web.board.log import list_log
from kiemdinh.web.board.office import OfficeFilter, view_office
from kiemdinh.web.board.pages import ASSETS, render_page
from kiemdinh.web.board.protection import PAGE_HEADERS, PICTURE_POLICY, FormTokens
from kiemdinh.web.board.shown_schools import ShownSchools
from kiemdinh.web.board.texts import BoardTexts
from kiemdinh.web.board.views import (
    FindingWords,
    check_dossier,
    draw_picture,
    suppose,
    view_findings,
    view_report,
    view_school,
)
from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.services import WebServices
from kiemdinh.web.store import (
    EditedSinceError,
    Entries,
    EntryPlace,
    Store,
    StoredSchool,
    UnknownSchoolError,
    join_entries,
    split_dossier,
)

__all__ = ["Board"]

_LANGUAGE_COOKIE: Final = "kiemdinh_lang"
_YEAR: Final = 31_536_000
_HOUR: Final = 3_600


@dataclass(slots=True)
class _Visit:
    """A request for a page: who asks, in which language, and the token of its forms."""

    request: Request
    user: str | None
    texts: BoardTexts
    cookie: str
    token: str


class Board:
    """The pages over the schools of a store.

    Parameters
    ----------
    services
        What all parts of the application share.
    store
        The schools.
    clock
        What tells the time for the log.
    """

    def __init__(self, services: WebServices, store: Store, clock: Callable[[], dt.datetime]) -> None:
        self.services = services
        self.store = store
        self.clock = clock
        self.shown = ShownSchools(services, store)
        self.tokens = FormTokens(store.find_secret("forms"))

    # -- the pages ---------------------------------------------------------------------------------------

    async def office(self, request: Request) -> Response:
        """Answer with the list of schools that the user may see."""
        visit = await self._open_visit(request)
        day = _read_day(request)
        schools = await self._list_allowed(visit.user, await run_in_threadpool(self.store.list_schools))
        frameworks = await self.shown.find_frameworks([one.framework for one in schools])
        listed = await self.shown.list_standings(schools, day)
        asked = OfficeFilter.read(request.query_params)

        def render() -> str:
            view = view_office(listed, asked, frameworks, visit.texts)
            return self._render_template(visit, "office.html", view=view, asked=asked, on=day, frameworks=frameworks)

        key = (visit.user, visit.texts.lang, str(request.url), request.scope.get("root_path"))
        return self._make_response(visit, self.shown.page(schools, key, render))

    async def school(self, request: Request) -> Response:
        """Answer with the page of a school."""
        visit, school = await self._visit_school(request, "read")
        return await self._school_page(visit, school)

    async def what_if(self, request: Request) -> Response:
        """Answer with the page of a school, and what would be under suppositions. Nothing is stored."""
        visit, school = await self._visit_school(request, "what-if")
        form = await self._read_form(visit)
        supposed = read_suppositions(form)
        problems: tuple[Diagnostic, ...] = ()
        view = None
        if supposed:
            dossier = await self._read_dossier(school)
            day, steps = _read_day(request), self.services.limits.steps
            try:
                view = await self.services.workers.run(
                    suppose, school.framework, dossier, day, visit.texts.lang, steps, supposed
                )
            except InputError as error:
                problems = error.diagnostics
        return await self._school_page(visit, school, supposed, view, problems)

    async def _school_page(
        self,
        visit: _Visit,
        school: StoredSchool,
        supposed: Mapping[str, str] | None = None,
        supposed_view: Any = None,
        problems: tuple[Diagnostic, ...] = (),
    ) -> Response:
        day, lang = _read_day(visit.request), visit.texts.lang
        view = await self.shown.view(school, view_school, day, lang)
        return self._make_page(
            visit,
            "school.html",
            422 if problems else 200,
            school=school,
            view=view,
            on=day,
            supposed=supposed or {},
            supposed_view=supposed_view,
            problems=[one.message.text_in(lang) for one in problems],
            may_edit=await self._is_allowed(visit, "edit", school),
            may_report=await self._is_allowed(visit, "report", school),
            may_suppose=await self._is_allowed(visit, "what-if", school),
        )

    async def report(self, request: Request) -> Response:
        """Answer with the report of a school, to be printed."""
        visit, school = await self._visit_school(request, "report")
        view = await self.shown.view(school, view_report, _read_day(request), visit.texts.lang)
        return self._make_page(visit, "report.html", school=school, view=view, on=_read_day(request))

    async def picture(self, request: Request) -> Response:
        """Answer with the picture of what blocks the next level of a school."""
        visit, school = await self._visit_school(request, "report")
        try:
            drawn = await self.shown.view(school, draw_picture, _read_day(request), visit.texts.lang)
        except InputError:
            # Labels have no order, so that nothing blocks the next.
            raise WebProblem(ProblemKind.NOT_FOUND) from None
        headers = {**PAGE_HEADERS, "content-security-policy": PICTURE_POLICY}
        return Response(drawn, headers=headers, media_type="image/svg+xml")

    async def asset(self, request: Request) -> Response:
        """Answer with a file that pages load."""
        found = ASSETS.get(request.path_params["name"])
        if found is None:
            raise WebProblem(ProblemKind.NOT_FOUND)
        media_type, content = found
        headers = {**PAGE_HEADERS, "cache-control": f"public, max-age={_HOUR}"}
        return Response(content, headers=headers, media_type=media_type)

    # -- findings ----------------------------------------------------------------------------------------

    async def findings(self, request: Request) -> Response:
        """Answer with what each side has found, and the form for one criterion."""
        visit, school = await self._visit_school(request, "read")
        return await self._findings_page(
            visit, school, await self._read_dossier(school), request.query_params.get("criterion")
        )

    async def edit_findings(self, request: Request) -> Response:
        """Keep what was typed about a criterion, unless someone else has edited the school meanwhile (412)."""
        visit, school = await self._visit_school(request, "edit")
        form = await self._read_form(visit)
        criterion, revision = form.get("criterion", ""), _read_revision(request, form)
        dossier = await self._read_dossier(school)
        view = await self.services.workers.run(view_findings, school.framework, dossier, criterion, visit.texts.lang)
        if view.current is None:
            raise WebProblem(ProblemKind.INVALID)
        base = dossier
        if 0 < revision < school.revision:
            base = await run_in_threadpool(lambda: self.store.read_dossier(school.id, revision=revision))
        edit = read_edit(form, [one.id for one in view.fields], view.stage, split_dossier(base))
        if revision != school.revision:
            return await self._findings_page(visit, school, dossier, criterion, edit, 412, since=revision)
        left_out = _list_left_out(edit, visit.texts)
        if left_out:
            return await self._findings_page(visit, school, dossier, criterion, edit, 422, problems=left_out)
        now = split_dossier(dossier)
        wanted = {**now, **edit.wanted}
        checked = await self.services.workers.run(
            check_dossier, school.framework, join_entries({k: v for k, v in wanted.items() if v is not None})
        )
        if checked.dossier is None:
            # Warnings about what is kept already would hide what keeps this from being kept.
            wrong = [one for one in checked.problems if one.severity == "error"]
            said = [_say_problem(one, visit.texts.lang) for one in wrong]
            return await self._findings_page(visit, school, dossier, criterion, edit, 422, problems=said)
        kept = _take_wanted(now, edit, split_dossier(checked.dossier))
        try:
            edited = await run_in_threadpool(
                lambda: self.store.edit(school.id, revision, kept, author=visit.user, at=self.clock())
            )
        except EditedSinceError as error:
            found = await self._read_dossier(error.school)
            return await self._findings_page(visit, error.school, found, criterion, edit, 412, since=revision)
        query = {"criterion": criterion, "saved": str(edited.revision), "lang": request.query_params.get("lang")}
        return self._make_redirect(visit, self._find_addresses(request).school(school.id, "findings", **query))

    async def _findings_page(
        self,
        visit: _Visit,
        school: StoredSchool,
        dossier: Mapping[str, Any],
        criterion: str | None,
        edit: FindingEdit | None = None,
        status: int = 200,
        problems: Sequence[str] = (),
        since: int | None = None,
    ) -> Response:
        lang = visit.texts.lang
        view = await self.services.workers.run(view_findings, school.framework, dossier, criterion, lang)
        now = split_dossier(dossier)
        frameworks = await self.shown.find_frameworks([school.framework])
        words = FindingWords(allowed_entries(frameworks[school.framework]), lang)
        log = await run_in_threadpool(self.store.read_log, school.id)
        rows = [_FieldRow.make(one, view.stage, now, edit, words) for one in view.fields]
        response = self._make_page(
            visit,
            "findings.html",
            status,
            school=school,
            view=view,
            rows=rows,
            evidence=EvidenceText() if edit is None else edit.evidence,
            edited=status == 412,
            since=list_log([one for one in log if since is not None and one.number > since], words, visit.texts),
            log=list_log(log, words, visit.texts),
            problems=problems,
            saved=visit.request.query_params.get("saved") == str(school.revision),
            may_edit=await self._is_allowed(visit, "edit", school),
        )
        response.headers["etag"] = f'"{school.revision}"'
        return response

    # -- what all of them need ---------------------------------------------------------------------------

    async def _open_visit(self, request: Request, action: Action | None = None, school: str | None = None) -> _Visit:
        access = self.services.access
        user = await (access.find_user(request) if action is None else access.require(request, action, school))
        texts = BoardTexts(self.language_of(request))
        return _Visit(request, user, texts, *self.tokens.issue(request, user))

    async def _visit_school(self, request: Request, action: Action) -> tuple[_Visit, StoredSchool]:
        """Return the visit and the school of the address; who may not see it is not told whether there is one."""
        school_id = read_school_id(request.path_params["school"])
        visit = await self._open_visit(request, action, school_id)
        try:
            school = await run_in_threadpool(self.store.find, school_id)
        except UnknownSchoolError:
            raise WebProblem(ProblemKind.NOT_FOUND) from None
        if school.framework not in self.services.frameworks:
            raise WebProblem(ProblemKind.NOT_FOUND)
        return visit, school

    async def _is_allowed(self, visit: _Visit, action: Action, school: StoredSchool) -> bool:
        return await self.services.access.allows(visit.user, action, school.id)

    async def _list_allowed(self, user: str | None, schools: list[StoredSchool]) -> list[StoredSchool]:
        """Return the schools that a user may read."""
        access = self.services.access
        if access.authorize is None:
            return schools
        return [one for one in schools if await access.allows(user, "read", one.id)]

    async def _read_form(self, visit: _Visit) -> dict[str, str]:
        form = await read_form(visit.request, self.services.limits.body)
        self.tokens.check(visit.request, visit.user, form.get("token", ""))
        return form

    async def _read_dossier(self, school: StoredSchool) -> dict[str, Any]:
        return await run_in_threadpool(self.store.read_dossier, school.id)

    def language_of(self, request: Request) -> str:
        """Return the language of a page: the one that was chosen by a link, now or before, else the usual one."""
        chosen = request.query_params.get("lang") or request.cookies.get(_LANGUAGE_COOKIE)
        if chosen in LANGUAGES:
            return chosen
        return self.services.lang

    def _find_addresses(self, request: Request) -> Addresses:
        return Addresses(request.scope.get("root_path", ""))

    def _make_page(self, visit: _Visit, template: str, status: int = 200, **shown: Any) -> Response:
        return self._make_response(visit, self._render_template(visit, template, **shown), status)

    def _render_template(self, visit: _Visit, template: str, **shown: Any) -> str:
        texts, request = visit.texts, visit.request
        return render_page(
            template,
            t=texts.text,
            n=texts.count,
            texts=texts,
            lang=texts.lang,
            at=self._find_addresses(request),
            user=visit.user,
            token=visit.token,
            languages=[(one, _switch_language(request, one)) for one in LANGUAGES],
            **shown,
        )

    def _make_response(self, visit: _Visit, content: str, status: int = 200) -> Response:
        headers = {**PAGE_HEADERS, "content-language": visit.texts.lang}
        return self._with_cookies(visit, Response(content, status, headers, media_type="text/html"))

    def _make_redirect(self, visit: _Visit, address: str) -> Response:
        return self._with_cookies(visit, RedirectResponse(address, 303, headers=PAGE_HEADERS))

    def _with_cookies(self, visit: _Visit, response: Response) -> Response:
        request = visit.request
        self.tokens.keep(response, request, visit.cookie)
        if request.query_params.get("lang") in LANGUAGES:
            response.set_cookie(
                _LANGUAGE_COOKIE,
                visit.texts.lang,
                max_age=_YEAR,
                path=request.scope.get("root_path") or "/",
                secure=request.url.scheme == "https",
                httponly=True,
                samesite="lax",
            )
        return response

    async def problem(self, request: Request, problem: WebProblem) -> Response:
        """Answer with the page of a problem."""
        texts = BoardTexts(self.language_of(request))
        content = render_page(
            "problem.html",
            t=texts.text,
            lang=texts.lang,
            at=self._find_addresses(request),
            user=None,
            languages=[],
            status=problem.kind.status,
            title=problem.kind.title.text_in(texts.lang),
            problems=[_say_problem(one, texts.lang) for one in problem.diagnostics],
        )
        headers = {**PAGE_HEADERS, "content-language": texts.lang, **problem.headers}
        return Response(content, problem.kind.status, headers, media_type="text/html")


@dataclass(frozen=True, slots=True)
class _FieldRow:
    """A field of the form with what it says: what was typed, and beside it what another has recorded meanwhile."""

    field: Any
    text: FindingText
    now: str

    @classmethod
    def make(
        cls, one: Any, stage: str | None, now: Entries, edit: FindingEdit | None, words: FindingWords
    ) -> _FieldRow:
        place = find_place(one.id, stage)
        recorded = FindingText.of(now.get(place))
        if edit is None or place not in edit.wanted:
            return cls(one, recorded, "")
        typed = edit.texts[one.id]
        entry = now.get(place)
        return cls(one, typed, words.describe_entry(one.id, entry) if typed != recorded and entry is not None else "")


def _list_left_out(edit: FindingEdit, texts: BoardTexts) -> list[str]:
    """Return what was typed and has no place in a dossier, each with what is missing or too much."""
    said = [texts.text("findings.no_word", node=node) for node in edit.homeless]
    long = [*edit.too_long, *([texts.text("evidence.new")] if edit.evidence_too_long else [])]
    said += [texts.text("findings.too_long", node=node, most=MAX_TYPED) for node in long]
    return [*said, texts.text("evidence.no_code")] if any(edit.evidence) and not edit.evidence.code else said


def _take_wanted(now: Entries, edit: FindingEdit, checked: Entries) -> dict[EntryPlace, Any]:
    """Return the entries of an edit as the reader of dossiers writes them: it may spell a code otherwise."""
    new_evidence = {
        place: entry for place, entry in checked.items() if place.part == "evidence" and now.get(place) != entry
    }
    findings = {place: checked.get(place) for place in edit.wanted if place.part != "evidence"}
    return {**findings, **new_evidence}


def _read_day(request: Request) -> str | None:
    """Return the day of the assessment that the address asks for; None for that of the dossier.

    Raises
    ------
    WebProblem
        It is no date (422).
    """
    day = request.query_params.get("on")
    if not day:
        return None
    try:
        return dt.date.fromisoformat(day).isoformat()
    except ValueError:
        raise WebProblem(ProblemKind.INVALID) from None


def _read_revision(request: Request, form: Mapping[str, str]) -> int:
    """Return the revision that the author has seen, by the header or the form; 0 where neither says one."""
    said = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"') or form.get("revision", "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _say_problem(problem: Diagnostic, lang: str) -> str:
    """Return a problem in one line: what is wrong, what was expected, and how to mend it."""
    parts = [problem.message, problem.expected, problem.hint]
    return "; ".join(part.text_in(lang) for part in parts if part is not None)


def _switch_language(request: Request, lang: str) -> str:
    """Return the address of this page in a language; of a page that was sent a form, that of the school."""
    path = request.url.path.removesuffix("/what-if")
    query = {key: value for key, value in request.query_params.items() if key not in ("lang", "saved")}
    return str(request.url.replace(scheme="", netloc="", path=path, query="").include_query_params(**query, lang=lang))
