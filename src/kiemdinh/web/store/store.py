"""The store: it keeps schools and their dossiers in a database, and a log with each edit as a revision."""

from __future__ import annotations

import datetime as dt
import json
import secrets as random_source
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Self

from sqlalchemy import NullPool, create_engine, delete, event, func, insert, make_url, select, update
from sqlalchemy.exc import SQLAlchemyError

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.web.store.entries import Entries, EntryChange, EntryPlace, join_entries, replay_changes, split_dossier
from kiemdinh.web.store.tables import changes, entries, revisions, schools, secrets, standings

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Row

__all__ = ["EditedSinceError", "Store", "StoreRevision", "StoredSchool", "UnknownSchoolError"]

_BUSY: Final = 10_000
"""How many milliseconds a connection waits for another one that writes."""


@dataclass(frozen=True, slots=True)
class StoredSchool:
    """A school as lists show it.

    Attributes
    ----------
    id, name, stages
        Taken from its dossier; ``stages`` are the ids of its stages.
    area
        Its district, else its commune, from its dossier; None where the dossier says neither.
    framework
        The id of the framework that it is assessed by.
    revision
        The number of its last revision, from 1.
    """

    id: str
    name: str | None
    area: str | None
    stages: tuple[str, ...]
    framework: str
    revision: int


@dataclass(frozen=True, slots=True)
class StoreRevision:
    """One edit of a school's dossier: its number, when it was made, by whom (None: not known), and what it changed."""

    number: int
    at: dt.datetime
    author: str | None
    changes: tuple[EntryChange, ...]


class UnknownSchoolError(Exception):
    """There is no school of that id; its text is the id."""


class EditedSinceError(Exception):
    """Someone else has edited the school since it was read.

    ``school`` is the school as it stands now.
    """

    def __init__(self, school: StoredSchool) -> None:
        super().__init__(f"{school.id} is at revision {school.revision}")
        self.school = school


class Store:
    """Schools and their dossiers in a database.

    A store may be used by several threads and processes at once: each edit is one transaction. If two edits are based
    on one revision, the second is refused.

    Parameters
    ----------
    url
        A URL of SQLAlchemy: ``sqlite:///board.db``; ``sqlite://`` is in memory, for one thread. SQLite is what is
        tested. A database that is empty or older is brought up to date.

    Raises
    ------
    InputError
        The database cannot be opened, is not a database, or was made by a newer version of kiemdinh.

    Examples
    --------
    >>> import datetime as dt
    >>> at = dt.datetime(2027, 6, 30, tzinfo=dt.UTC)
    >>> store = Store("sqlite://")
    >>> store.put("A", {"framework": "vn.tt57-2026.gdtx", "findings": {"1.1": "muc-1"}}, author=None, at=at)
    StoredSchool(id='A', name=None, area=None, stages=(), framework='vn.tt57-2026.gdtx', revision=1)
    >>> store.edit("A", 1, {EntryPlace("findings", "1.1"): "muc-2"}, author="hong", at=at).revision
    2
    >>> store.read_dossier("A", revision=1)["findings"]
    {'1.1': 'muc-1'}
    """

    def __init__(self, url: str) -> None:
        # Imported here, since reading and editing need no migrations.
        from kiemdinh.web.store.migrating import bring_up_to_date  # noqa: PLC0415

        try:
            self.engine = _open_engine(url)
            bring_up_to_date(self.engine)
        except (SQLAlchemyError, ImportError) as error:
            raise InputError([_report_unusable(error)]) from None

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- reading -----------------------------------------------------------------------------------------

    def list_schools(self) -> list[StoredSchool]:
        """Return all schools, by area, name and id."""
        query = select(schools).order_by(schools.c.area, schools.c.name, schools.c.id)
        with self.engine.connect() as connection:
            return [_read_school(row) for row in connection.execute(query)]

    def find(self, school: str) -> StoredSchool:
        """Return a school.

        Raises
        ------
        UnknownSchoolError
            There is none of that id.
        """
        with self.engine.connect() as connection:
            return _find_school(connection, school)

    def read_dossier(self, school: str, *, revision: int | None = None) -> dict[str, Any]:
        """Return the dossier of a school as plain data: the present one, or from the log that of an earlier revision.

        Raises
        ------
        UnknownSchoolError
            There is none of that id.
        """
        with self.engine.connect() as connection:
            _find_school(connection, school)
            if revision is None:
                return join_entries(_read_entries(connection, school))
        past = (change for one in self.read_log(school) if one.number <= revision for change in one.changes)
        return join_entries(replay_changes(past))

    def read_dossiers(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return the dossiers of several schools by their ids, in one query; an id that is unknown is left out."""
        query = select(entries.c.school, entries.c.part, entries.c.key, entries.c.value).where(
            entries.c.school.in_(ids)
        )
        found: dict[str, dict[EntryPlace, Any]] = {}
        with self.engine.connect() as connection:
            for school, part, key, value in connection.execute(query):
                found.setdefault(school, {})[EntryPlace(part, key)] = value
        return {school: join_entries(of_school) for school, of_school in found.items()}

    def read_log(self, school: str, *, since: int = 0) -> list[StoreRevision]:
        """Return the revisions of a school after the one numbered *since*, the oldest first.

        Raises
        ------
        UnknownSchoolError
            There is none of that id.
        """
        with self.engine.connect() as connection:
            _find_school(connection, school)
            made = connection.execute(
                select(revisions)
                .where(revisions.c.school == school, revisions.c.number > since)
                .order_by(revisions.c.number)
            ).all()
            changed: dict[int, list[EntryChange]] = {}
            for row in connection.execute(
                select(changes).where(changes.c.school == school, changes.c.number > since).order_by(changes.c.id)
            ):
                changed.setdefault(row.number, []).append(
                    EntryChange(EntryPlace(row.part, row.key), row.before, row.after)
                )
        return [
            StoreRevision(row.number, dt.datetime.fromisoformat(row.at), row.author, tuple(changed.get(row.number, ())))
            for row in made
        ]

    def find_secret(self, name: str) -> str:
        """Return a random text with which a service signs; made at the first call, it stays the same in this store."""
        with self._write() as connection:
            found = connection.execute(select(secrets.c.value).where(secrets.c.name == name)).scalar()
            if found is None:
                found = random_source.token_urlsafe(32)
                connection.execute(insert(secrets).values(name=name, value=found))
            return str(found)

    def read_standings(self, basis: str) -> dict[StoredSchool, str]:
        """Return what :meth:`keep_standings` has kept on a basis, for schools that have not been edited since."""
        query = select(schools, standings.c.value).join(
            standings, (standings.c.school == schools.c.id) & (standings.c.revision == schools.c.revision)
        )
        with self.engine.connect() as connection:
            found = connection.execute(query.where(standings.c.basis == basis))
            return {_read_school(row): row.value for row in found}

    # -- writing -----------------------------------------------------------------------------------------

    def keep_standings(self, basis: str, worked_out: Mapping[StoredSchool, str]) -> None:
        """Keep standings that were worked out for schools, each at its revision; they replace those kept before.

        Parameters
        ----------
        basis
            A text that identifies all else that the standings depend on: they are read again only with the same text.
        worked_out
            The standing of each school as a text; at least one. One is kept for each school.
        """
        rows = [
            {"school": one.id, "revision": one.revision, "basis": basis, "value": value}
            for one, value in worked_out.items()
        ]
        with self._write() as connection:
            connection.execute(delete(standings).where(standings.c.school.in_([one["school"] for one in rows])))
            connection.execute(insert(standings), rows)

    def put(self, school: str, dossier: Mapping[str, Any], *, author: str | None, at: dt.datetime) -> StoredSchool:
        """Keep a dossier, of a new school or in place of the one that is kept, as one revision.

        Parameters
        ----------
        school
            The id under which it is kept.
        dossier
            Plain data of a dossier that can be read; it names its framework.
        author, at
            Who did it, and when.

        Returns
        -------
        StoredSchool
            The school. If the dossier says the same as the one that is kept, there is no new revision.
        """
        with self._write() as connection:
            before = _read_entries(connection, school)
            after = split_dossier(dossier)
            wanted = dict.fromkeys(before) | after
            return _apply_edit(connection, school, before, wanted, author, at)

    def edit(
        self, school: str, revision: int, wanted: Mapping[EntryPlace, Any], *, author: str | None, at: dt.datetime
    ) -> StoredSchool:
        """Change some entries of a dossier, as one revision.

        Parameters
        ----------
        school
            The id of the school.
        revision
            The revision that the author has seen.
        wanted
            The new entry at each place; None where the entry is to be removed.
        author, at
            Who did it, and when.

        Returns
        -------
        StoredSchool
            The school. If the entries are all like that already, there is no new revision.

        Raises
        ------
        UnknownSchoolError
            There is none of that id.
        EditedSinceError
            There is a later revision than *revision*. Nothing is changed.
        """
        with self._write() as connection:
            found = _find_school(connection, school)
            if found.revision != revision:
                raise EditedSinceError(found)
            return _apply_edit(connection, school, _read_entries(connection, school), wanted, author, at)

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        # SQLite is asked for the lock at once: a transaction that began by reading could not have it later.
        with self.engine.connect().execution_options(kiemdinh_writes=True) as connection, connection.begin():
            yield connection


def _report_unusable(error: Exception) -> Diagnostic:
    reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    message = Message("the store cannot be opened: {reason}", reason=shorten_text(reason))
    expected = Message("a database of SQLite, or a new file in a folder that is there and can be written")
    # The URL itself is not shown: it can have a password in it.
    return Diagnostic("KD001", "error", message, expected=expected)


def _open_engine(url: str) -> Engine:
    as_json = partial(json.dumps, ensure_ascii=False, sort_keys=True)
    # Opening a file of SQLite is quick, so a connection is closed after each use. A database in memory
    # is its connection.
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:")
    engine = create_engine(parsed, json_serializer=as_json, poolclass=NullPool if is_file else None)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Let readers go on while one process writes, and let transactions begin only where this module begins them."""
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", f"busy_timeout = {_BUSY}", "foreign_keys = ON", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("kiemdinh_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _read_school(row: Row[Any]) -> StoredSchool:
    stages = tuple(row.stages.split()) if row.stages else ()
    return StoredSchool(row.id, row.name, row.area, stages, row.framework, row.revision)


def _find_school(connection: Connection, school: str) -> StoredSchool:
    row = connection.execute(select(schools).where(schools.c.id == school)).one_or_none()
    if row is None:
        raise UnknownSchoolError(school)
    return _read_school(row)


def _read_entries(connection: Connection, school: str) -> dict[EntryPlace, Any]:
    query = select(entries.c.part, entries.c.key, entries.c.value).where(entries.c.school == school)
    return {EntryPlace(part, key): value for part, key, value in connection.execute(query)}


def _apply_edit(
    connection: Connection,
    school: str,
    before: Entries,
    wanted: Mapping[EntryPlace, Any],
    author: str | None,
    at: dt.datetime,
) -> StoredSchool:
    """Store the *wanted* entries as the next revision, and return the school."""
    made = [
        EntryChange(place, before.get(place), value) for place, value in wanted.items() if before.get(place) != value
    ]
    if not made:
        return _find_school(connection, school)
    after = replay_changes([*(EntryChange(place, None, value) for place, value in before.items()), *made])
    last = connection.execute(select(func.max(revisions.c.number)).where(revisions.c.school == school)).scalar()
    number = (last or 0) + 1
    described = {**_describe_school(join_entries(after)), "revision": number}
    if last is None:
        connection.execute(insert(schools).values(id=school, **described))
    else:
        connection.execute(update(schools).where(schools.c.id == school).values(**described))
    connection.execute(insert(revisions).values(school=school, number=number, at=at.isoformat(), author=author))
    connection.execute(
        insert(changes),
        [
            {"school": school, "number": number, **one.place._asdict(), "before": one.before, "after": one.after}
            for one in made
        ],
    )
    for place, was, _ in made:
        if was is not None:
            connection.execute(
                delete(entries).where(
                    entries.c.school == school, entries.c.part == place.part, entries.c.key == place.key
                )
            )
    there = [{"school": school, **place._asdict(), "value": value} for place, _, value in made if value is not None]
    if there:
        connection.execute(insert(entries), there)
    return _find_school(connection, school)


def _describe_school(dossier: Mapping[str, Any]) -> dict[str, Any]:
    """Return what lists of schools show of a dossier."""
    school = dossier.get("school", {})
    return {
        "name": school.get("name"),
        "area": school.get("district") or school.get("commune"),
        "stages": " ".join(school.get("stages") or ()),
        "framework": dossier["framework"],
    }
