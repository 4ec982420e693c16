"""What a form sends, and what an edit of findings makes of it: entries of the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import parse_qsl

from kiemdinh.web.bodies import read_body
from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.store import EntryPlace

if TYPE_CHECKING:
    from starlette.requests import Request

    from kiemdinh.web.store import Entries

__all__ = [
    "MAX_TYPED",
    "EvidenceText",
    "FindingEdit",
    "FindingText",
    "find_place",
    "read_edit",
    "read_form",
    "read_suppositions",
]

_MEDIA_TYPE: Final = "application/x-www-form-urlencoded"
_MAX_FIELDS: Final = 3_000
MAX_TYPED: Final = 10_000
"""Characters of the longest field of a finding: a dossier that takes too long to assess would shut out its school."""
_SUPPOSED: Final = "set:"
_DETAILS: Final = ("title", "place", "issued", "until")


async def read_form(request: Request, most: int) -> dict[str, str]:
    """Return the fields of a form that a request sends, of at most so many bytes; of one that is there twice the last.

    Raises
    ------
    WebProblem
        It is larger (413), or no form (415, 422).
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _MEDIA_TYPE:
        raise WebProblem(ProblemKind.WRONG_CONTENT)
    body = await read_body(request, most)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise WebProblem(ProblemKind.INVALID) from None
    # Browsers end lines with both characters, whatever was typed.
    return {key: value.replace("\r\n", "\n") for key, value in pairs}


def read_suppositions(form: Mapping[str, str]) -> dict[str, str]:
    """Return what is supposed, by the id of each node or input; what is left as it is is left out."""
    found = {key.removeprefix(_SUPPOSED): value.strip() for key, value in form.items() if key.startswith(_SUPPOSED)}
    return {key: value for key, value in found.items() if value}


class FindingText(NamedTuple):
    """A finding as the fields of a form have it: the word or number, the reason, and the codes of its evidence."""

    says: str = ""
    why: str = ""
    by: str = ""

    @classmethod
    def of(cls, entry: Any) -> FindingText:
        """Return an entry as a form shows it; of several dated records the last."""
        last = entry[-1] if isinstance(entry, list) and entry else entry
        if last is None:
            return cls()
        if not isinstance(last, Mapping):
            return cls(_write_word(last))
        by = last.get("by", ())
        codes = by if isinstance(by, str) else "; ".join(map(str, by))
        return cls(_write_word(last.get("is", last.get("reaches"))), str(last.get("why", "")), codes)

    @classmethod
    def typed(cls, form: Mapping[str, str], node: str, otherwise: FindingText) -> FindingText:
        """Return what was typed about a node; what the form has no field for is as *otherwise* says."""
        names = ("is", "why", "by")
        typed = (form.get(f"{name}:{node}") for name in names)
        return cls(*(was if one is None else one.strip() for one, was in zip(typed, otherwise, strict=True)))

    def to_entry(self, before: Any) -> Any:
        """Return the entry that it makes of the one *before*; None where nothing remains.

        A finding that says something else is of another day than the one before, so that its days are dropped.
        """
        earlier = before[:-1] if isinstance(before, list) else []
        last = before[-1] if isinstance(before, list) and before else before
        made = self._to_record(last)
        records = [*earlier, *([] if made is None else [made])]
        return None if not records else records[0] if len(records) == 1 else records

    def _to_record(self, before: Any) -> Any:
        if not self.says:
            return None
        kept: dict[str, Any] = {}
        if isinstance(before, Mapping) and FindingText.of(before).says == self.says:
            kept = {key: value for key, value in before.items() if key not in ("is", "reaches", "why", "by")}
        said = {**kept, **({"why": self.why} if self.why else {}), **({"by": self.by} if self.by else {})}
        return {"is": self.says, **said} if said else self.says


def _write_word(word: Any) -> str:
    if isinstance(word, list):
        return ", ".join(map(_write_word, word))
    return "" if word is None else str(word).lower() if isinstance(word, bool) else str(word)


class EvidenceText(NamedTuple):
    """An item of evidence as the fields of a form have it."""

    code: str = ""
    title: str = ""
    place: str = ""
    issued: str = ""
    until: str = ""

    @classmethod
    def typed(cls, form: Mapping[str, str]) -> EvidenceText:
        """Return what was typed about a new item."""
        return cls(*(form.get(f"evidence:{name}", "").strip() for name in cls._fields))

    def to_entry(self, before: Any) -> dict[str, Any]:
        """Return the entry that it makes: what was typed replaces what the entry *before* says of it."""
        kept = dict(before) if isinstance(before, Mapping) else {} if before is None else {"title": before}
        return {**kept, **{name: value for name in _DETAILS if (value := getattr(self, name))}}


@dataclass(slots=True)
class FindingEdit:
    """What someone has typed into the form of a criterion.

    Attributes
    ----------
    texts
        What the form says now of each node.
    wanted
        The entries that were changed, with what is to stand there.
    evidence
        The new item of evidence.
    homeless
        The nodes of which a reason or evidence was typed and no finding: nothing can be kept of that.
    too_long
        The nodes of which a field was changed that is longer than ``MAX_TYPED`` now.
    evidence_too_long
        Whether a field of the new item is.
    """

    texts: dict[str, FindingText] = field(default_factory=dict)
    wanted: dict[EntryPlace, Any] = field(default_factory=dict)
    evidence: EvidenceText = field(default_factory=EvidenceText)
    homeless: list[str] = field(default_factory=list)
    too_long: list[str] = field(default_factory=list)
    evidence_too_long: bool = False


def find_place(node: str, stage: str | None) -> EntryPlace:
    """Return where the school's own finding about a node stands, for a stage where it is of one."""
    return EntryPlace("findings" if stage is None else f"stages.{stage}.findings", node)


def read_edit(form: Mapping[str, str], nodes: Iterable[str], stage: str | None, base: Entries) -> FindingEdit:
    """Return what was changed by a form about *nodes* that showed *base*: what was left as it stood is no change.

    *stage* is the stage whose own findings they are; None for those of the school.
    """
    edit = FindingEdit(evidence=EvidenceText.typed(form))
    for node in nodes:
        place = find_place(node, stage)
        before = base.get(place)
        shown = FindingText.of(before)
        typed = FindingText.typed(form, node, shown)
        edit.texts[node] = typed
        if not typed.says and any(typed):
            edit.homeless.append(node)
        if typed != shown:
            edit.wanted[place] = typed.to_entry(before)
            if any(len(now) > MAX_TYPED and now != was for now, was in zip(typed, shown, strict=True)):
                edit.too_long.append(node)
    if any(edit.evidence):
        edit.evidence_too_long = any(len(one) > MAX_TYPED for one in edit.evidence)
        place = EntryPlace("evidence", edit.evidence.code)
        edit.wanted[place] = edit.evidence.to_entry(base.get(place))
    return edit
