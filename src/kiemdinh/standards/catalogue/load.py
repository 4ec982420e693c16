"""The verb ``kd.load``: the framework that a caller means; the type of the argument decides what it is."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

from kiemdinh.diagnostics.arguments import check_flag
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import ReadingError, read_date
from kiemdinh.parsing.files import path_name
from kiemdinh.parsing.read import Input, Readable, open_input
from kiemdinh.parsing.source import Source
from kiemdinh.standards import editions, loading
from kiemdinh.standards.catalogue.bundled import (
    Bundled,
    describe_unknown_id,
    find_bundled_of,
    is_unofficial,
    load_bundled,
    split_edition,
)
from kiemdinh.standards.catalogue.days import read_day
from kiemdinh.standards.loading import Framework

__all__ = [
    "AnyFramework",
    "HasAmendment",
    "apply",
    "edition_before",
    "load",
    "load_opened",
    "looks_like_file_name",
    "open_definition",
]

AnyFramework: TypeAlias = Framework | Bundled | str | bytes | os.PathLike[str] | Mapping[str, Any]
"""A framework in any form that callers have: loaded, an entry of the catalogue, a bundled id (``str``), the content of
a definition (``bytes``), its file (``Path``), or plain data."""

_TEXT_HINT: Final = Message("the text of a definition is handed over as text=…")
_FILE_HINT: Final = Message("a file is handed over as Path(…) or path=…")


def load(
    definition: AnyFramework | None = None,
    *,
    text: str | bytes | None = None,
    path: str | os.PathLike[str] | None = None,
    on: dt.date | str | None = None,
    amendments: Iterable[Readable] = (),
    confirmations: Readable | None = None,
    references: Iterable[AnyFramework] = (),
    unofficial: bool = False,
) -> Framework:
    """Load a framework: a bundled one by its id, or a definition from its text, its file or plain Python objects.

    The type of the argument decides what is meant, and nothing is guessed: a ``str`` is the id of a bundled framework
    and nothing else. So an id that comes from a stranger cannot name a file. A text loaded before costs a look-up.

    Parameters
    ----------
    definition
        A ``str``: a bundled id, perhaps with a day, ``ID@DAY``. ``bytes``: the content of a definition. A ``Path``: its
        file. A mapping: its data. An entry of :func:`catalogue` or a loaded framework: itself.
    text
        Instead of *definition*: the content of a definition, YAML or JSON.
    path
        Instead of *definition*: the file of a definition.
    on
        The law date, which picks the edition of a bundled framework: the one that is in force on it, else the last
        before it, else the first. None takes the latest edition; ``.edition`` says which that is.
    amendments
        Acts that change the edition, the earliest first: each as a ``Path``, as text, or as plain data.
    confirmations
        Who compared which part with the document of law: a file ``ID.confirmations.yaml``, as a ``Path``, as text, or
        as plain data. Such a file in the folder of your own definition is read without being given.
    references
        Frameworks whose outcomes and awards it reads, where they are not bundled.
    unofficial
        Allow a definition that has the id of a bundled framework and differs from it, such as a bundled one with
        amendments of your own. Results under it say that it is not the bundled one.

    Raises
    ------
    InputError
        With every problem of the definition, each at its line and column; where there is no such bundled id (KD243);
        where the id is reserved for a bundled framework (KD246); or where not exactly one of the three is given.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> kd.load("vn.tt57-2026.gdtx").id
    'vn.tt57-2026.gdtx'
    >>> tiny = kd.load(text='''
    ... kiemdinh: 1
    ... framework: org.example.tiny
    ... source: {document: By-law 1}
    ... subject: {kind: school}
    ... layers: [{id: criterion, verdict: met}]
    ... tree: [{id: "1", en: Water is safe}]
    ... outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
    ... ''')
    >>> tiny.id
    'org.example.tiny'
    """
    check_flag("unofficial", unofficial)
    day = read_day("on", on)
    opened = open_definition(definition, text=text, path=path, on=day)
    framework = load_opened(opened, unofficial=unofficial, references=[load(one) for one in references])
    amended = framework
    for amendment in amendments:
        amended = editions.amend(amended, open_input(amendment).read())
    if amended is not framework and not unofficial:
        _require_official(amended)
    return amended if confirmations is None else loading.confirm(amended, open_input(confirmations).read())


def open_definition(
    definition: AnyFramework | Input | None = None,
    *,
    text: str | bytes | None = None,
    path: str | os.PathLike[str] | None = None,
    on: dt.date | None = None,
) -> Framework | Input:
    """Return the framework if it needs no loading, else its definition, read as text; arguments are as in ``load``.

    Raises
    ------
    InputError
        The file cannot be read; there is no such bundled id; not exactly one of the three is given.
    """
    given = [name for name, what in (("definition", definition), ("text", text), ("path", path)) if what is not None]
    if len(given) != 1:
        raise InputError([_describe_choice(given)])
    if text is not None:
        return open_input(_require_text(text))
    if path is not None:
        return open_input(Path(path_name(path)))
    if isinstance(definition, Framework):
        return definition
    if isinstance(definition, Bundled):
        return _load_id(definition.id, on)
    if isinstance(definition, str):
        return _load_id(definition, on)
    return open_input(definition)  # type: ignore[arg-type]


def load_opened(
    opened: Framework | Input, *, unofficial: bool = False, references: Sequence[Framework] = ()
) -> Framework:
    """Return the framework of what :func:`open_definition` has opened.

    *references* are frameworks whose outcomes and awards it reads, before those of the catalogue. In a
    family they replace the bundled ones for their stages.

    Raises
    ------
    InputError
        With every problem of the definition; or, unless it is to be *unofficial*, where its id is reserved (KD246).
    """
    if isinstance(opened, Framework):
        return opened

    def find_referenced(name: str) -> tuple[Framework, ...]:
        given = tuple(one for one in references if name in (one.id, one.definition.family))
        ids, stages = {one.id for one in given}, {one.definition.stage for one in given}
        if name in ids:
            return given
        return (*given, *(one for one in find_bundled_of(name) if one.definition.stage not in stages))

    kept_by = tuple(one.content_digest for one in references)
    framework = loading.load_input(opened, None, load_bundled, find_referenced, kept_by)
    return framework if unofficial else _require_official(framework)


def _require_official(framework: Framework) -> Framework:
    if is_unofficial(framework):
        raise InputError([_describe_reserved(framework)])
    return framework


class HasAmendment(Protocol):
    """An object that can be written as an amendment, such as the result of :func:`kiemdinh.diff`.

    See the example of :func:`kiemdinh.apply`.
    """

    def to_amendment(self) -> dict[str, Any]:
        """Return the whole amendment, as plain data."""
        ...


def apply(framework: Framework, amendment: Readable | HasAmendment) -> Framework:
    """Return the edition that an amendment makes of a framework (4.2).

    Parameters
    ----------
    framework
        The edition before.
    amendment
        The act, as a ``Path``, as text, or as plain data: ``amends``, ``source`` and ``changes``; or the result of
        :func:`kiemdinh.diff`.

    Returns
    -------
    Framework
        The new edition; its ``acts`` say what was changed. If it has the id of a bundled framework, its results say
        that it is not the bundled one.

    Raises
    ------
    InputError
        With every problem of the amendment, or of the new edition.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> base = kd.load("vn.tt57-2026.gdtx")
    >>> law = {"document": "Circular 1/2030", "in_force": "2030-01-01"}
    >>> act = {"kiemdinh": 1, "amends": base.id, "source": law, "changes": [{"at": "1.1/muc-2/c", "do": "remove"}]}
    >>> later = kd.apply(base, act)
    >>> later.edition, [change.at for change in later.acts]
    ('vn.tt57-2026.gdtx@2030-01-01', ['1.1/muc-2/c'])
    """
    data: Readable = amendment.to_amendment() if hasattr(amendment, "to_amendment") else amendment
    return editions.amend(framework, open_input(data).read())


def edition_before(amendment: Source) -> Framework | None:
    """Return the edition of a bundled framework that an amendment changes; None where it amends no bundled framework.

    It is the edition in force on the day before the amendment takes effect, or the latest where no such day is stated.
    """
    law = amendment.data.get("source")
    said = law.get("in_force") if isinstance(law, dict) else None
    try:
        day = None if said is None else read_date(said) - dt.timedelta(days=1)
    except (ReadingError, OverflowError):
        day = None
    return load_bundled(str(amendment.data.get("amends")), day)


def looks_like_file_name(text: str) -> bool:
    """Return whether a text looks like the name of a file and not like an id: by slashes or by its ending.

    >>> looks_like_file_name("own/standard.yaml"), looks_like_file_name("vn.tt18-2018")
    (True, False)
    """
    return "\n" not in text and (bool({"/", "\\"} & set(text)) or text.lower().endswith((".yaml", ".yml", ".json")))


def _load_id(name: str, on: dt.date | None) -> Framework:
    """Return the edition of a bundled framework.

    For a text that looks like a file name or a definition, the error says how to pass it.

    A day after the id, ``ID@DAY``, fixes the edition, whatever the law date.
    """
    framework_id, pinned = split_edition(name)
    found = load_bundled(framework_id, pinned or on)
    if found is not None:
        return found
    is_text = "\n" in framework_id or "{" in framework_id
    hint = _TEXT_HINT if is_text else _FILE_HINT if looks_like_file_name(framework_id) else None
    raise InputError([describe_unknown_id(framework_id, hint=hint)])


def _require_text(text: object) -> str | bytes:
    if isinstance(text, str | bytes):
        return text
    found = type(text).__name__
    raise InputError(
        [Diagnostic("KD103", "error", Message("text= is not text"), path="text", expected=Message("text"), found=found)]
    )


def _describe_choice(given: Sequence[str]) -> Diagnostic:
    message = Message("no framework is given") if not given else Message("a framework is given in several ways")
    expected = Message("a bundled id, a Path, a mapping, text=… or path=…")
    return Diagnostic("KD330", "error", message, expected=expected, found=", ".join(given) or "nothing")


def _describe_reserved(framework: Framework) -> Diagnostic:
    message = Message("'{id}' is the id of a bundled framework, and this definition differs from it", id=framework.id)
    hint = Message("give it an id of your own; to load it all the same: unofficial=True, or --unofficial")
    # Loading has filled in the source of every framework that it makes.
    if framework.source is None:
        return Diagnostic("KD246", "error", message, found=framework.id, hint=hint)
    return framework.source.diagnostic("KD246", message, ("framework",), found=framework.id, hint=hint)
