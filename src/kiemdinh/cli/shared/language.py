"""The language of the command: which one it speaks, and its help, prompts and messages in that language.

Commands are written in English, as click knows them. Before the arguments are parsed they are copied with their texts
in the language that is spoken. What click says itself it looks up by gettext.
"""

from __future__ import annotations

import copy
import gettext
import locale
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from kiemdinh.diagnostics.message import ENGLISH, LANGUAGES, text_in
from kiemdinh.diagnostics.translations import load_translations

__all__ = [
    "CommandTable",
    "SpeakingGroup",
    "add_language_option",
    "find_locale_language",
    "given_language",
    "language_of_data",
    "say",
    "spoken_language",
]

_VIETNAMESE: Final = "vi"
_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of the environment that name the locale of messages, the one that decides first (POSIX, 8.2)."""
_NO_LOCALE: Final = frozenset({"", "C", "POSIX"})
_OPTION: Final = "--lang"
_WORDS_OF_CLICK: Final = "click"
_MIN_HELP_WIDTH: Final = 24
_FOLDER: Final = Path(__file__).parents[1] / "locale"
_CommandT = TypeVar("_CommandT", bound=click.Command)


class CommandTable(MutableMapping[str, click.Command]):
    """The commands of a group by their names, each loaded when it is asked for."""

    def __init__(self, names: Iterable[str], load: Callable[[str], click.Command]) -> None:
        self._found: dict[str, click.Command | None] = dict.fromkeys(names)
        self._load = load

    def __getitem__(self, name: str) -> click.Command:
        found = self._found[name]
        if found is None:
            found = self._found[name] = self._load(name)
        return found

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._found[name] = command

    def __delitem__(self, name: str) -> None:
        del self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class SpeakingGroup(click.Group):
    """A group of commands that speaks Vietnamese or English.

    Attributes
    ----------
    language
        The language of help, prompts and problems.
    given_language
        The language that ``--lang`` names; None where it is not given.
    """

    language: str = ENGLISH
    given_language: str | None = None

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        """Run the command line in the language that the arguments or the locale name."""
        told = copy.copy(self)
        told.given_language = given_language(sys.argv[1:] if args is None else args)
        told.language = told.given_language or find_locale_language(os.environ)
        told = _translate_command(told, told.language)
        with _let_click_speak(told.language):
            # The copy is of this class too, whose main has been left.
            return click.Group.main(told, args, *more, **extra)


def add_language_option(command: click.Command) -> None:
    """Give ``--lang`` to a command that has none, and so to every command below it."""
    for one in _list_commands(command):
        if not any(param.name == "lang" for param in one.params):
            one.params.append(_make_language_option())


def _list_commands(command: click.Command) -> Iterator[click.Command]:
    """Yield a command, and where it is a group every command below it."""
    yield command
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _list_commands(inner)


def _make_language_option() -> click.Option:
    """Return the option for the language of messages, which the command itself is not given."""
    text = "Language of messages; else that of the locale."
    return click.Option([_OPTION], type=click.Choice(LANGUAGES), expose_value=False, help=text)


def given_language(arguments: Sequence[str]) -> str | None:
    """Return the language that ``--lang`` names, the last one where there are several; None where it names none.

    >>> given_language(["--lang=vi", "check", "--lang", "en", "--", "--lang", "vi"])
    'en'
    """
    found = None
    end = arguments.index("--") if "--" in arguments else len(arguments)
    for i, argument in enumerate(arguments[:end]):
        name, equals, value = argument.partition("=")
        if name == _OPTION:
            value = value if equals else "".join(arguments[i + 1 : i + 2])
            found = value if value in LANGUAGES else found
    return found


def find_locale_language(environment: Mapping[str, str]) -> str:
    """Return the language of messages by the locale: Vietnamese where there is none, English for any other language.

    ``C`` and ``POSIX`` count as none. On Windows, where no variable is set, the language of the user's system decides.

    >>> [find_locale_language({"LANG": name}) for name in ("vi_VN.UTF-8", "en_GB", "fr_FR", "C.UTF-8")]
    ['vi', 'en', 'en', 'vi']
    """
    named = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    if not named and sys.platform == "win32":
        named = locale.getlocale()[0] or ""
    name = re.split("[.@]", named)[0]  # vi_VN.UTF-8@euro
    if name in _NO_LOCALE:
        return _VIETNAMESE
    # LANGUAGE lists what the user can read. It overrides a locale, but has no effect without one (GNU gettext).
    wanted = (one.partition("_")[0].lower() for one in (*environment.get("LANGUAGE", "").split(":"), name) if one)
    return next((lang for lang in map(_read_language, wanted) if lang is not None), ENGLISH)


def _read_language(word: str) -> str | None:
    return {"vietnamese": _VIETNAMESE, "english": ENGLISH}.get(word, word if word in LANGUAGES else None)


def spoken_language() -> str:
    """Return the language of messages in the command that is running; English outside of one."""
    context = click.get_current_context(silent=True)
    command = None if context is None else context.find_root().command
    return command.language if isinstance(command, SpeakingGroup) else ENGLISH


def language_of_data() -> str:
    """Return the language of texts in data for programs: the one that ``--lang`` names, else English everywhere."""
    context = click.get_current_context(silent=True)
    command = None if context is None else context.find_root().command
    return (command.given_language if isinstance(command, SpeakingGroup) else None) or ENGLISH


def say(text: str) -> str:
    """Return a message in the language that is spoken; any other text as it is."""
    return text_in(text, spoken_language())


@contextmanager
def _let_click_speak(lang: str) -> Iterator[None]:
    """Let click find its own words in a language inside the ``with`` block.

    click asks gettext, which takes the domain of the process and the language of the environment.
    """
    if lang == ENGLISH:
        yield
        return
    domain, wanted = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(_WORDS_OF_CLICK, str(_FOLDER))
    gettext.textdomain(_WORDS_OF_CLICK)
    os.environ["LANGUAGE"] = lang
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if wanted is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = wanted


# -- help ------------------------------------------------------------------------------------------------------


class _HelpFormatter(click.HelpFormatter):
    """Writes help as wide as the terminal is; click keeps to 50 columns, also on a narrower one."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        super().__init__(indent_increment, width, max_width)
        from shutil import get_terminal_size

        self.width = min(self.width, max(get_terminal_size().columns - 1, _MIN_HELP_WIDTH))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names and what they mean in two columns; the first is a small part of a narrow terminal."""
        super().write_dl(rows, min(col_max, max(self.width // 2 - col_spacing, 0)), col_spacing)


class _HelpContext(click.Context):
    """A context whose help fits the terminal."""

    formatter_class = _HelpFormatter


def _translate_command(command: _CommandT, lang: str) -> _CommandT:
    """Return a copy of a command, and of all commands in it, whose texts are in a language.

    It is a copy in English too: a command keeps its option for help, with the words of the first run.
    """
    told = copy.copy(command)
    told.context_class = _HelpContext
    told.help, told.short_help = _translate_help(command.help, lang), _translate_help(command.short_help, lang)
    told.params = [_translate_parameter(param, lang) for param in command.params]
    told.options_metavar = _translate(command.options_metavar, lang)
    if isinstance(told, click.Group):
        told.subcommand_metavar = _translate(told.subcommand_metavar, lang) or ""
        commands = told.commands
        told.commands = CommandTable(commands, lambda name: _translate_command(commands[name], lang))
    return told


def _translate_parameter(param: click.Parameter, lang: str) -> click.Parameter:
    told = copy.copy(param)
    if isinstance(told, click.Option):
        told.help, told.metavar = _translate_help(told.help, lang), _translate(told.metavar, lang)
        told.prompt = _translate(told.prompt, lang)
    elif lang != ENGLISH:
        told.metavar = _translate(told.metavar or _name_argument(told), lang)
    return told


def _name_argument(param: click.Parameter) -> str:
    """Return an argument as click names it in a line of usage, where it has no name of its own."""
    name = (param.name or "").upper()
    return name if param.required else f"[{name}]"


def _translate_help(text: str | None, lang: str) -> str | None:
    """Return a text of help in a language, paragraph by paragraph: how it is wrapped in the code does not matter."""
    if text is None or lang == ENGLISH:
        return text
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return "\n\n".join(_translate(paragraph, lang) or "" for paragraph in paragraphs)


def _translate(text: str | None, lang: str) -> str | None:
    if not text or lang == ENGLISH:
        return text
    catalogue = load_translations("kiemdinh.cli", lang)
    return catalogue.gettext(text) if catalogue.has(text) else text
