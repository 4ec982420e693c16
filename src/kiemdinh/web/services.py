"""What all parts of the application share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from starlette.requests import HTTPConnection

from kiemdinh.diagnostics.arguments import check_choice, refuse_argument
from kiemdinh.diagnostics.attempts import Attempts
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.web.access import Access, Authorize, FindUser
from kiemdinh.web.languages import choose_language
from kiemdinh.web.limits import Limits
from kiemdinh.web.workers import ServedFramework, Workers, choose_served

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework

__all__ = ["WebServices", "make_services"]


@dataclass(frozen=True, slots=True)
class WebServices:
    """What all parts of the application share.

    Attributes
    ----------
    frameworks
        The frameworks that are served, by id.
    access
        Who may do what.
    limits
        How much one request may ask for.
    lang
        The language of answers to those who ask for none.
    workers
        The processes that compute answers.
    tasks
        The tasks in the background; they end with the application.
    """

    frameworks: Mapping[str, ServedFramework]
    access: Access
    limits: Limits
    lang: str
    workers: Workers
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    @asynccontextmanager
    async def live(self, _application: object) -> AsyncIterator[None]:
        """Keep the services until the application ends; then end its workers and background tasks."""
        yield
        for task in tuple(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.workers.stop()

    def language_of(self, request: HTTPConnection) -> str:
        """Return the language that a request is answered in.

        Raises
        ------
        WebProblem
            The request asks for a language that there is not.
        """
        return choose_language(request, self.lang)


def make_services(
    *,
    frameworks: Iterable[AnyFramework] | None,
    user: FindUser | None,
    trusted_header: str | None,
    authorize: Authorize | None,
    limits: Limits,
    lang: str,
) -> WebServices:
    """Return what all parts of the application share, from what its maker gave; see :func:`kiemdinh.web.make_asgi_app`.

    Raises
    ------
    InputError
        With each argument that cannot be used.
    """
    attempts = Attempts()
    served = attempts.run(choose_served, frameworks)
    access = attempts.run(Access, user, trusted_header, authorize)
    bounds = attempts.run(_check_limits, limits)
    language = attempts.run(check_choice, "lang", lang, LANGUAGES)
    known, within = attempts.require(served), attempts.require(bounds)
    workers = Workers(known, within.seconds)
    return WebServices(known, attempts.require(access), within, attempts.require(language), workers)


def _check_limits(limits: object) -> Limits:
    if not isinstance(limits, Limits):
        refuse_argument("limits", limits, Message("a kiemdinh.web.Limits"))
    return limits
