"""What all pages of the board need: the visitor, the language, the school, and the making of answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.evidence.reading import read_date_argument
from kiemdinh.web.access import Action
from kiemdinh.web.board.addresses import Addresses, read_school_id
from kiemdinh.web.board.forms import read_form
from kiemdinh.web.board.pages import render_page
from kiemdinh.web.board.protection import PAGE_HEADERS, FormTokens
from kiemdinh.web.board.shown_schools import ShownSchools
from kiemdinh.web.board.texts import BoardTexts
from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.services import WebServices
from kiemdinh.web.store import Store, StoredSchool, UnknownSchoolError

__all__ = ["Board", "Visit", "read_day", "say_problem"]

_LANGUAGE_COOKIE: Final = "kiemdinh_lang"
_DAY: Final = "on"
_YEAR: Final = 31_536_000
_FORM_PAGES: Final = ("/what-if",)
"""Pages that only answer a form: their links to another language lead to the page of the school."""


@dataclass(slots=True)
class Visit:
    """A request for a page: who asks, in which language, and the token of its forms."""

    request: Request
    user: str | None
    texts: BoardTexts
    cookie: str
    token: str

    @property
    def addresses(self) -> Addresses:
        """The addresses of pages, under the place where the application is mounted."""
        return Addresses(self.request.scope.get("root_path", ""))


class Board:
    """The schools of a store as pages show them, and how pages are answered.

    Parameters
    ----------
    services
        What all parts of the application share.
    store
        The schools.
    clock
        A function that returns the present time, for the log.
    """

    def __init__(self, services: WebServices, store: Store, clock: Callable[[], dt.datetime]) -> None:
        self.services = services
        self.store = store
        self.clock = clock
        self.shown = ShownSchools(services, store, clock)
        self.tokens = FormTokens(store.find_secret("forms"))

    # -- who asks for what -------------------------------------------------------------------------------

    async def open_visit(self, request: Request, action: Action | None = None, school: str | None = None) -> Visit:
        """Return a visit. If an *action* is given, the user must be allowed to do it with the school of that id.

        Raises
        ------
        WebProblem
            It is not allowed (403).
        """
        access = self.services.access
        user = await (access.find_user(request) if action is None else access.require(request, action, school))
        texts = BoardTexts(self.find_language(request))
        return Visit(request, user, texts, *self.tokens.issue(request, user))

    async def visit_school(
        self, request: Request, action: Action, *, is_served: bool = True
    ) -> tuple[Visit, StoredSchool]:
        """Return the visit and the school of the address. A user who may not see it does not learn whether it exists.

        Raises
        ------
        WebProblem
            It is not allowed (403), there is no such school (404), or its framework is not served (422), unless
            *is_served* says that this does not matter.
        """
        school_id = read_school_id(request.path_params["school"])
        visit = await self.open_visit(request, action, school_id)
        try:
            school = await run_in_threadpool(self.store.find, school_id)
        except UnknownSchoolError:
            raise WebProblem(ProblemKind.NOT_FOUND) from None
        if is_served and school.framework not in self.services.frameworks:
            message = Message("no framework '{name}' is served here", name=shorten_text(school.framework))
            raise WebProblem(ProblemKind.INVALID, [Diagnostic("KD330", "error", message)])
        return visit, school

    async def is_allowed(self, visit: Visit, action: Action, school: StoredSchool) -> bool:
        """Return whether the visitor may do something with a school."""
        return await self.services.access.allows(visit.user, action, school.id)

    async def list_allowed(self, user: str | None, schools: list[StoredSchool]) -> list[StoredSchool]:
        """Return the schools that a user may read."""
        access = self.services.access
        if access.authorize is None:
            return schools
        return [one for one in schools if await access.allows(user, "read", one.id)]

    async def read_form(self, visit: Visit) -> dict[str, str]:
        """Return the fields of the form that a request sends.

        Raises
        ------
        WebProblem
            The body is not a form or is too large, or the form was not handed out by this board (403).
        """
        form = await read_form(visit.request, self.services.limits.body)
        self.tokens.check(visit.request, visit.user, form.get("token", ""))
        return form

    async def read_dossier(self, school: StoredSchool, *, revision: int | None = None) -> dict[str, Any]:
        """Return the dossier of a school as plain data, of an earlier revision where one is named."""
        return await run_in_threadpool(lambda: self.store.read_dossier(school.id, revision=revision))

    def find_language(self, request: Request) -> str:
        """Return the language of a page: the one that was chosen by a link, now or before, or else the default."""
        chosen = request.query_params.get("lang") or request.cookies.get(_LANGUAGE_COOKIE)
        return chosen if chosen in LANGUAGES else self.services.lang

    # -- answers -----------------------------------------------------------------------------------------

    def make_page(self, visit: Visit, template: str, status: int = 200, **shown: Any) -> Response:
        """Return a page: a template, filled in."""
        return self.make_response(visit, self.render_template(visit, template, **shown), status)

    def render_template(self, visit: Visit, template: str, **shown: Any) -> str:
        """Return a page as text."""
        texts, request = visit.texts, visit.request
        return render_page(
            template,
            t=texts.text,
            n=texts.count,
            texts=texts,
            lang=texts.lang,
            at=visit.addresses,
            user=visit.user,
            token=visit.token,
            languages=[(one, _switch_language(request, one)) for one in LANGUAGES],
            **shown,
        )

    def make_response(self, visit: Visit, content: str, status: int = 200) -> Response:
        """Return an answer with a page that has been rendered, and with its headers and cookies."""
        headers = {**PAGE_HEADERS, "content-language": visit.texts.lang}
        return self._set_cookies(visit, Response(content, status, headers, media_type="text/html"))

    def make_redirect(self, visit: Visit, address: str) -> Response:
        """Return an answer that leads to another page."""
        return self._set_cookies(visit, RedirectResponse(address, 303, headers=PAGE_HEADERS))

    def _set_cookies(self, visit: Visit, response: Response) -> Response:
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

    async def answer_problem(self, request: Request, problem: WebProblem) -> Response:
        """Answer with the page of a problem."""
        texts = BoardTexts(self.find_language(request))
        content = render_page(
            "problem.html",
            t=texts.text,
            lang=texts.lang,
            at=Addresses(request.scope.get("root_path", "")),
            user=None,
            languages=[],
            status=problem.kind.status,
            title=problem.kind.title.text_in(texts.lang),
            problems=[say_problem(one, texts.lang) for one in problem.diagnostics],
            school=_find_unreadable(request, problem),
            again=_find_again(request, problem),
        )
        headers = {**PAGE_HEADERS, "content-language": texts.lang, **problem.headers}
        return Response(content, problem.kind.status, headers, media_type="text/html")


def _find_unreadable(request: Request, problem: WebProblem) -> str | None:
    """Return the id of the school whose dossier cannot be read; None where a problem is about something else."""
    part = request.path_params.get("school")
    is_of_dossier = any(one.path != _DAY for one in problem.diagnostics)
    can_look = part is not None and problem.kind is ProblemKind.INVALID and is_of_dossier
    return read_school_id(str(part)) if can_look else None


def _find_again(request: Request, problem: WebProblem) -> str | None:
    """Return the address to open again where a form is old or too large, or the server was busy; else None."""
    may_help = problem.kind.status in (413, 503) or (problem.kind is ProblemKind.FORBIDDEN and request.method == "POST")
    return _write_address(request, request.query_params) if may_help else None


def read_day(request: Request) -> str | None:
    """Return the day of the assessment that the address asks for; None where the day of the dossier is to be used.

    Raises
    ------
    WebProblem
        The day is not a date (422).
    """
    try:
        day = read_date_argument(request.query_params.get("on") or None, _DAY)
    except InputError as error:
        raise WebProblem(ProblemKind.INVALID, error.diagnostics) from None
    return None if day is None else day.isoformat()


def say_problem(problem: Diagnostic, lang: str) -> str:
    """Return a problem in one line: what is wrong, what was expected, and how to mend it; nothing is said twice."""
    said = ""
    for part in (problem.message, problem.expected, problem.hint):
        text = "" if part is None else part.text_in(lang)
        said = said if text in said else f"{said}; {text}" if said else text
    return said


def _switch_language(request: Request, lang: str) -> str:
    """Return the address of this page in a language."""
    query = {key: value for key, value in request.query_params.items() if key not in ("lang", "saved")}
    return _write_address(request, {**query, "lang": lang})


def _write_address(request: Request, query: Mapping[str, str]) -> str:
    """Return the address of this page; if the page only answers a form, the address of the school."""
    path = request.url.path
    for page in _FORM_PAGES:
        path = path.removesuffix(page)
    return str(request.url.replace(scheme="", netloc="", path=path, query="").include_query_params(**query))
