"""The one look-up in gettext catalogues: the messages of a package in one language.

The catalogues of a package are in a folder of their own: for each language a file that people edit (``vi.po``), and its
compiled form (``vi.mo``). The ``msgid`` of an entry is the key of a message.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from typing import IO

from kiemdinh.diagnostics.package_folder import find_package_folder

__all__ = ["Translations", "load_translations"]


class _NoMessage(NullTranslations):
    """The end of a look-up that found nothing."""

    def gettext(self, message: str) -> str:
        """Raise KeyError: there is no message of that key."""
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Raise KeyError: there is no message of that key, whatever the number."""
        raise KeyError(msgid1)


class Translations(GNUTranslations):
    """The messages of one package in one language, by key.

    For an unknown key gettext returns the key itself. Here an unknown key raises ``KeyError``, so that no reader ever
    sees a key.
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        # gettext asks the fallback for keys that it does not find; this fallback raises an error.
        self.add_fallback(_NoMessage())

    def has(self, key: str) -> bool:
        """Whether there is a text for *key* that is not empty."""
        try:
            self.gettext(key)
        except KeyError:
            return False
        return True


# Shared by all threads; if two ask at once, both read the file, which does no harm.
@cache
def load_translations(package: str, lang: str, folder: str = "") -> Translations:
    """Return the messages in one language, read once in a process.

    The first call for a package and a language reads a file; later ones are look-ups. The result is shared and must not
    be changed.

    Parameters
    ----------
    package
        The package that holds the catalogues: ``kiemdinh.narration.messages``.
    lang
        The language: ``vi``.
    folder
        The folder of the catalogues in the package, where they are not in the package itself: ``pages``.

    Raises
    ------
    FileNotFoundError
        There is no compiled catalogue of that language.
    """
    with find_package_folder(package).joinpath(folder, f"{lang}.mo").open("rb") as file:
        return Translations(file)
