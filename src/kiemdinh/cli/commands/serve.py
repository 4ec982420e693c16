"""``kiemdinh serve``: the JSON API and the board of schools, on this machine."""

from __future__ import annotations

import datetime as dt
import ipaddress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiemdinh.cli.shared import load_framework, read_law_day, say, spoken_language, write_error
from kiemdinh.diagnostics.message import LANGUAGES, Message
from kiemdinh.diagnostics.optional import import_format

if TYPE_CHECKING:
    from kiemdinh.web.store import Store

__all__ = ["serve"]

_MAX_NAMED = 20
_OWN_HOSTS = ("localhost", "127.0.0.1", "::1", "[::1]")
"""What a browser on this machine calls it."""


@click.command(short_help="Serve the JSON API and the board of schools.")
@click.option("--store", metavar="URL|FILE", help="Database of the schools, made where there is none; else no board.")
@click.option(
    "--load",
    "sources",
    metavar="FILE|FOLDER",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Dossiers or a table to take into the store first; can be repeated.",
)
@click.option("--replace", is_flag=True, help="Let --load replace what the store says of a school, edits among it.")
@click.option("--framework", metavar="ID|FILE", help="Framework of a table, or of dossiers that name none.")
@click.option("--on", metavar="DATE", help="Day of the assessment, for dossiers and tables without one.")
@click.option(
    "--columns", metavar="FILE", type=click.Path(path_type=Path), help="What the columns of a table stand for."
)
@click.option(
    "--register",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Register that tells the commune of each school.",
)
@click.option("--user", metavar="NAME", help="Who edits, where nobody but you reaches the server.")
@click.option("--trusted-header", metavar="NAME", help="Header in which a login proxy in front names the user.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8_000, show_default=True, help="Port to listen at.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of pages, until a visitor chooses.")
def serve(
    store: str | None,
    sources: tuple[Path, ...],
    replace: bool,
    framework: str | None,
    on: str | None,
    columns: Path | None,
    register: Path | None,
    user: str | None,
    trusted_header: str | None,
    host: str,
    port: int,
    lang: str | None,
) -> None:
    """Serve the JSON API, and with --store the board of schools, until it is interrupted.

    Nobody else reaches the server where it listens at 127.0.0.1. Edits need --user or --trusted-header.
    """
    if store is not None:  # the extra that is named has what the other one has
        import_format("sqlalchemy", "store")
    import_format("uvicorn", "web")
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from kiemdinh.web import make_asgi_app
    from kiemdinh.web.headers import SafeHeaders
    from kiemdinh.web.serving import run_server

    if sources and store is None:
        raise click.UsageError(say(Message("--load needs --store")))
    if user is not None and not _is_loopback(host):
        raise click.UsageError(say(Message("--user is for a server that listens at 127.0.0.1; others need a login")))
    kept = None if store is None else _open_store(store)
    own: list[Any] = []
    if kept is not None and sources:
        found = None if framework is None else load_framework(framework, on=read_law_day(on))
        own = [] if found is None else [found]
        _fill_store(kept, sources, found, on, columns, register, user, replace=replace)
    app = make_asgi_app(
        frameworks=_list_served(own),
        store=kept,
        user=None if user is None else (lambda _: user),
        trusted_header=trusted_header,
        lang=lang or spoken_language(),
    )
    if trusted_header is None and _is_loopback(host):
        # A page of another site whose name leads to this machine would else read and edit in the name of the user.
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_OWN_HOSTS, host], www_redirect=False)
        app.add_middleware(SafeHeaders)
    write_error(say(Message("kiemdinh serves http://{host}:{port}/ (stop it by Ctrl+C)", host=host, port=port)))
    run_server(app, host, port)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _open_store(store: str) -> Store:
    from kiemdinh.web.store import Store

    return Store(store if "://" in store else f"sqlite:///{store}")


def _list_served(own: list[Any]) -> list[Any] | None:
    """Return the frameworks that are served: all that are bundled, and the one that was given where it is another."""
    from kiemdinh.standards.catalogue import bundled_ids

    others = [one for one in own if one.id not in bundled_ids()]
    return [*bundled_ids(), *others] if others else None


def _fill_store(
    store: Store,
    sources: tuple[Path, ...],
    framework: Any,
    on: str | None,
    columns: Path | None,
    register: Path | None,
    user: str | None,
    *,
    replace: bool,
) -> None:
    from kiemdinh.web.store import fill_store

    filled = fill_store(
        store,
        sources,
        framework=framework,
        on=read_law_day(on),
        columns=columns,
        register=register,
        replace=replace,
        author=user,
        at=dt.datetime.now(dt.UTC),
    )
    for problem in filled.problems:
        write_error(problem.to_text(spoken_language()))
    if filled.left:
        names = Message.join(filled.left[:_MAX_NAMED] + (["…"] if len(filled.left) > _MAX_NAMED else []))
        n = len(filled.left)
        write_error(
            say(Message("{n} schools say something else in the store and stay as they are: {names}", n=n, names=names))
        )
        write_error(say(Message("--replace takes what --load says in their place")))
    write_error(say(Message("{n} schools were taken into the store", n=len(filled.schools))))
