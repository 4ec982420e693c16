"""Reading the evidence index of a dossier, and checking the codes that are cited against it (semantics 3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kiemdinh.diagnostics.wording import suggest
from kiemdinh.evidence.dossier import EvidenceItem
from kiemdinh.evidence.reading.reader import Reader, given_value
from kiemdinh.parsing.collector import Path
from kiemdinh.parsing.frozen import FrozenMap

__all__ = ["check_citations", "read_evidence"]

_ITEM: Final = ("code", "title", "kind", "place", "keeper", "issued", "until")
_MAX_SUGGESTED: Final = 20


def read_evidence(reader: Reader, raw: Any) -> Mapping[str, EvidenceItem] | None:
    """Return the evidence index by code, from a map or a list of items (semantics 3.1).

    None where there is none at all: then findings are taken as stated, which an empty index does not allow (3.3). Two
    items with one code are an error, a code off the framework's pattern is a warning.

    Parameters
    ----------
    reader
        The reader of the dossier, which collects what is wrong.
    raw
        What stands under ``evidence``.
    """
    raw = given_value(raw)
    if raw is None:
        return None
    index: dict[str, EvidenceItem] = {}
    for code, value, path in _iterate_items(reader, raw):
        if code in index:
            reader.problems.add("KD318", f"two items of evidence have the code '{code}'", path, key=True, found=code)
        else:
            index[code] = _read_item(reader, code, value, path)
            _check_code(reader, code, path, key=True)
    return FrozenMap(index)


def _iterate_items(reader: Reader, raw: Any) -> Iterator[tuple[str, Any, Path]]:
    """Yield the items of an index with their codes, whether it is a map by code or a list."""
    if not isinstance(raw, list):
        for code, value in reader.read_map(raw, ("evidence",), "items by their code").items():
            yield code, value, ("evidence", code)
        return
    for i, item in enumerate(raw):
        path: Path = ("evidence", i)
        found = reader.read_map(item, path, "code, title, place")
        own_code = reader.read_text(found.get("code"), (*path, "code"))
        if own_code is not None:
            yield own_code, found, path
        elif given_value(item) is not None:
            reader.problems.add("KD101", "'code' is missing", path, expected="the key code")


def _read_item(reader: Reader, code: str, raw: Any, path: Path) -> EvidenceItem:
    raw = given_value(raw)
    # A plain text beside a code is the title of the item.
    if not isinstance(raw, dict | list):
        return EvidenceItem(code, reader.read_text(raw, path))
    found = reader.read_map(raw, path, "title, place, issued, until")
    reader.check_keys(found, _ITEM, path)
    texts = {key: reader.read_text(found.get(key), (*path, key)) for key in ("title", "kind", "place", "keeper")}
    issued, until = reader.read_period(found, "issued", path)
    return EvidenceItem(code, **texts, issued=issued, until=until)


def check_citations(reader: Reader) -> None:
    """Warn of codes that are cited but not in the index, each once where it is first cited (semantics 3.3).

    Without an index, warn of those off the framework's pattern. It is called when all records have been read. The cost
    is a look-up for each code; a suggestion, which looks at the whole index, is made for the first few only.
    """
    missing = 0
    for code, path in reader.cited.items():
        if reader.index is None:
            _check_code(reader, code, path)
        elif code not in reader.index:
            message = f"'{code}' is not in the evidence index, so it supports nothing"
            missing += 1
            near = suggest(code, reader.index) if missing <= _MAX_SUGGESTED else None  # each looks at the whole index
            hint = None if near is None else f"did you mean '{near}'?"
            reader.problems.add("KD320", message, path, found=code, hint=hint)


def _check_code(reader: Reader, code: str, path: Path, *, key: bool = False) -> None:
    pattern, policy = reader.allowed.code, reader.allowed.framework.definition.evidence
    # A code off the pattern is a warning and no error: the item itself may be sound (3.1).
    if pattern is None or policy is None or pattern.fullmatch(code):
        return
    reader.problems.add(
        "KD319",
        f"the code '{code}' is off the pattern of this framework",
        path,
        key=key,
        expected=f"a code such as {policy.code}",
        found=code,
    )
