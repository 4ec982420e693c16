"""The bundled frameworks: their list, each by its id, and whether a framework is the bundled one of its id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kiemdinh.diagnostics.arguments import check_text
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, join_alternatives
from kiemdinh.diagnostics.wording import shorten_text, suggest
from kiemdinh.standards.catalogue.compiled import load_compiled, load_yaml
from kiemdinh.standards.catalogue.files import EDITION_MARK, catalogue_folder, edition_names, file_names, list_named
from kiemdinh.standards.definition import content_digest
from kiemdinh.standards.loading import Framework

__all__ = [
    "Bundled",
    "Edition",
    "bundled_ids",
    "catalogue",
    "describe_unknown_id",
    "editions",
    "find_bundled_of",
    "is_bundled",
    "is_unofficial",
    "load_bundled",
    "split_edition",
]

_OTHER_WAYS: Final = (Message("a Path"), Message.verbatim("text=…"), Message("a mapping"))


@dataclass(frozen=True, slots=True)
class Bundled:
    """A framework that comes with kiemdinh, by its id; it is loaded when asked for.

    Attributes
    ----------
    id
        Its id, such as ``vn.tt57-2026.gdtx``.

    Examples
    --------
    >>> catalogue()[0].load().id == catalogue()[0].id
    True
    """

    id: str

    def load(self) -> Framework:
        """Load the latest edition of the framework; a second time costs a look-up.

        Raises
        ------
        InputError
            Kiemdinh comes with no framework of this id (KD243).
        """
        found = load_bundled(self.id)
        if found is None:
            raise InputError([describe_unknown_id(self.id)])
        return found


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a framework (phiên bản): from which day to which it is in force, and which acts made it.

    Attributes
    ----------
    id
        The id of the framework.
    framework
        The framework in this edition.
    in_force
        Its first day; None where the definition states none.
    until
        The day on which it is replaced, no longer in force; None where that is not known.
    digest
        The digest of its rules.
    acts
        The documents of law that made it: the one first issued, then each act that amended it, in their order.
    """

    id: str
    framework: Framework
    in_force: dt.date | None
    until: dt.date | None
    digest: str
    acts: tuple[str, ...]

    @classmethod
    def of(cls, framework: Framework) -> Edition:
        """Return the edition of a framework.

        >>> import kiemdinh as kd
        >>> Edition.of(kd.load("vn.tt57-2026.gdtx")).acts
        ('57/2026/TT-BGDĐT',)
        """
        law = framework.definition.source
        acts = dict.fromkeys((law.document, *(change.document for change in framework.acts)))
        return cls(framework.id, framework, law.in_force, law.until, framework.digest, tuple(acts))


@lru_cache(maxsize=1)
def catalogue() -> tuple[Bundled, ...]:
    """Return the bundled frameworks in the order of their ids, each with ``.id`` and ``.load()``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> [bundled.id for bundled in kd.catalogue() if bundled.id.startswith("vn.tt57")]
    ['vn.tt57-2026.gdtx', 'vn.tt57-2026.mam-non', 'vn.tt57-2026.pho-thong']
    """
    return tuple(Bundled(name) for name in file_names() if EDITION_MARK not in name)


def bundled_ids() -> tuple[str, ...]:
    """Return the ids of the bundled frameworks; these are reserved for them."""
    return tuple(bundled.id for bundled in catalogue())


def load_bundled(framework_id: str, on: dt.date | None = None) -> Framework | None:
    """Return the bundled framework of an id; None where kiemdinh comes with none. It is loaded once and kept.

    Parameters
    ----------
    framework_id
        The id.
    on
        The law date, which picks the edition: the one that is in force, else the last one before the day, else the
        first. None takes the latest edition.
    """
    if framework_id not in bundled_ids():
        return None
    names = edition_names(framework_id)
    begun = names if on is None else [name for name in names if EDITION_MARK not in name or _first_day(name) <= on]
    return _load_file(begun[-1])


def find_bundled_of(name: str) -> tuple[Framework, ...]:
    """Return the bundled framework of an id, or all bundled frameworks of a family; nothing where there is none.

    The ids of the frameworks of a family begin with that of the family.
    """
    found = (load_bundled(one) for one in list_named(name, bundled_ids()))
    return tuple(one for one in found if one is not None and name in (one.id, one.definition.family))


def split_edition(name: str) -> tuple[str, dt.date | None]:
    """Return the id and the day of ``ID@DAY``; the name itself and None where it has no such form.

    >>> split_edition("vn.tt18-2018@2024-12-31")
    ('vn.tt18-2018', datetime.date(2024, 12, 31))
    """
    framework_id, mark, day = name.partition(EDITION_MARK)
    try:
        return (framework_id, dt.date.fromisoformat(day)) if mark else (name, None)
    except ValueError:
        return name, None


def _first_day(name: str) -> dt.date:
    return dt.date.fromisoformat(name.partition(EDITION_MARK)[2])


def editions(framework_id: str) -> tuple[Edition, ...]:
    """Return the editions of a bundled framework, the first one first.

    Raises
    ------
    InputError
        Kiemdinh comes with no framework of this id (KD243), or it is no text.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> [(edition.id, str(edition.in_force)) for edition in kd.editions("vn.tt57-2026.gdtx")]
    [('vn.tt57-2026.gdtx', '2026-07-07')]
    """
    if check_text("framework_id", framework_id) not in bundled_ids():
        raise InputError([describe_unknown_id(framework_id)])
    return tuple(Edition.of(_load_file(name)) for name in edition_names(framework_id))


def is_bundled(framework: Framework) -> bool:
    """Return whether a framework is an edition of the bundled one of its id, and not another definition under that id.

    Their contents are compared and not their files: a copy of the bundled file is the bundled framework, also with
    confirmations of its parts.
    """
    if framework.id not in bundled_ids():
        return False
    says = _digest_without_confirmations(framework)
    # Its own edition first, so that the others need not be loaded.
    names = sorted(edition_names(framework.id), key=lambda name: name != framework.edition)
    return any(_load_file(name).content_digest == says for name in names)


@lru_cache(maxsize=64)
def _digest_without_confirmations(framework: Framework) -> str:
    definition = framework.definition
    if not definition.confirmations:
        return framework.content_digest
    return content_digest(definition.model_copy(update={"confirmations": ()}))


def is_unofficial(framework: Framework) -> bool:
    """Return whether a framework has the id of a bundled one and says something else."""
    return framework.id in bundled_ids() and not is_bundled(framework)


def describe_unknown_id(
    framework_id: str, *, others: Sequence[Message] = _OTHER_WAYS, hint: Message | None = None
) -> Diagnostic:
    """Return the diagnostic of an id that no bundled framework has, with the nearest one that there is.

    *others* says what else is accepted in place of an id; *hint* is given where no id is near.
    """
    ids = bundled_ids()
    near = suggest(framework_id, ids)
    word = shorten_text(framework_id)
    return Diagnostic(
        "KD243",
        "error",
        Message("there is no bundled framework '{word}'", word=word),
        expected=join_alternatives((Message("one of {names}", names=", ".join(ids)), *others)),
        found=word,
        hint=hint if near is None else Message("did you mean '{near}'?", near=near),
    )


@lru_cache(maxsize=64)
def _load_file(name: str) -> Framework:
    return load_compiled(name, catalogue_folder()) or load_yaml(name)
