"""Our own server, for one machine: uvicorn, made to close connections on which a request arrives too slowly."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["SLOWEST_REQUEST", "TimedProtocol", "run_server"]

SLOWEST_REQUEST: Final = 20
"""Seconds within which a request has to arrive, head and body."""
_MOST_CONNECTIONS: Final = 500
_IDLE: Final = 5
"""Seconds after which a connection is closed on which no further request comes."""
_TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class TimedProtocol(H11Protocol):
    """HTTP by uvicorn, with a bound on how long a request may take to arrive; uvicorn itself has none.

    The time runs from the connection or the first byte of a request to the last byte of its body; how long the answer
    takes is not counted.
    """

    slowest: ClassVar[float] = SLOWEST_REQUEST
    _timer: asyncio.TimerHandle | None = None
    _has_begun = False

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._start_timer()

    def data_received(self, data: bytes) -> None:
        """Start the clock when a request begins."""
        if not self._has_begun:
            self._has_begun = True
            self._start_timer()
        super().data_received(data)

    def on_response_complete(self) -> None:
        """Stop the clock: until the next request the connection is idle, and uvicorn bounds how long it may be."""
        self._has_begun = False
        self._stop_timer()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop_timer()
        super().connection_lost(exc)

    def _start_timer(self) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(self.slowest, self._end_slow_request)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end_slow_request(self) -> None:
        """Close the connection, unless the request is here and is being answered."""
        cycle: Any = self.cycle
        if cycle is not None and not cycle.response_complete and not cycle.more_body:
            return
        if cycle is None or not cycle.response_started:
            self.transport.write(_TOO_SLOW)
        self.transport.close()


def run_server(app: ASGIApp, host: str, port: int) -> None:
    """Serve an application until it is interrupted."""
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        http=TimedProtocol,
        ws="none",
        timeout_keep_alive=_IDLE,
        limit_concurrency=_MOST_CONNECTIONS,
    )
