"""Reading the evidence index of a dossier, and checking the codes that are cited against it (semantics 3.1, 3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import EvidenceItem
from kiemdinh.evidence.reading.evidence_codes import EvidenceCodes
from kiemdinh.evidence.reading.reader import Reader, given_value
from kiemdinh.parsing.collector import Path
from kiemdinh.parsing.frozen import FrozenMap

__all__ = ["check_citations", "read_evidence"]

_TEXTS: Final = ("title", "kind", "place", "keeper", "issuer")
_MAX_NAMED: Final = 8
"""Codes that a warning about many names."""
_ITEM: Final = ("code", "also", "title", "kind", "place", "keeper", "issuer", "issued", "until")


def read_evidence(reader: Reader, raw: Any) -> EvidenceCodes:
    """Return the evidence index with its codes, from a map or a list of items (semantics 3.1).

    Its ``index`` is None where there is none at all: then findings are taken as stated, which an empty index does not
    allow (3.3). Two items with one code are an error, also where it is among the other codes (``also``) of one. Items
    none of whose codes follows the framework's pattern are one warning, at the first of them.

    Parameters
    ----------
    reader
        The reader of the dossier, which collects what is wrong.
    raw
        What stands under ``evidence``.
    """
    raw = given_value(raw)
    bare = EvidenceCodes(reader.allowed.code)
    if raw is None:
        return bare
    index: dict[str, EvidenceItem] = {}
    taken: dict[str, tuple[str, Path]] = {}
    off_pattern: dict[str, Path] = {}
    for written, value, path in _iterate_items(reader, raw):
        item = _read_item(reader, bare, written, value, path)
        if item is None:
            continue
        names = (item.code, *item.also)
        twice = next((name for name in names if name in taken), None)
        if twice is not None:
            _report_twice(reader, twice, written, taken[twice], path)
            continue
        taken.update(dict.fromkeys(names, (written, path)))
        index[item.code] = item
        if not any(map(bare.follows_pattern, names)):
            off_pattern.setdefault(written, path)
    _report_items_off_pattern(reader, off_pattern)
    return EvidenceCodes.of_index(reader.allowed.code, FrozenMap(index))


def _iterate_items(reader: Reader, raw: Any) -> Iterator[tuple[str, Any, Path]]:
    """Yield the items of an index with their codes, whether it is a map by code or a list."""
    if not isinstance(raw, list):
        for code, value in reader.read_map(raw, ("evidence",), Message("items by their code")).items():
            yield code, value, ("evidence", code)
        return
    for i, item in enumerate(raw):
        path: Path = ("evidence", i)
        found = reader.read_map(item, path, Message("code, title, place"))
        # A list may be one code with its brackets: ``code: [H1-1.1-01]``.
        texts = [text for text, _ in reader.list_texts(found.get("code"), (*path, "code"))]
        if len(texts) == 1:
            yield texts[0], found, path
        elif texts:
            reader.report_wrong_type(found["code"], (*path, "code"), Message("one code; others stand under 'also'"))
        elif given_value(item) is not None:
            reader.problems.add("KD101", Message("'code' is missing"), path, expected=Message("the key code"))


def _read_item(reader: Reader, codes: EvidenceCodes, written: str, raw: Any, path: Path) -> EvidenceItem | None:
    """Return an item; None where its code is nothing but brackets or spaces, which is reported."""
    code, raw = codes.spelled(written), given_value(raw)
    if not code:
        reader.problems.add(
            "KD103", Message("a code has letters or numbers"), path, key=True, expected=Message("a code"), found=written
        )
        return None
    # A plain text beside a code is the title of the item.
    if not isinstance(raw, dict | list):
        return EvidenceItem(code, reader.read_words(raw, path))
    found = reader.read_map(raw, path, Message("title, place, issued, until"))
    reader.check_keys(found, _ITEM, path)
    also = {
        other for text, _ in reader.list_texts(found.get("also"), (*path, "also")) for other in codes.read_cited(text)
    }
    texts = {key: reader.read_words(found.get(key), (*path, key)) for key in _TEXTS}
    issued, until = reader.read_period(found, "issued", path)
    return EvidenceItem(code, **texts, issued=issued, until=until, also=tuple(sorted(also - {code})))


def _report_twice(reader: Reader, code: str, written: str, earlier: tuple[str, Path], path: Path) -> None:
    """Report a code that an earlier item has, perhaps in another spelling."""
    before, first = earlier
    message = Message("two items of evidence have the code '{code}'", code=code)
    if written != before:
        message = Message("{message}: '{earlier}' and '{written}'", message=message, earlier=before, written=written)
    reader.problems.add("KD318", message, path, key=True, found=written, first=first)


def check_citations(reader: Reader) -> None:
    """Warn of codes that are cited but not in the index, each once where it is first cited (semantics 3.3).

    Without an index, warn of those off the framework's pattern. It is called when all records have been read. The cost
    is a look-up for each code.
    """
    codes = reader.codes
    for code, path in reader.cited.items():
        if codes.index is None:
            if not codes.follows_pattern(code):
                _report_off_pattern(reader, code, path)
        elif code not in codes.index:
            message = Message("'{code}' is not in the evidence index, so it supports nothing", code=code)
            near = codes.suggest(code)
            hint = None if near is None else Message("did you mean '{near}'?", near=near)
            reader.problems.add("KD320", message, path, found=code, hint=hint)


def _report_items_off_pattern(reader: Reader, codes: Mapping[str, Path]) -> None:
    """Report the items whose codes are off the pattern in one warning: an index of old codes has hundreds."""
    if not codes:
        return
    first, place = next(iter(codes.items()))
    if len(codes) == 1:
        _report_off_pattern(reader, first, place, key=True)
        return
    shown = [*islice(codes, _MAX_NAMED), *(("…",) if len(codes) > _MAX_NAMED else ())]
    message = Message(
        "the codes of {n} items do not fit the pattern of this framework: {codes}",
        n=len(codes), codes=", ".join(shown),
    )  # fmt: skip
    _report_off_pattern(reader, first, place, message, key=True)


def _report_off_pattern(
    reader: Reader, code: str, path: Path, message: Message | None = None, *, key: bool = False
) -> None:
    policy = reader.allowed.framework.definition.evidence
    # A code off the pattern is a warning and no error: the item itself may be sound (3.1).
    reader.problems.add(
        "KD319",
        message or Message("the code '{code}' does not fit the pattern of this framework", code=code),
        path,
        key=key,
        expected=Message("a code such as {code}", code=policy.code) if policy else None,
        found=code,
    )
