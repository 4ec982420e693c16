"""What all parts of the application share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from kiemdinh.web.access import Access
from kiemdinh.web.languages import choose_language
from kiemdinh.web.limits import Limits
from kiemdinh.web.workers import ServedFramework, Workers

__all__ = ["WebServices"]


@dataclass(frozen=True, slots=True)
class WebServices:
    """What all parts of the application share.

    Attributes
    ----------
    frameworks
        What is served, by id.
    access
        Who may do what.
    limits
        How much one request may ask for.
    lang
        The language of answers to those who ask for none.
    workers
        The processes that work answers out.
    """

    frameworks: Mapping[str, ServedFramework]
    access: Access
    limits: Limits
    lang: str
    workers: Workers

    def language_of(self, request: HTTPConnection) -> str:
        """Return the language that a request is answered in.

        Raises
        ------
        WebProblem
            It asks for one that there is not.
        """
        return choose_language(request, self.lang)
