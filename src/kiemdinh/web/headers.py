"""The headers of every answer, whichever part of the application answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["ANSWER_HEADERS", "DATA_HEADERS", "SafeHeaders"]

ANSWER_HEADERS: Final = {"x-content-type-options": "nosniff"}
"""Headers that keep a browser from guessing another media type than an answer names."""

DATA_HEADERS: Final = {**ANSWER_HEADERS, "cache-control": "no-store"}
"""The headers of answers of the API."""


class SafeHeaders:
    """An application whose every answer has ``ANSWER_HEADERS``, also where code that is not ours makes the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as the application does, with the headers."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ANSWER_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_safely)
