"""Which record of a dossier speaks, read from the dossier as it is written (semantics 3.2, 3.5, 3.9)."""

from dataclasses import dataclass

OPEN = object()
"""What speaks leaves the thing open: it says unknown, or it clashes with another record."""


@dataclass(frozen=True)
class Record:
    """One record about a node or an input; ``has_ended`` says whether its last day is over."""

    content: object
    side: str
    date: str
    stage: str | None
    has_ended: bool = False


@dataclass(frozen=True)
class Speaking:
    """What speaks: its content (``OPEN`` where that is open), its side, and whether it is about the whole school."""

    content: object
    side: str
    for_school: bool
    clashing: frozenset = frozenset()
    date: str = ""


class Records:
    """The records of a dossier by what they are about."""

    def __init__(self, dossier):
        self.date = str(dossier["date"])
        self.findings, self.inputs = {}, {}
        self._spoke = {}
        self._read(dossier, None)
        for stage, own in dossier.get("stages", {}).items():
            self._read(own, stage)

    def _read(self, said, stage):
        for side, key in (("self", "findings"), ("external", "external")):
            for node, entry in said.get(key, {}).items():
                if node != "inputs":
                    self._add(self.findings, node, entry, side, stage, ("is", "reaches"))
        for side, inputs in (
            ("self", said.get("inputs", {})),
            ("external", said.get("external", {}).get("inputs", {})),
        ):
            for name, entry in inputs.items():
                self._add(self.inputs, name, entry, side, stage, ("value",))

    def _add(self, where, name, entry, side, stage, keys):
        for one in entry if isinstance(entry, list) else [entry]:
            if isinstance(one, dict):
                content = next(one[key] for key in keys if key in one)
                has_ended = "until" in one and one["until"] < self.date
                record = Record(content, one.get("side", side), one.get("on", self.date), stage, has_ended)
            else:
                record = Record(one, side, self.date, stage)
            where.setdefault(name, []).append(record)

    def current(self, records, side, stage):
        """The records of one side that no other replaces: the latest, and of one date those of the stage itself.

        Of these, those that have not ended speak alone. What a record of the stage had overridden stays so (3.5).
        """
        found = [r for r in records if r.side == side and r.stage in (None, stage)]
        last = max((r.date for r in found), default=None)
        found = [r for r in found if r.date == last]
        found = [r for r in found if r.stage is not None] or found
        return [r for r in found if not r.has_ended] or found

    def speaking(self, where, name, stage):
        """What speaks of both sides about a node or an input; None where nothing is recorded."""
        key = (id(where), name, stage)
        if key not in self._spoke:
            self._spoke[key] = self._find_speaking(where.get(name, ()), stage)
        return self._spoke[key]

    def _find_speaking(self, records, stage):
        sides = {side: self.current(records, side, stage) for side in ("external", "self")}
        return choose(sides["external"], sides["self"], lambda record: record.content)


def choose(external, own, content_of):
    """What speaks of the current records of both sides (3.5); None without any.

    What has ended says nothing: it leaves the fact open, contradicts none, and no node is left out by it. An external
    record that has ended leaves the word to a later one of the school.
    """
    if external and external[0].has_ended:
        external = [] if own and own[0].date > external[0].date else external
        own = [] if external else own
    first = external or own
    if not first:
        return None
    if first[0].has_ended:
        return Speaking(OPEN, first[0].side, all(r.stage is None for r in first), frozenset(), first[0].date)
    own = [r for r in own if not r.has_ended]
    contents = {content_of(r) for r in first}
    clashing = set(contents)
    is_open = len(contents) > 1
    for_school = all(r.stage is None for r in first)
    if external and own and own[0].date > external[0].date and (is_open or {content_of(r) for r in own} != contents):
        clashing |= {content_of(r) for r in own}
        for_school = for_school and all(r.stage is None for r in own)
        is_open = True
    content = OPEN if is_open or contents == {"unknown"} else next(iter(contents))
    return Speaking(content, first[0].side, for_school, frozenset(clashing), first[0].date)
