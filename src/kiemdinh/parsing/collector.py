"""Collecting what is wrong with an input, so that all of it is reported at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.diagnostic import DataPath as Path
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.parsing.placed_tree import MAX_PROBLEMS

__all__ = ["Locatable", "Path", "Problems"]


class Locatable(Protocol):
    """Something that knows where its data stand in a text, such as a :class:`~kiemdinh.parsing.source.Source`.

    Problems need nothing else of what they are found in.
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
class Problems:
    """The problems found so far in one source; each is kept once.

    Attributes
    ----------
    source
        What the problems are found in; it knows the place of each path.
    found
        The problems in the order in which they were found.
    """

    source: Locatable
    found: list[Diagnostic] = field(default_factory=list)
    _added: set[Diagnostic] = field(default_factory=set)
    _errors: int = 0
    _warnings: Counter[str] = field(default_factory=Counter)

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

        Raises
        ------
        InputError
            There are :data:`MAX_PROBLEMS` errors: nobody reads more, and a hostile file has 100,000.
        """
        if self._is_one_too_many(code):
            message, expected, found, hint = Message("more warnings of this kind are not listed"), None, None, None
        elif self._warnings[code] > MAX_PROBLEMS:
            return
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
        self.add(
            code,
            Message("{what} '{word}' is not declared", what=what, word=word),
            path,
            key=key,
            expected=list_names(names) if names else Message("nothing is declared"),
            found=word,
            hint=None if near is None else Message("did you mean '{near}'?", near=near),
        )

    def add_cut_text(self, text: str, rest: str, path: Path) -> None:
        """Add that *text* ends where YAML begins a comment, though the *rest* may belong to it (KD018)."""
        message = Message("the text ends before '{rest}', which YAML takes for a comment", rest=rest.strip())
        hint = Message(
            'write "{text}{rest}" if it belongs to the text, else two spaces before # and one behind it',
            text=text,
            rest=rest,
        )
        self.add("KD018", message, path, found=text, hint=hint)

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
