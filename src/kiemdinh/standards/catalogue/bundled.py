"""The bundled frameworks: their list, each by its id, and whether a framework is the bundled one of its id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, join_alternatives
from kiemdinh.diagnostics.wording import shorten_text, suggest
from kiemdinh.standards.catalogue.compiled import catalogue_folder, load_compiled, load_yaml
from kiemdinh.standards.loading import Framework

__all__ = ["Bundled", "bundled_ids", "catalogue", "describe_unknown_id", "is_bundled", "is_unofficial", "load_bundled"]

_SUFFIX: Final = ".yaml"
_OTHER_WAYS: Final = (Message("a Path"), Message.verbatim("text=…"), Message("a mapping"))


@dataclass(frozen=True, slots=True)
class Bundled:
    """A framework that comes with kiemdinh, by its id; it is loaded when asked for."""

    id: str

    def load(self) -> Framework:
        """Load the framework; a second time costs a look-up.

        Raises
        ------
        InputError
            Kiemdinh comes with no framework of this id (KD243).
        """
        found = load_bundled(self.id)
        if found is None:
            raise InputError([describe_unknown_id(self.id)])
        return found


@lru_cache(maxsize=1)
def catalogue() -> tuple[Bundled, ...]:
    """Return the bundled frameworks in the order of their ids, each with ``.id`` and ``.load()``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> [bundled.id for bundled in kd.catalogue()]
    ['vn.tt18-2018', 'vn.tt57-2026.gdtx', 'vn.tt57-2026.mam-non', 'vn.tt57-2026.pho-thong']
    """
    files = catalogue_folder().iterdir()
    names = sorted(f.name.removesuffix(_SUFFIX) for f in files if f.name.endswith(_SUFFIX))
    return tuple(Bundled(name) for name in names)


def bundled_ids() -> tuple[str, ...]:
    """Return the ids of the bundled frameworks; these are reserved for them."""
    return tuple(bundled.id for bundled in catalogue())


def load_bundled(framework_id: str) -> Framework | None:
    """Return the bundled framework of that id; None where kiemdinh comes with none.

    It is loaded at the first call and kept.
    """
    return _load_file(framework_id) if framework_id in bundled_ids() else None


def is_bundled(framework: Framework) -> bool:
    """Return whether a framework is the bundled one of its id, and no other definition under that id.

    What they say is compared and not their files: a copy of the bundled file is the bundled framework.
    """
    official = load_bundled(framework.id)
    return official is not None and official == framework


def is_unofficial(framework: Framework) -> bool:
    """Return whether a framework has the id of a bundled one and says something else."""
    return framework.id in bundled_ids() and not is_bundled(framework)


def describe_unknown_id(
    framework_id: str, *, others: Sequence[Message] = _OTHER_WAYS, hint: Message | None = None
) -> Diagnostic:
    """Return the diagnostic of an id that no bundled framework has, with the nearest one that there is.

    *others* is what could stand in the place of an id; *hint* is given where no id is near.
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
def _load_file(framework_id: str) -> Framework:
    return load_compiled(framework_id, catalogue_folder()) or load_yaml(framework_id)
