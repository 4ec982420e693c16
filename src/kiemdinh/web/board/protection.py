"""Protection of the pages: headers that let a browser run no script, and tokens that prove that a form is ours."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Final

from kiemdinh.web.headers import ANSWER_HEADERS
from kiemdinh.web.problems import ProblemKind, WebProblem

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["PAGE_HEADERS", "PICTURE_POLICY", "FormTokens"]

PAGE_HEADERS: Final = {
    # No script at all, and styles only from files: even if markup in a name were not escaped, it could do nothing.
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    **ANSWER_HEADERS,
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
    "vary": "cookie, accept-language",
}
PICTURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""The policy of a picture, which has its style in it and is loaded by a page as an image."""

_COOKIE: Final = "kiemdinh_form"
_FROM_ELSEWHERE: Final = ("cross-site", "same-site")


class FormTokens:
    """Tokens of forms: a random cookie, and in each form a signature of it and of the user.

    Another site can have a browser send the cookie, and cannot read it or sign it.

    Parameters
    ----------
    key
        The key that signs tokens; the same for all processes that serve one store.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def issue(self, request: Request, user: str | None) -> tuple[str, str]:
        """Return the value of the cookie, which the browser has already or which is new, and the token of forms."""
        value = request.cookies.get(_COOKIE) or secrets.token_urlsafe(24)
        return value, self._sign_cookie(value, user)

    def keep(self, response: Response, request: Request, value: str) -> None:
        """Set the cookie, which no script can read and which other sites do not send."""
        secure = request.url.scheme == "https"
        path = request.scope.get("root_path") or "/"
        response.set_cookie(_COOKIE, value, path=path, secure=secure, httponly=True, samesite="strict")

    def check(self, request: Request, user: str | None, token: str) -> None:
        """Check that a form is one that was handed to this browser and this user.

        Raises
        ------
        WebProblem
            The form is not one of these (403).
        """
        value = request.cookies.get(_COOKIE, "")
        is_ours = bool(value) and hmac.compare_digest(self._sign_cookie(value, user).encode(), token.encode())
        if not is_ours or request.headers.get("sec-fetch-site") in _FROM_ELSEWHERE:
            raise WebProblem(ProblemKind.FORBIDDEN)

    def _sign_cookie(self, value: str, user: str | None) -> str:
        said = f"{value}\n{'' if user is None else user}"
        return hmac.new(self._key, said.encode(), hashlib.sha256).hexdigest()
