"""Who may do what: the user of a request, and whether an action is allowed to them."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.attempts import Attempts
from kiemdinh.diagnostics.message import Message
from kiemdinh.web.problems import ProblemKind, WebProblem

__all__ = ["Access", "Action", "Authorize", "FindUser"]

Action: TypeAlias = Literal["read", "report", "what-if", "edit"]
"""An action with a school: it is read, its report is made, something is supposed of it, or it is edited."""

FindUser: TypeAlias = "Callable[[Request], str | Awaitable[str | None] | None]"
"""A function that returns the user of a request, None for a stranger; it may be a coroutine function."""

Authorize: TypeAlias = "Callable[[str | None, Action, str | None], bool | Awaitable[bool]]"
"""A function that says whether a user (None for a stranger) may do something with a school of the store, by its id.

The id is None where a request is about no school of the store: requests to the API contain a dossier.
"""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what.

    Parameters
    ----------
    user
        A function that returns the user of a request.
    trusted_header
        Instead of *user*: the header in which a proxy in front of the application names the user. The proxy must remove
        this header from requests that come from outside. If a request has the header twice, it has no user.
    authorize
        A function that says whether a user may do something. Without it everything is allowed except ``edit`` by a
        stranger, which is never allowed, since the log of changes says who made each.

    Raises
    ------
    InputError
        An argument is not a function or not a text, as it should be, or *user* and *trusted_header* are both given.
    """

    user: FindUser | None = None
    trusted_header: str | None = None
    authorize: Authorize | None = None

    def __post_init__(self) -> None:
        attempts = Attempts()
        attempts.run(_check_function, "user", self.user)
        attempts.run(_check_function, "authorize", self.authorize)
        attempts.run(self._check_header)
        attempts.require(self)

    def _check_header(self) -> None:
        header: object = self.trusted_header
        if header is not None and (not isinstance(header, str) or not header.strip()):
            refuse_argument("trusted_header", header, Message("the name of a header"))
        if header is not None and self.user is not None:
            refuse_argument("trusted_header", header, Message("either 'user' or 'trusted_header', not both"))

    async def find_user(self, request: Request) -> str | None:
        """Return the user of a request; None for a stranger. A plain function is called in a thread."""
        if self.trusted_header is not None:
            named = request.headers.getlist(self.trusted_header)
            return _read_header(named[0]).strip() or None if len(named) == 1 else None
        found = None if self.user is None else await _call_function(self.user, request)
        # A mistake in the function, such as an empty text, names nobody.
        return found if isinstance(found, str) and found.strip() else None

    async def require(self, request: Request, action: Action, school: str | None = None) -> str | None:
        """Return the user of a request who wants to do something with a school, by its id in the store.

        Raises
        ------
        WebProblem
            It is not allowed (403).
        """
        user = await self.find_user(request)
        if not await self.allows(user, action, school):
            raise WebProblem(ProblemKind.FORBIDDEN)
        return user

    async def allows(self, user: str | None, action: Action, school: str | None = None) -> bool:
        """Return whether a user, None for a stranger, may do something with a school, by its id in the store."""
        if action == "edit" and user is None:
            return False
        # ``is True``: a mistake in the function, such as a text or None, allows nothing.
        return self.authorize is None or await _call_function(self.authorize, user, action, school) is True


def _read_header(value: str) -> str:
    """Return a header decoded as UTF-8, in which proxies write names; Starlette decodes headers as Latin 1."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


async def _call_function(function: Callable[..., Any], *arguments: object) -> Any:
    """Return what a function of the application returns, whether it is a coroutine function or a plain one."""
    if inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(type(function).__call__):
        return await function(*arguments)
    found = await run_in_threadpool(function, *arguments)
    return await found if inspect.isawaitable(found) else found


def _check_function(name: str, value: object) -> None:
    if value is not None and not callable(value):
        refuse_argument(name, value, Message("a function"))
