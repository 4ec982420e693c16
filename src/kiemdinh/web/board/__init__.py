"""Pages for people: the board of an office or a head, over the schools of a store.

It is an application of its own, which is mounted behind the API: its pages, its own headers and its own answers to what
is wrong. It shares the services of the whole application: who may do what, limits, workers.

Rules and words of results must not come in: pages show what results say.
"""

from typing import Any

from starlette.applications import Starlette
from starlette.types import ASGIApp

from kiemdinh.web.services import WebServices

__all__ = ["make_board"]


def make_board(services: WebServices, store: Any) -> ASGIApp:
    """Return the board over a store, to be mounted at the root."""
    return Starlette()
