"""Makes the next edition of a framework by an amendment (4.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text, suggest
from kiemdinh.parsing.cells import ReadingError
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.fields import read_id
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.parsing.validation import report_empty_values, validate
from kiemdinh.standards.definition import Cited, Localised
from kiemdinh.standards.editions.act_citations import cite_act
from kiemdinh.standards.editions.addresses import MAPS, Address, find_address, list_addresses, look_up
from kiemdinh.standards.editions.amendment import AmendingChange, Amendment
from kiemdinh.standards.editions.edits import Edits, NewPart
from kiemdinh.standards.editions.references import drop_confirmations, rename_references
from kiemdinh.standards.editions.suspensions import list_suspended
from kiemdinh.standards.loading import (
    AppliedChange,
    Framework,
    MergedSource,
    Origin,
    SuspendedNode,
    explain_former_name,
    load_merged,
)

if TYPE_CHECKING:
    from kiemdinh.parsing.source import Source

__all__ = ["amend"]

_TEXTS: Final = ("vi", "en", "text")


def amend(framework: Framework, source: Source) -> Framework:
    """Return the edition that an amendment makes of *framework*, with what was changed in ``acts``.

    All changes take effect at once: each refers to the edition before. The cost is that of loading the framework.

    Parameters
    ----------
    framework
        The edition before.
    source
        The file of the amendment.

    Raises
    ------
    InputError
        With every problem, each at its line in its file: of the form of the file (KD1xx); of a change of a part that
        does not exist (KD250), that another change is about too (KD251), or that cannot be changed so (KD252); of an
        amendment of another framework or at another time (KD253); of the new edition.
    """
    problems = Problems(source)
    report_empty_values(source.data, (), problems)
    amendment = validate(Amendment, source.data, problems)
    problems.raise_errors()
    assert amendment is not None  # noqa: S101 - without it there are errors
    _check_edition(framework, amendment, problems)
    problems.raise_errors()  # for another edition every change would be wrong
    changes = _Changes(framework, amendment, source, problems)
    for i, change in enumerate(amendment.changes):
        changes.add(i, change)
    problems.raise_errors()
    drop_confirmations(framework, changes.edits)
    rename_references(framework, [change for change in changes.applied if change.to is not None], changes.edits)
    changes.drop_empty_levels()
    changes.change_head()
    changes.note_unread()
    later = load_merged(changes.edits.make(changes.base), framework.definition.references)
    since = {name: framework.first_day_of_input(name) for name in framework.inputs}
    days_before = FrozenMap({**since, **framework.days_before})
    acts = (*framework.acts, *changes.list_applied(later))
    return replace(later, acts=acts, days_before=days_before, _first_day=framework.first_day)


def _check_edition(framework: Framework, amendment: Amendment, problems: Problems) -> None:
    """Report an amendment of another framework, or one that does not take effect when the edition before ends."""
    law, before = amendment.source, framework.definition.source
    if amendment.amends != framework.id:
        message = Message("this act amends '{other}', not '{id}'", other=amendment.amends, id=framework.id)
        problems.add("KD253", message, ("amends",), expected=Message.verbatim(framework.id), found=amendment.amends)
    if law.in_force is None:
        message = Message("an amendment states the day on which it takes effect")
        problems.add("KD253", message, ("source",), key=True, expected=Message("in_force: a day"))
    elif before.in_force is not None and law.in_force <= before.in_force:
        message = Message("the amendment takes effect before the edition that it changes")
        expected = Message("a day after {day}", day=before.in_force)
        problems.add("KD253", message, ("source", "in_force"), expected=expected, found=str(law.in_force))
    elif before.until is not None and law.in_force != before.until:
        message = Message("the edition before ends on another day")
        expected = Message.verbatim(str(before.until))
        problems.add("KD253", message, ("source", "in_force"), expected=expected, found=str(law.in_force))


@dataclass(slots=True)
class _Changes:
    """Turns the changes of one amendment into edits of the data of the edition before."""

    framework: Framework
    amendment: Amendment
    source: Source
    problems: Problems
    edits: Edits = field(default_factory=Edits)
    applied: list[AppliedChange] = field(default_factory=list)
    _names: list[tuple[str, ...]] = field(default_factory=list)
    _changed: dict[Path, int] = field(default_factory=dict)
    _added: dict[Path, int] = field(default_factory=dict)

    @property
    def base(self) -> MergedSource:
        """The data of the edition before."""
        assert self.framework.source is not None  # noqa: S101 - every loaded framework has one
        return self.framework.source.as_amended

    def add(self, i: int, change: AmendingChange) -> None:
        """Add the edits of a change; report why it cannot be made."""
        if change.do == "resume":
            self._resume(i, change)
            return
        suspended = self._suspended().get(change.at) if change.do == "replace" else None
        if suspended is not None:
            self._put_back(i, change, suspended, self.source.data["changes"][i].get("to"))
            return
        address = find_address(self.framework, change.at)
        if address is None or not (address.is_there or _may_be_missing(change, address)):
            self._report_unknown(i, change)
        elif self._is_free(i, change, address) and self._has_form(i, change, address):
            make = {
                "add": self._add,
                "replace": self._replace,
                "remove": self._remove,
                "renumber": self._renumber,
                "retitle": self._retitle,
                "suspend": self._suspend,
                "move": self._move,
            }[change.do]
            make(i, change, address)
            self._note(change, address)

    def change_head(self) -> None:
        """Replace the days of the edition, and the counts that it expects of itself, by those of the amendment."""
        for key in ("in_force", "until"):
            self._set(("source",), key, self.source.data["source"].get(key), Origin(self.source, ("source", key)))
        self._set((), "expect", self.source.data.get("expect"), Origin(self.source, ("expect",)))

    def _set(self, path: Path, key: str, value: Any, origin: Origin) -> None:
        if value is None:
            self.edits.removed.add((*path, key))
        elif key in look_up(self.base.data, path):
            self.edits.replaced[*path, key] = NewPart(value, origin)
        else:
            self.edits.added[path].append(NewPart(value, origin, key=key))

    def drop_empty_levels(self) -> None:
        """Remove the levels whose requirements are all removed: a level without text is left out."""
        for info in self.framework.nodes.values():
            for step, requirements in info.levels.items():
                path = (*info.path, "levels", step)
                left = {self.framework.nodes[one].path for one in requirements} - self.edits.removed
                if requirements and not left and not self.edits.added.get(path):
                    self.edits.removed.add(path)

    def list_applied(self, later: Framework) -> Iterator[AppliedChange]:
        """Yield the changes that were made, each with the names of the edition before that *later* no longer has."""
        for change, names in zip(self.applied, self._names, strict=True):
            yield replace(change, gone=tuple(name for name in names if not _has(later, name)))

    # -- each action -------------------------------------------------------------------------------------

    def note_unread(self) -> None:
        """Note other changes of the act, which are known in words alone."""
        for said in self.amendment.unread:
            self._keep_applied(self._applied("unread", "", said, said))

    def _add(self, i: int, change: AmendingChange, address: Address) -> None:
        assert address.into is not None  # noqa: S101 - its form has been checked
        value, origin = self._new_value(i)
        if address.takes == "list":
            cited = self._cite(change, value, address)
            self.edits.added[address.into].append(NewPart(cited, origin, index=self._index_of(change)))
            return
        for key, inner in value.items():
            if not self._is_new(i, address, str(key)):
                continue
            cited = self._cite(change, inner, address) if isinstance(inner, dict) else inner
            self.edits.added[address.into].append(NewPart(cited, Origin(self.source, (*origin.path, key)), key=key))

    def _is_new(self, i: int, address: Address, key: str) -> bool:
        """Return whether a map has no such key and no other change adds it; otherwise report it."""
        path = ("changes", i, "to", key)
        first = self._added.setdefault((*address.path, key), i)
        if first != i:
            message = Message("'{key}' is added twice", key=key)
            self.problems.add("KD251", message, path, key=True, first=("changes", first, "to", key))
        elif address.is_there and key in look_up(self.base.data, address.path):
            hint = Message("do: replace, at: {at}", at="/".join((self.amendment.changes[i].at, key)))
            self.problems.add("KD252", Message("'{key}' is there already", key=key), path, key=True, hint=hint)
        else:
            return True
        return False

    def _replace(self, i: int, change: AmendingChange, address: Address) -> None:
        value, origin = self._new_value(i)
        if address.is_key_of_award and self.amendment.citations is None:
            self._set_law(i, change, address)
        else:
            value = self._cite_parts(change, value, address)
        *above, key = address.path
        if len(address.path) == 1:  # a section of the definition may be missing
            self._set(tuple(above), str(key), value, origin)
        else:
            self.edits.replaced[address.path] = NewPart(value, origin)

    def _set_law(self, i: int, change: AmendingChange, address: Address) -> None:
        """Set the citation of a single key of an award, in ``law`` of the award: the value has no place for it."""
        *award, key = address.path
        here = look_up(self.base.data, tuple(award))
        law = cite_act(here.get("law", {}).get(key, {}), None, self._act(change)) | self._certainty(change)
        origin = Origin(self.source, ("changes", i))
        if key in here.get("law", {}):
            self.edits.replaced[*award, "law", key] = NewPart(law, origin)
        else:
            self.edits.added[*award, "law"].append(NewPart(law, origin, key=str(key)))

    def _remove(self, _i: int, _change: AmendingChange, address: Address) -> None:
        self.edits.removed.add(address.path)

    def _renumber(self, i: int, change: AmendingChange, address: Address) -> None:
        value, origin = self._new_value(i)
        self.edits.replaced[*address.path, "id"] = NewPart(value, origin)

    def _retitle(self, i: int, _change: AmendingChange, address: Address) -> None:
        value, origin = self._new_value(i)
        for key, text in value.items():
            self._set(address.path, key, text, Origin(self.source, (*origin.path, key)))
        # A title in a language that the act does not give belongs to the old text, so it is removed.
        here = look_up(self.base.data, address.path)
        self.edits.removed.update((*address.path, key) for key in _TEXTS if key in here and key not in value)

    def _move(self, _i: int, change: AmendingChange, address: Address) -> None:
        part = NewPart(look_up(self.base.data, address.path), Origin(None, address.path), index=self._index_of(change))
        self.edits.removed.add(address.path)
        self.edits.added[address.path[:-1]].append(part)

    def _suspend(self, _i: int, _change: AmendingChange, address: Address) -> None:
        self.edits.removed.add(address.path)

    def _resume(self, i: int, change: AmendingChange) -> None:
        suspended = self._suspended().get(change.at)
        if suspended is None:
            self.problems.add("KD252", Message("'{at}' is not suspended", at=change.at), ("changes", i, "at"))
        else:
            self._put_back(i, change, suspended, None)

    def _put_back(self, i: int, change: AmendingChange, suspended: SuspendedNode, new: Any) -> None:
        """Put a suspended node back in its place, as it was or in a new form."""
        into = find_address(self.framework, suspended.into)
        if into is None or into.into is None:
            message = Message("what '{at}' stood in is not there any more", at=change.at)
            self.problems.add("KD252", message, ("changes", i, "at"), found=suspended.into)
            return
        origin = Origin(self.source, ("changes", i) if new is None else ("changes", i, "to"))
        value = suspended.data if new is None else self._cite(change, new, into)
        self.edits.added[into.into].append(NewPart(value, origin, index=suspended.index))
        self._note(change, None)

    # -- what they share ---------------------------------------------------------------------------------

    def _new_value(self, i: int) -> tuple[Any, Origin]:
        return self.source.data["changes"][i]["to"], Origin(self.source, ("changes", i, "to"))

    def _index_of(self, change: AmendingChange) -> int | None:
        """Return the position of the entry of a list before which a part is put; None for the end."""
        found = None if change.before is None else find_address(self.framework, change.before)
        return None if found is None else int(found.path[-1])

    def _act(self, change: AmendingChange) -> str:
        document = self.amendment.source.document
        return document if change.cite is None else f"{document}, {change.cite}"

    def _certainty(self, change: AmendingChange) -> dict[str, Any]:
        said = change.certainty or self.amendment.certainty
        return {} if said is None else {"certainty": said}

    def _cite(self, change: AmendingChange, value: dict[str, Any], address: Address) -> dict[str, Any]:
        """Return a new part with the act in all its citations; one without a citation cites what its place inherits."""
        if self.amendment.citations is not None:
            return self._certainty(change) | value
        inherited = None if address.citing is None else address.citing.citation.cite
        return self._certainty(change) | cite_act(value, inherited, self._act(change))

    def _cite_parts(self, change: AmendingChange, value: Any, address: Address) -> Any:
        """Return a new value with the act in all its citations; a list or map of parts has no citation of its own."""
        if isinstance(value, list):
            return [self._cite_parts(change, one, address) for one in value]
        if not isinstance(value, dict):
            return value
        *above, key = address.path
        if key == "bands":
            bounds = self._cite_parts(change, value.get("from"), replace(address, path=(*address.path, "from")))
            return {**value, "from": bounds}
        is_by_step = (
            key == "from" if "bands" in above else key == "needs" and "ladder" in look_up(self.base.data, tuple(above))
        )
        if is_by_step:
            return {
                step: self._cite(change, one, address) if isinstance(one, dict) else one for step, one in value.items()
            }
        return self._cite(change, value, address)

    def _suspended(self) -> Mapping[str, SuspendedNode]:
        """Return the nodes that are suspended in the edition before, by the ids that they would have there."""
        return list_suspended(self.framework.acts)

    def _note(self, change: AmendingChange, address: Address | None) -> None:
        was = None if address is None else address.was
        noted = self._applied(change.do, change.at, change, was)
        if change.do == "renumber":
            noted = replace(noted, to=str(change.to))
        elif change.do == "suspend" and address is not None:
            noted = replace(noted, suspended=self._keep(address))
        self._keep_applied(noted, () if address is None else tuple(self._list_names(address)))

    def _keep_applied(self, noted: AppliedChange, names: tuple[str, ...] = ()) -> None:
        self.applied.append(noted)
        self._names.append(names)

    def _list_names(self, address: Address) -> Iterator[str]:
        """Yield the names of the edition before at an address or below it."""
        path = address.path
        yield from (info.id for info in self.framework.nodes.values() if info.path[: len(path)] == path)
        if path[0] in MAPS:
            yield "/".join(map(str, path[:2]))

    def _applied(self, do: str, at: str, said: Cited, was: Localised | None) -> AppliedChange:
        law = self.amendment.source
        assert law.in_force is not None  # noqa: S101 - it has been checked
        certainty = said.certainty or self.amendment.certainty or "confirmed"
        return AppliedChange(at, do, law.document, law.in_force, said.cite, certainty, was)

    def _keep(self, address: Address) -> SuspendedNode:
        assert address.node is not None  # noqa: S101 - only nodes are suspended
        data, outline = look_up(self.base.data, address.path), self.framework.outline
        above, level = address.node.parent or "tree", address.node.level
        within = tuple(outline.ancestors_of(address.node.id))
        return SuspendedNode(f"{above}/{level}" if level else above, int(address.path[-1]), data, within)

    # -- what is wrong -----------------------------------------------------------------------------------

    def _report_unknown(self, i: int, change: AmendingChange) -> None:
        near = suggest(change.at, list_addresses(self.framework))
        hint = explain_former_name(self.framework, change.at) or (
            None if near is None else Message("did you mean '{near}'?", near=near)
        )
        message = Message("the edition before has no '{at}'", at=shorten_text(change.at))
        self.problems.add("KD250", message, ("changes", i, "at"), found=shorten_text(change.at), hint=hint)

    def _is_free(self, i: int, change: AmendingChange, address: Address) -> bool:
        """Return whether no other change is about the part; else report it. Several changes may add to one part."""
        key = (*address.path, "") if change.do == "add" else address.path
        for path, first in () if change.do == "add" else self._changed.items():
            if path == key:
                message = Message("'{at}' is changed twice", at=change.at)
                self.problems.add("KD251", message, ("changes", i, "at"), first=("changes", first, "at"))
                return False
        inner = self._find_overlap(address.path, change.do)
        if inner is not None:
            message = Message(
                "'{at}' lies within what another change takes away or replaces, or around it", at=change.at
            )
            self.problems.add("KD251", message, ("changes", i, "at"), first=("changes", inner, "at"))
            return False
        self._changed.setdefault(key, i)
        return True

    def _find_overlap(self, path: Path, do: str) -> int | None:
        whole = {"remove", "replace", "suspend", "move"}
        for other, first in self._changed.items():
            other_do = self.amendment.changes[first].do
            if path[: len(other)] == other and other_do in whole:
                return first
            if other[: len(path)] == path and other != path and do in whole:
                return first
        return None

    @staticmethod
    def _is_id(value: object) -> bool:
        try:
            read_id(value)
        except ReadingError:
            return False
        return True

    def _has_form(self, i: int, change: AmendingChange, address: Address) -> bool:
        """Return whether the change has the new value that it needs, and the part can be changed so; else report it."""
        wanted = _wanted_value(change, address)
        said = self.source.data["changes"][i].get("to")
        if wanted is None and said is not None:
            message = Message("'{do}' takes no new value", do=change.do)
            self.problems.add("KD252", message, ("changes", i, "to"), key=True)
        elif wanted is not None and not _fits(said, wanted):
            message = Message("'{do}' needs another new value", do=change.do)
            path = ("changes", i, "do") if said is None else ("changes", i, "to")
            self.problems.add("KD252", message, path, expected=_EXPECTED[wanted])
        elif change.do == "add" and address.into is None:
            message = Message("nothing can be added to '{at}'", at=change.at)
            hint = Message("name the level that it is added to, such as {at}/LEVEL", at=change.at)
            self.problems.add("KD252", message, ("changes", i, "at"), hint=hint if address.node is not None else None)
        elif change.do == "retitle" and not address.can_be_retitled:
            message = Message("'{at}' has no texts of its own", at=change.at)
            self.problems.add("KD252", message, ("changes", i, "at"))
        elif change.do == "renumber" and not self._is_id(said):
            message = Message("'{to}' cannot be an id", to=shorten_text(said))
            expected = Message("a short word without spaces around it and without / @ :")
            self.problems.add("KD252", message, ("changes", i, "to"), expected=expected, found=shorten_text(said))
        elif change.do in ("suspend", "renumber") and address.node is None:
            message = Message("'{do}' is for nodes of the tree", do=change.do)
            self.problems.add("KD252", message, ("changes", i, "at"))
        else:
            return self._has_place(i, change, address)
        return False

    def _has_place(self, i: int, change: AmendingChange, address: Address) -> bool:
        """Return whether ``before`` names an entry of the list into which the part is put; otherwise report it."""
        goes_into = address.path[:-1] if change.do == "move" else address.into
        if change.do == "move" and not isinstance(address.path[-1], int):
            message = Message("'{do}' is for members of a list", do=change.do)
            self.problems.add("KD252", message, ("changes", i, "at"))
            return False
        if change.before is None:
            return True
        found = find_address(self.framework, change.before) if change.do in ("add", "move") else None
        if found is None or found.path[:-1] != goes_into or not isinstance(found.path[-1], int):
            message = Message("'{at}' cannot be put before '{before}'", at=change.at, before=change.before)
            expected = Message("what stands in the same list, for 'add' and 'move'")
            self.problems.add("KD252", message, ("changes", i, "before"), expected=expected)
            return False
        return True


def _may_be_missing(change: AmendingChange, address: Address) -> bool:
    """Return whether the part of a change may be missing: where parts are added, or a whole section is stated."""
    return change.do == "add" or (change.do == "replace" and len(address.path) == 1)


def _has(framework: Framework, name: str) -> bool:
    return name in framework.nodes or find_address(framework, name) is not None


_EXPECTED: Final = {
    "map": Message("to: a map, the new definition"),
    "list": Message("to: a list of the new requirements"),
    "any": Message("to: the new value"),
    "id": Message("to: the new id"),
    "texts": Message("to: the new texts, {{vi: …, en: …}}"),
}


def _wanted_value(change: AmendingChange, address: Address) -> str | None:
    """Return the form of the new value of a change; None where it has no new value."""
    if change.do in ("remove", "suspend", "resume", "move"):
        return None
    if change.do == "renumber":
        return "id"
    if change.do == "retitle":
        return "texts"
    if change.do == "replace" and address.is_level:
        return "list"
    return "map" if change.do == "add" or address.node is not None else "any"


def _fits(value: Any, wanted: str) -> bool:
    if wanted == "map":
        return isinstance(value, dict) and bool(value)
    if wanted == "list":
        return isinstance(value, list) and all(isinstance(one, dict) for one in value) and bool(value)
    if wanted == "texts":
        return isinstance(value, dict) and bool(value) and value.keys() <= set(_TEXTS)
    return isinstance(value, str) if wanted == "id" else value is not None
