"""The standings of schools that the store keeps, so that the first list after a start is whole."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from kiemdinh.data.outcomes import LevelRef
from kiemdinh.standards.catalogue import digest_catalogue
from kiemdinh.version import __version__
from kiemdinh.web.board.views import SchoolStanding

if TYPE_CHECKING:
    from kiemdinh.web.services import WebServices
    from kiemdinh.web.store import Store, StoredSchool

__all__ = ["KeptStandings"]

_LOG: Final = logging.getLogger("kiemdinh.web")


class KeptStanding(NamedTuple):
    """A standing without a problem, in the order of the fields of :class:`SchoolStanding`."""

    on: dt.date | None
    level: LevelRef | None
    attainable: LevelRef | None
    outcome: LevelRef | None
    state: Literal["top", "improve", "known", "settle"]
    size: int | None
    criteria: dict[str, tuple[tuple[int, int], ...]]


_FORM: Final = TypeAdapter(KeptStanding)


class KeptStandings:
    """The standings of the schools of a store on the days of their dossiers, as the store keeps them.

    A standing depends on the dossier, which is identified by its revision, and on the frameworks, the version of
    kiemdinh and the limit of steps. Where one of these has changed, the standing is not read. Standings on other days
    are not kept, since visitors choose these days; nor are standings with a problem, which may have gone since.
    """

    def __init__(self, services: WebServices, store: Store) -> None:
        self._store = store
        self._basis = _digest_basis(services)

    def read(self) -> dict[StoredSchool, SchoolStanding]:
        """Return the standings that are kept; those that cannot be read are left out, and are worked out again."""
        read = ((school, _read_standing(text)) for school, text in self._store.read_standings(self._basis).items())
        return {school: standing for school, standing in read if standing is not None}

    def keep(self, found: Mapping[StoredSchool, SchoolStanding]) -> None:
        """Keep standings of schools. If the database cannot be written, only the log says so: nothing is lost."""
        texts = {school: _write_standing(one) for school, one in found.items() if one.problem is None}
        if not texts:
            return
        try:
            self._store.keep_standings(self._basis, texts)
        except SQLAlchemyError as error:
            _LOG.warning("Where schools stand could not be kept.", exc_info=error)


def _digest_basis(services: WebServices) -> str:
    """Return a digest of all that standings depend on besides dossiers."""
    # A framework may refer to any other, so that all of them count.
    frameworks = {key: "" if isinstance(one, str) else one.content_digest for key, one in services.frameworks.items()}
    basis = [__version__, services.limits.steps, digest_catalogue(), sorted(frameworks.items())]
    return hashlib.sha256(json.dumps(basis).encode()).hexdigest()


def _write_standing(standing: SchoolStanding) -> str:
    kept = KeptStanding(*(getattr(standing, name) for name in KeptStanding._fields))
    return _FORM.dump_json(kept).decode()


def _read_standing(text: str) -> SchoolStanding | None:
    try:
        return SchoolStanding(*_FORM.validate_json(text))
    except ValidationError:
        return None
