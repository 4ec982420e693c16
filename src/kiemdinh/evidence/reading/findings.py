"""Reading findings: a word, a map or a list about a node, or a map of what stands below it (3.2, 3.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import format_path
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.evidence.dossier import FindingRecord, NotApplicable, Said, Score, Side, Unknown
from kiemdinh.evidence.entries import NOT_APPLICABLE, NodeForm, inputs_in
from kiemdinh.evidence.reading.reader import Details, Reader, given, shown
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import Interval

__all__ = ["FindingReader"]

_SAYING: Final = ("is", "reaches")
_KEYS: Final = (*_SAYING, "why", "by", "on", "side")
_BY_MEANING: Final = {
    **dict.fromkeys(("đạt", "dat", "yes", "y", "pass", "passed", "ok", "có", "1"), "met"),
    **dict.fromkeys(("không đạt", "khong-dat", "chưa đạt", "no", "n", "fail", "failed", "không", "0"), "unmet"),
    **dict.fromkeys(("chưa rõ", "chưa biết", "?"), "unknown"),
    **dict.fromkeys(("không áp dụng", "n/a", "na"), NOT_APPLICABLE),
}
"""What an office writes for a verdict, with the word that stands for it."""


@dataclass(slots=True)
class FindingReader:
    """Reads maps of findings; what has been read gathers in ``found``, of records that are the same only one."""

    reader: Reader
    found: dict[FindingRecord, FindingRecord] = field(default_factory=dict)

    def read(self, raw: Any, path: Path, side: Side, stage: str | None = None) -> None:
        """Read a map from the ids of nodes to findings, of one side and perhaps of one stage."""
        for key, value in self.reader.map(raw, path, "findings by the id of a node").items():
            if key == "inputs" and side == "external" and key not in self.reader.forms.nodes:
                continue
            self._entry(key, value, (*path, key), side, stage)

    def _entry(self, key: str, value: Any, path: Path, side: Side, stage: str | None) -> None:
        form = self.reader.forms.nodes.get(key)
        if form is None and stage is None:
            before, _, rest = key.partition("/")
            if before in (self.reader.stages or ()):
                form, stage = self.reader.forms.nodes.get(rest), before
                if not self.reader.forms.assessed_by_stage:
                    self.reader.not_by_stage(path)
                    return
        if form is None:
            self._no_such_node(key, path)
            return
        _One(self, side, stage).node(form, value, path)

    def _no_such_node(self, key: str, path: Path) -> None:
        forms = self.reader.forms
        stage, _, rest = key.partition("/")
        if rest in forms.nodes and forms.assessed_by_stage:
            self.reader.no_such("KD304", f"the school has no stage '{stage}'", stage, self.reader.stages or (), path)
            return
        known = forms.judged_ids if "/" not in key else tuple(f.id for f in forms.nodes.values() if f.kind)
        self.reader.no_such("KD301", f"there is no node '{key}'", key, known, path)

    def record(self, form: NodeForm, said: Said, details: Details, stage: str | None, path: Path) -> None:
        """Keep a finding, once where it is recorded twice in the same words."""
        bare = FindingRecord(form.id, said, details.side, details.on, stage, details.why, details.by)
        if bare in self.found:
            return
        where = format_path(path)
        self.found[bare] = FindingRecord(form.id, said, details.side, details.on, stage, details.why, details.by, where)


@dataclass(frozen=True, slots=True)
class _One:
    """Reads what one side says, of a stage or of the school, about a node and what stands below it."""

    findings: FindingReader
    side: Side
    stage: str | None

    @property
    def reader(self) -> Reader:
        return self.findings.reader

    def node(self, form: NodeForm, raw: Any, path: Path) -> None:
        """Read what stands beside the id of a node."""
        raw = given(raw)
        if raw is None or raw == {}:
            return
        if isinstance(raw, dict):
            self._map(form, raw, path)
        elif isinstance(raw, list) and not self._is_severities(form, raw):
            for i, item in enumerate(raw):
                self._item(form, given(item), (*path, i))
        else:
            self._plain(form, raw, path)

    def _is_severities(self, form: NodeForm, raw: list[Any]) -> bool:
        return form.kind == "finding" and not any(isinstance(item, dict | list) for item in raw)

    def _item(self, form: NodeForm, raw: Any, path: Path) -> None:
        if isinstance(raw, dict):
            self._dated(form, raw, path)
        elif isinstance(raw, list):
            self.reader.wrong_type(raw, path, "a finding")
        elif raw is not None:
            self._plain(form, raw, path)

    def _plain(self, form: NodeForm, raw: Any, path: Path) -> None:
        said = self._said(form, raw, path)
        details = None if said is None else self.reader.plainly(self.side, path)
        if said is not None and details is not None:
            self._keep(form, said, details, path)

    def _map(self, form: NodeForm, raw: dict[str, Any], path: Path) -> None:
        """Tell a finding written as a map from a map of what stands below the node."""
        below = {key: self._below(form, key) for key in raw}
        words = [key for key in raw if below[key] is None and key in _KEYS]
        if not form.children or (words and not any(below.values())):
            self._dated(form, raw, path)
            return
        if words:
            self.reader.problems.add(
                "KD321",
                f"a finding about '{form.id}' and findings about its parts stand in one map",
                (*path, words[0]),
                key=True,
                hint=f"give the parts by their own ids, such as '{self._first(next(filter(None, below.values()))).id}'",
            )
            return
        for key, value in raw.items():
            part = below[key]
            if part is None:
                message = f"'{form.id}' has no part '{key}'"
                self.reader.no_such("KD301", message, key, form.children, (*path, key))
            else:
                self.node(part, value, (*path, key))

    def _first(self, form: NodeForm) -> NodeForm:
        """Return the first of what stands below a level; a node itself."""
        return form if form.info else self.reader.forms.nodes[next(iter(form.children.values()))]

    def _below(self, form: NodeForm, key: str) -> NodeForm | None:
        nodes = self.reader.forms.nodes
        return nodes.get(form.children.get(key) or f"{form.id}/{key}")

    def _dated(self, form: NodeForm, raw: dict[str, Any], path: Path) -> None:
        """Read a finding written as a map: what it says, and its date, reason and evidence."""
        self.reader.keys(raw, _KEYS, path)
        saying = [key for key in _SAYING if key in raw]
        if len(saying) != 1:
            code, message = ("KD105", "'is' and 'reaches' stand together") if saying else ("KD101", "'is' is missing")
            wanted = "reaches" if form.kind == "level" else "is"
            self.reader.problems.add(code, message, path, expected=f"{wanted}: {form.expected}")
            return
        details = self.reader.details(raw, self.side, path)
        value = given(raw[saying[0]])
        said = None if value is None else self._said(form, value, (*path, saying[0]))
        if said is not None and details is not None:
            self._keep(form, said, details, path)

    def _keep(self, form: NodeForm, said: Said, details: Details, path: Path) -> None:
        if isinstance(said, NotApplicable) and details.why is None:
            self.reader.problems.add(
                "KD308",
                f"'{form.id}' is recorded as not applicable without a reason",
                path,
                hint="write {is: not-applicable, why: …}",
            )
        self.findings.record(form, said, details, self.stage, path)

    # -- what is said ---------------------------------------------------------------------------------

    def _said(self, form: NodeForm, raw: Any, path: Path) -> Said | None:
        if isinstance(raw, str):
            said = form.words.get(raw)
            if said is not None:
                return said
        elif isinstance(raw, bool) and form.kind == "met":
            return form.words["true" if raw else "false"]
        elif isinstance(raw, list) and form.kind == "finding":
            return self._severities(form, raw, path)
        if form.kind is None:
            self._groups_only(form, raw, path)
        elif raw == NOT_APPLICABLE:
            self._always_applies(form, path)
        elif isinstance(raw, bool | dict | list):
            self._misfit(form, raw, path)
        elif form.measure is not None and form.measure.kind == "number":
            number = self.reader.number(raw, form.measure, form.step, path)
            return None if number is None else Score(Interval.point(number))
        else:
            self._misfit(form, raw, path)
        return None

    def _severities(self, form: NodeForm, raw: list[Any], path: Path) -> Said | None:
        """Read a list of those found: the gravest of them, or worse where the list may go on (1.10)."""
        said = [self._said(form, item, (*path, i)) for i, item in enumerate(map(given, raw)) if item is not None]
        if any(one is None for one in said):
            return None
        points = [one.interval.low or 0 for one in said if isinstance(one, Score)]
        whole = "findings" in self.reader.complete and len(points) == len(said)
        if not points:
            return self._nothing_found(form, path) if whole else Unknown()
        return Score(Interval(max(points), max(points) if whole else form.gravest))

    def _nothing_found(self, form: NodeForm, path: Path) -> Said | None:
        scale = form.info and form.info.layer and form.info.layer.scale
        declared = self.reader.forms.framework.definition.scales.get(scale or "")
        if getattr(declared, "not_reached", None) is not None:
            return Score(Interval.point(0))
        self.reader.problems.add(
            "KD322",
            f"the scale '{scale}' has no word for a list without findings",
            path,
            hint="the definition says it with 'not_reached'",
        )
        return None

    # -- what does not fit ----------------------------------------------------------------------------

    def _groups_only(self, form: NodeForm, raw: object, path: Path) -> None:
        if form.info is None:
            node, _, step = form.id.rpartition("/")
            message = f"'{form.id}' is a level, and no finding is recorded about it"
            hint = f"to say that the whole is reached write '{node}': {step}"
        elif form.info.layer is not None and form.info.layer.derive is not None:
            message, hint = f"'{form.id}' is calculated from its parts", "record findings about its parts"
        else:
            message, hint = f"'{form.id}' only groups others", "record findings about its parts"
        parts = ", ".join(list(form.children)[:12])
        self.reader.problems.add(
            "KD306", message, path, expected=f"findings about {parts}" if parts else None, found=shown(raw), hint=hint
        )

    def _always_applies(self, form: NodeForm, path: Path) -> None:
        when = form.info.node.when if form.info else None
        asked = ", ".join(f"'{name}'" for name in inputs_in(when))
        hint = None if when is None else "whether it applies is decided by what the school has"
        if hint and asked:
            hint += f": answer the input {asked} instead"
        self.reader.problems.add(
            "KD307",
            f"'{form.id}' cannot be recorded as not applicable",
            path,
            expected=form.expected,
            found=NOT_APPLICABLE,
            hint=hint,
        )

    def _misfit(self, form: NodeForm, raw: object, path: Path) -> None:
        word = shown(raw)
        judged = {
            "met": "is met or unmet",
            "level": "is judged by levels",
            "rating": "is rated",
            "finding": "is judged by the gravest finding",
            "points": "earns points",
        }[form.kind or "met"]
        other_kind = isinstance(raw, bool | dict | list) or word in ("met", "unmet", "true", "false")
        if form.kind == "met":
            other_kind = other_kind or word in self.reader.forms.scale_of_word
        code = "KD305" if other_kind else "KD104"
        message = f"'{form.id}' {judged}" if other_kind else f"'{word}' says nothing about '{form.id}'"
        self.reader.problems.add(
            code, message, path, expected=form.expected, found=word, hint=self._meant(form, raw, word)
        )

    def _meant(self, form: NodeForm, raw: object, word: str) -> str | None:
        if isinstance(raw, dict | list):
            return None
        meant = _BY_MEANING.get(word.lower())
        if form.kind == "met" and meant in form.words:
            return f"write {meant}"
        steps = form.info.steps if form.info and form.kind == "level" else ()
        numbered = {str(i): step for i, step in enumerate(steps, 1)}
        if word in numbered:
            return f"write {numbered[word]}"
        near = suggest(word, form.shown)
        if near is not None:
            return f"did you mean '{near}'?"
        scale = self.reader.forms.scale_of_word.get(word)
        return None if scale is None else f"'{word}' is a step of the scale '{scale}'"
