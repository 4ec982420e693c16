"""Collects the problems of an input, so that all are reported at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final, Protocol

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.diagnostic import DataPath as Path
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.parsing.placed_tree import MAX_PROBLEMS

__all__ = ["Locatable", "Path", "Problems", "UnknownName"]

_MAX_PLACES: Final = 5
"""How many further places of one problem are listed."""


class Locatable(Protocol):
    """An input that knows the place of its data in a text, such as a :class:`~kiemdinh.parsing.source.Source`.

    :class:`Problems` needs nothing else of it.
    """

    def diagnostic(
        self,
        code: str,
        message: Message,
        path: Path,
        *,
        key: bool = False,
        expected: Message | None = None,
        found: str | None = None,
        hint: Message | None = None,
    ) -> Diagnostic:
        """Return a diagnostic at *path*, with its line and column.

        The arguments are those of :meth:`Problems.add`.
        """


@dataclass(slots=True)
class UnknownName:
    """A name that is not declared, with the places that use it; together they are one problem.

    Attributes
    ----------
    code, word
        The code of the problem, and the name.
    near
        The declared name that is nearest to it; None where none is near.
    position
        The position of its problem in the list of problems.
    places
        The problem as it would be at each place, in the order in which they were found.
    """

    code: str
    word: str
    near: str | None
    position: int
    places: dict[Diagnostic, None]


@dataclass(slots=True, eq=False, repr=False)
class Problems:
    """The problems found so far in one source; each is kept once.

    Attributes
    ----------
    source
        The input in which the problems are found; it knows the place of each path.
    found
        The problems in the order in which they were found.
    unknown_names
        The names that are not declared, by code, kind and word.
    """

    source: Locatable
    found: list[Diagnostic] = field(default_factory=list)
    unknown_names: dict[tuple[str, str, str], UnknownName] = field(default_factory=dict)
    _added: set[Diagnostic] = field(default_factory=set)
    _errors: int = 0
    _warnings: Counter[str] = field(default_factory=Counter)
    _moved: list[tuple[Path, Collection[str], Path]] = field(default_factory=list)

    def add(
        self,
        code: str,
        message: Message,
        path: Path,
        *,
        key: bool = False,
        expected: Message | None = None,
        found: str | None = None,
        hint: Message | None = None,
        first: Path | None = None,
    ) -> None:
        """Add a problem of the source; the same problem at the same place is kept once.

        Of warnings of one code the first :data:`MAX_PROBLEMS` are listed, and then one that says that there are more.

        Parameters
        ----------
        code
            The code of the problem; it decides the severity.
        message
            One sentence without a full stop.
        path
            Where it stands in the data.
        key
            Whether it points at the key rather than at its value.
        expected, found, hint
            What was expected, what stands there, and how to mend it.
        first
            The first place, for something that stands in two places. The problem names that place too.

        Raises
        ------
        InputError
            There are :data:`MAX_PROBLEMS` errors: nobody reads more, and a hostile file has 100,000.
        """
        if self._is_one_too_many(code):
            message, expected, found, hint = Message("more warnings of this kind are not listed"), None, None, None
        elif self._warnings[code] > MAX_PROBLEMS:
            return
        if first is not None:
            place = _name_place(self.source.diagnostic(code, message, self._place_of(first), key=key))
            before = Message("first used here: {place}", place=place)
            hint = before if hint is None else Message.join([hint, before], "; ")
        path = self._place_of(path)
        diagnostic = self.source.diagnostic(code, message, path, key=key, expected=expected, found=found, hint=hint)
        # A set beside the list: comparing each with all others would cost the square of their number.
        if diagnostic in self._added:
            return
        self._added.add(diagnostic)
        self.found.append(diagnostic)
        # Warnings do not count towards the bound: a file with warnings alone can be used.
        self._errors += diagnostic.severity == "error"
        if self._errors >= MAX_PROBLEMS:
            raise InputError(self.found)

    def _is_one_too_many(self, code: str) -> bool:
        """Count a warning; return whether it is the first that is not listed any more."""
        self._warnings[code] += CODES[code].severity != "error"
        return self._warnings[code] == MAX_PROBLEMS + 1

    def add_unknown(
        self, code: str, what: Message, word: str, known: Iterable[str], path: Path, *, key: bool = False
    ) -> None:
        """Add "*what* *word* is not declared", with what is known and the nearest of it as a hint.

        Several places that use one unknown name are one problem, at the first of them; the problem lists the others.

        Parameters
        ----------
        code
            The code of the problem.
        what
            What the word should name, such as ``the input``.
        word
            The word that stands there.
        known
            The words that are declared; the message names the first twelve in the order of the alphabet.
        path, key
            As in :meth:`add`.
        """
        names = sorted(set(known))
        near = suggest(word, names)
        hint = None if near is None else Message("did you mean '{near}'?", near=near)
        message = Message("{what} '{word}' is not declared", what=what, word=word)
        expected = list_names(names) if names else Message("nothing is declared")
        at = self._place_of(path)
        here = self.source.diagnostic(code, message, at, key=key, expected=expected, found=word, hint=hint)
        name = self.unknown_names.get((code, what, word))
        if name is None:
            self.add(code, message, path, key=key, expected=expected, found=word, hint=hint)
            self.unknown_names[code, what, word] = UnknownName(code, word, near, self.found.index(here), {here: None})
        elif here not in name.places:
            name.places[here] = None
            self.found[name.position] = _list_further_places(name.places)

    def report_declaration(self, name: UnknownName, path: Path) -> None:
        """Put one problem at *path*, where the name nearest to an unknown one is declared, in place of that problem."""
        near, word, places = name.near or "", name.word, name.places
        self.found[name.position] = self.source.diagnostic(
            name.code,
            Message(
                "nothing says '{near}', which is declared here, and {n} places say '{word}'",
                near=near,
                n=len(places),
                word=word,
            ),
            path,
            key=True,
            expected=Message.verbatim(word),
            found=near,
            hint=Message(
                "write '{word}' here, or '{near}' at {places}", word=word, near=near, places=_name_places(places)
            ),
        )

    def add_cut_text(self, text: str, rest: str, path: Path) -> None:
        """Add a problem for a *text* that YAML ends at a comment, though the *rest* may belong to the text (KD018)."""
        message = Message("the text ends before '{rest}', which YAML takes for a comment", rest=rest.strip())
        hint = Message(
            'write "{text}{rest}" if it belongs to the text, else two spaces before # and one behind it',
            text=text,
            rest=rest,
        )
        self.add("KD018", message, path, found=text, hint=hint)

    @contextmanager
    def placing(self, keys: Collection[str], below: Path, at: Path) -> Iterator[None]:
        """Report problems at *keys* of *below* at the same keys of *at*, inside the ``with`` block.

        It is for what is read as if it stood in one place, and stands in two: a quantity that has a name, and what it
        is compared with where the name is used.
        """
        self._moved.append((below, keys, at))
        try:
            yield
        finally:
            self._moved.pop()

    def _place_of(self, path: Path) -> Path:
        for below, keys, at in reversed(self._moved):
            if path[: len(below)] == below and path[len(below) : len(below) + 1] and path[len(below)] in keys:
                path = (*at, *path[len(below) :])
        return path

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The problems that keep the source from being used."""
        return tuple(d for d in self.found if d.severity == "error")

    def raise_errors(self) -> None:
        """Raise what has been found if any of it is an error; else do nothing.

        Raises
        ------
        InputError
            With everything found, warnings included.
        """
        if self.errors:
            raise InputError(self.found)

    @contextmanager
    def collect_errors(self) -> Iterator[None]:
        """Take the diagnostics of an ``InputError`` raised inside the ``with`` block into this list.

        The error is then not raised further; the rest of the block is skipped.
        """
        try:
            yield
        except InputError as error:
            self.found.extend(d for d in error.diagnostics if d not in self.found)


def _name_place(diagnostic: Diagnostic) -> str:
    """Return where a problem stands: file, line and column, or the path in plain objects."""
    if diagnostic.line is None:
        return diagnostic.path
    return f"{diagnostic.file}:{diagnostic.line}:{diagnostic.column}"


def _name_places(places: Collection[Diagnostic]) -> Message:
    """Return where several problems stand; of many the first few, and how many more there are."""
    shown = Message.join(_name_place(place) for place in islice(places, _MAX_PLACES))
    rest = len(places) - _MAX_PLACES
    return shown if rest <= 0 else Message("{names}, and {n} more", names=shown, n=rest)


def _list_further_places(places: Collection[Diagnostic]) -> Diagnostic:
    """Return the problem of the first place, with the other places in its hint."""
    first, *others = places
    also = Message("the same at {places}", places=_name_places(others))
    hint = also if first.hint is None else Message.join([first.hint, also], "; ")
    return replace(first, hint=hint)
