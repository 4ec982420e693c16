"""Problems (RFC 9457): the answers when something is wrong, in the language of the request."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from starlette.responses import Response

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.web.headers import DATA_HEADERS

__all__ = ["ProblemKind", "WebProblem", "answer_problem"]


class ProblemKind(Enum):
    """A kind of problem: its name in ``urn:kiemdinh:problem:NAME``, the status of its answer, and its title."""

    NOT_JSON = ("not-json", 400, Message("The body cannot be read as JSON"))
    FORBIDDEN = ("forbidden", 403, Message("This is not allowed to you"))
    NOT_FOUND = ("not-found", 404, Message("There is nothing here"))
    WRONG_METHOD = ("wrong-method", 405, Message("The method of the request is not one of this address"))
    TOO_LARGE = ("too-large", 413, Message("The request is too large"))
    WRONG_CONTENT = ("wrong-content", 415, Message("The body is of another type than JSON"))
    TOO_DEEP = ("too-deep", 422, Message("The body is nested too deeply"))
    INVALID = ("invalid", 422, Message("The request says something that cannot be answered"))
    FAILED = ("failed", 500, Message("The answer could not be worked out, because of a fault in the server"))
    TOO_SLOW = ("too-slow", 503, Message("The answer took too long to work out and was given up"))
    BUSY = ("busy", 503, Message("Too many requests are being answered; try again in a while"))
    WORKER_ENDED = ("worker-ended", 503, Message("The process that worked the answer out has ended"))

    @property
    def urn(self) -> str:
        """The name of the kind for programs."""
        return f"urn:kiemdinh:problem:{self.value[0]}"

    @property
    def status(self) -> int:
        """The status of an answer."""
        return self.value[1]

    @property
    def title(self) -> Message:
        """The title of the kind for people."""
        return self.value[2]


class WebProblem(Exception):  # noqa: N818 - named as RFC 9457 names it
    """Raised where a request is to be answered by a problem.

    Parameters
    ----------
    kind
        What kind of problem it is.
    diagnostics
        What is wrong, each with its code and its place in the request.
    headers
        Further headers of the answer, such as ``Allow``.
    """

    def __init__(
        self, kind: ProblemKind, diagnostics: Iterable[Diagnostic] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        self.kind = kind
        self.diagnostics = tuple(diagnostics)
        self.headers = dict(headers or {})
        super().__init__(kind, self.diagnostics, self.headers)

    def to_dict(self, lang: str) -> dict[str, Any]:
        """Return the problem as data (RFC 9457) with its texts in a language, "vi" or "en"."""
        return {
            "type": self.kind.urn,
            "title": self.kind.title.text_in(lang),
            "status": self.kind.status,
            "diagnostics": [one.to_dict(lang) for one in self.diagnostics],
        }


def answer_problem(problem: WebProblem, lang: str) -> Response:
    """Return a problem as an answer in a language."""
    headers = DATA_HEADERS | {"content-language": lang} | problem.headers
    body = json.dumps(problem.to_dict(lang), ensure_ascii=False).encode("utf-8")
    return Response(body, problem.kind.status, headers, media_type="application/problem+json")
