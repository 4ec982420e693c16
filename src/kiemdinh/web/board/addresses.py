"""The address of each page, under the path where the application is mounted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

__all__ = ["Addresses", "read_school_id", "write_school_id"]

_ESCAPES: Final = {"~": "~0", "/": "~1"}
"""Characters that an id cannot have in a path, escaped as in a JSON pointer: servers read ``%2F`` as a slash."""
_DOT: Final = "~2"


def write_school_id(school: str) -> str:
    """Return the id of a school as one part of a path.

    >>> write_school_id("a/b"), write_school_id(".."), write_school_id("79-769-501")
    ('a~1b', '~2~2', '79-769-501')
    """
    for one, other in _ESCAPES.items():
        school = school.replace(one, other)
    # A browser takes a part of dots alone for a step upwards.
    return quote(school.replace(".", _DOT) if set(school) <= {"."} else school, safe="~")


def read_school_id(part: str) -> str:
    """Return the id that a part of a path stands for: the inverse of :func:`write_school_id`."""
    part = part.replace(_DOT, ".")
    for one, other in reversed(_ESCAPES.items()):
        part = part.replace(other, one)
    return part


class Addresses:
    """The addresses of pages.

    Parameters
    ----------
    root
        The path under which the application is mounted; empty at the root of a host.
    """

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/")

    def office(self, **query: str | None) -> str:
        """Return the address of the list of schools, with filters."""
        return f"{self.root}/{_write_query(query)}"

    def school(self, school: str, page: str = "", **query: str | None) -> str:
        """Return the address of a page of a school."""
        below = f"/{page}" if page else ""
        return f"{self.root}/schools/{write_school_id(school)}{below}{_write_query(query)}"

    def asset(self, name: str) -> str:
        """Return the address of a stylesheet."""
        return f"{self.root}/static/{name}"


def _write_query(query: Mapping[str, str | None]) -> str:
    said = {key: value for key, value in query.items() if value}
    return f"?{urlencode(said)}" if said else ""
