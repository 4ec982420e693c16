"""The kind of a file below a path of ``--kiemdinh``, found by its keys and its name without loading it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, TypeAlias

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.parsing.files import MAX_SIZE
from kiemdinh.parsing.read import find_top_keys
from kiemdinh.parsing.readers import read_text
from kiemdinh.standards.catalogue import load

__all__ = ["TestedKind", "find_kind", "find_whole"]

TestedKind: TypeAlias = Literal["definition", "part", "scenarios"]

_ENDINGS: Final = (".yaml", ".yml", ".json")
_SCENARIO_NAME: Final = re.compile(r"(?:^|[._ -])scenarios?$", re.IGNORECASE)
_SURE_KEYS: Final = frozenset(("kiemdinh", "tree", "layers", "amends"))
"""Keys each of which only definitions have; ``kiemdinh`` is in scenario files too."""
_TELLING_KEYS: Final = _SURE_KEYS | {"scenarios", "part_of"}
_LIKELY_KEYS: Final = frozenset(("framework", "source", "subject", "scales", "outcomes", "awards"))
_MIN_LIKELY: Final = 3
"""How many of the likely keys identify a definition: a result as JSON also has a framework, outcomes and awards."""
_KEYS_OF_DOSSIERS: Final = frozenset(("findings", "external", "school", "held"))


def find_kind(path: Path) -> TestedKind | None:
    """Return the kind of a file; None for a file that is not a definition, a part of one or a scenario file.

    A file with a mistake keeps its kind, and then fails: a misspelt key must not make it pass silently. Files are not
    loaded, which would be too slow for every file of a folder.
    """
    if path.suffix.lower() not in _ENDINGS:
        return None
    keys = _read_keys(path)
    if "part_of" in keys:
        return "part"
    if _is_scenario_file(path, keys):
        return "scenarios"
    return "definition" if _is_definition(keys) else None


def _is_scenario_file(path: Path, keys: set[str]) -> bool:
    if keys & {"tree", "layers"}:
        return False
    return any(suggest(key, ("scenarios",)) for key in keys) or bool(_SCENARIO_NAME.search(path.stem))


def _is_definition(keys: set[str]) -> bool:
    if keys & _SURE_KEYS:
        return True
    return len(keys & _LIKELY_KEYS) >= _MIN_LIKELY and not keys & _KEYS_OF_DOSSIERS


def _read_keys(path: Path) -> set[str]:
    """Return the keys at the top of a file, also of one that cannot be read as YAML or JSON."""
    text = _read_leniently(path)
    keys = find_top_keys(text)
    if not keys & _TELLING_KEYS:
        return keys
    try:
        return set(read_text(text, path.name, problems=[]).data)
    except InputError:
        # In broken JSON a key may stand anywhere: "tree" is a usual word of other tools, "kiemdinh" is not.
        return keys if path.suffix.lower() != ".json" or "kiemdinh" in keys else set()


def _read_leniently(path: Path) -> str:
    """Return the text of a file, without the characters that are not UTF-8; of UTF-16 the ASCII letters are left."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_SIZE + 1)
    except OSError:
        return ""
    return content.replace(b"\0", b"").decode("utf-8", errors="ignore")


def find_whole(part: Path, root: Path) -> Path | None:
    """Return the definition that includes a part, from the folder of the part or one above it up to *root*.

    Raises
    ------
    InputError
        A definition that names the part cannot be loaded.
    """
    for path in _list_definitions_above(part, root):
        source = load(path, unofficial=True).source
        names = [] if source is None else [one.name for one in source.sources()]
        files = [Path(name).resolve() for name in names if name is not None]
        if part.resolve() in files:
            return path
    return None


def _list_definitions_above(part: Path, root: Path) -> Iterator[Path]:
    """Yield the definitions whose text has the name of the part, the nearest first."""
    for folder in part.parents:
        if root not in (folder, *folder.parents):
            return
        for path in sorted(folder.iterdir()):
            if path.is_file() and find_kind(path) == "definition" and part.name in _read_leniently(path):
                yield path
