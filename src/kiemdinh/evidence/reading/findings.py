"""Reading findings: a word, a map or a list about a node, or a map of what stands below it (3.2, 3.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kiemdinh.diagnostics.message import Message, join_alternatives
from kiemdinh.evidence.dossier import FindingRecord, NotApplicable, Score, Side, ToConfirm, Unknown, Verdict
from kiemdinh.evidence.entries import NOT_APPLICABLE, NodeForm, inputs_in
from kiemdinh.evidence.reading.reader import Details, Reader, describe_value, given_value
from kiemdinh.parsing.cells import clean_text, fold_word
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import Interval
from kiemdinh.standards.names import split_stage

__all__ = ["FindingReader"]

_VERDICT_KEYS: Final = ("is", "reaches")
_ORIGIN: Final = "from"
_KEYS: Final = (*_VERDICT_KEYS, "why", "by", "on", "until", "side", _ORIGIN)
_SYNONYMS: Final = {
    **dict.fromkeys(("dat", "yes", "y", "pass", "passed", "ok", "có"), "met"),
    **dict.fromkeys(("khong-dat", "no", "n", "fail", "failed", "không"), "unmet"),
    **dict.fromkeys(("chưa biết", "?"), "unknown"),
    **dict.fromkeys(("n/a", "na"), NOT_APPLICABLE),
}
"""What an office writes for a verdict, with the word that stands for it."""


@dataclass(slots=True, eq=False, repr=False)
class FindingReader:
    """Reads maps of findings, and collects them in ``found``; equal records are kept once.

    Attributes
    ----------
    reader
        The reader of the dossier, which collects what is wrong.
    found
        The findings by their content, the place left out; the place that is kept is that of the first.
    """

    reader: Reader
    found: dict[tuple[object, ...], FindingRecord] = field(default_factory=dict)

    def read(self, raw: Any, path: Path, side: Side, stage: str | None = None) -> None:
        """Read a map from the ids of nodes to findings (semantics 3.2, 3.7); they are added to ``found``.

        Under a framework that assesses by stage, a key may name the stage: ``thcs/1.1``.

        Parameters
        ----------
        raw
            What stands under ``findings`` or ``external``.
        path
            Where it stands.
        side
            The side that found it, unless a record says otherwise.
        stage
            The stage that the map is about; None for the school.
        """
        seen = dict[tuple[str, str | None], Path]()
        for key, value in self.reader.read_map(raw, path, Message("findings by the id of a node")).items():
            # The external values, which the reader of figures reads.
            if key == "inputs" and side == "external" and key not in self.reader.allowed.nodes:
                continue
            found = self._find_node(key, (*path, key), stage)
            if found is None:
                continue
            form, own = found
            if not self.reader.is_repeated((form.id, own), seen, form.id, (*path, key)):
                _NodeReader(self, side, own).read_node(form, value, (*path, key))

    def _find_node(self, key: str, path: Path, stage: str | None) -> tuple[NodeForm, str | None] | None:
        """Return the node that a key names, and the stage; a key that names none is reported."""
        nodes, names = self.reader.allowed.nodes, self.reader.allowed.node_names
        form = nodes.get(key)
        # An id of a node can have a slash itself, so it is looked up first as it stands.
        if form is None and stage is None:
            before, rest = split_stage(key)
            own = None if before is None else self.reader.find_stage(before)
            # ``thcs/1.1`` is the criterion 1.1 of the stage thcs.
            if own is not None:
                if not self.reader.allowed.assessed_by_stage:
                    self.reader.report_not_by_stage(path)
                    return None
                form, stage = nodes.get(rest) or nodes.get(names.find(rest) or ""), own
        form = form or nodes.get(names.find(key) or "")
        if form is None:
            self._report_unknown_node(key, path)
            return None
        return form, stage

    def _report_unknown_node(self, key: str, path: Path) -> None:
        forms = self.reader.allowed
        stage, rest = split_stage(key)
        if stage is not None and rest in forms.nodes and forms.assessed_by_stage:
            self.reader.report_no_stage(stage, path)
            return
        known = forms.judged_ids if "/" not in key else tuple(f.id for f in forms.nodes.values() if f.kind)
        self.reader.report_unknown(
            "KD301", Message("there is no node '{key}'", key=key), key, known, path, names=forms.node_names, full=key
        )

    def keep(self, form: NodeForm, verdict: Verdict, details: Details, stage: str | None, path: Path) -> None:
        """Keep a finding, once where it is recorded twice in the same words.

        Parameters
        ----------
        form
            What can be recorded about the node.
        verdict, details
            What was found, and its side, date, reason and evidence.
        stage
            The stage that it is confined to; None for the school.
        path
            Where it stands in the dossier.
        """
        # Compared without the place: the same words at two places are one record.
        content = form.id, verdict, details.side, details.date, stage, details.why, details.evidence_codes
        key = (*content, details.until)
        if key not in self.found:
            self.found[key] = FindingRecord(*content, self.reader.source.place_of(path), details.until)


@dataclass(slots=True, eq=False, repr=False)
class _NodeReader:
    """Reads the findings of one side about a node and what is below it, for a stage or for the school."""

    findings: FindingReader
    side: Side
    stage: str | None

    @property
    def reader(self) -> Reader:
        return self.findings.reader

    def read_node(self, form: NodeForm, raw: Any, path: Path) -> None:
        """Read what stands beside the id of a node: a word or number, a list of records, or a map.

        A map is a finding with its details, or the findings about the parts below by their keys. A list of plain words
        about a node judged by severities is one finding. Nothing, and an empty map, is no record (semantics 1.10).
        """
        raw = given_value(raw, form.vocabulary)
        if raw is None or raw == {}:
            return
        if isinstance(raw, dict):
            self._read_map(form, raw, path)
        elif isinstance(raw, list) and not self._is_severities(form, raw):
            for i, item in enumerate(raw):
                self._read_item(form, given_value(item, form.vocabulary), (*path, i))
        else:
            self._read_plain(form, raw, path)

    def _is_severities(self, form: NodeForm, raw: list[Any]) -> bool:
        return form.kind == "finding" and not any(isinstance(item, dict | list) for item in raw)

    def _read_item(self, form: NodeForm, raw: Any, path: Path) -> None:
        if isinstance(raw, dict):
            self._read_with_details(form, raw, path)
        elif isinstance(raw, list):
            self.reader.report_wrong_type(raw, path, Message("a finding"))
        elif raw is not None:
            self._read_plain(form, raw, path)

    def _read_plain(self, form: NodeForm, raw: Any, path: Path) -> None:
        verdict = self._read_verdict(form, raw, path)
        details = None if verdict is None else self.reader.default_details(self.side, path)
        if verdict is not None and details is not None:
            self._keep(form, verdict, details, path)

    def _read_map(self, form: NodeForm, raw: dict[str, Any], path: Path) -> None:
        """Tell a finding written as a map from a map of what stands below the node."""
        below = {key: self._form_below(form, key) for key in raw}
        words = [key for key in raw if below[key] is None and key in _KEYS]
        # A part may be called ``by`` or ``on``. Such a key is the part; only where no key is a part is the map a
        # finding.
        if not form.children or (words and not any(below.values())):
            self._read_with_details(form, raw, path)
            return
        if words:
            self.reader.problems.add(
                "KD321",
                Message("a finding about '{id}' and findings about its parts are in one map", id=form.id),
                (*path, words[0]),
                key=True,
                hint=Message("give the parts by their own ids, such as '{id}'", id=self._first_judged(below).id),
            )
            return
        seen = dict[str, Path]()
        for key, value in raw.items():
            part = below[key]
            if part is None:
                message, names = (
                    Message("'{id}' has no part '{key}'", id=form.id, key=key),
                    self.reader.allowed.names_below(form),
                )
                self.reader.report_unknown(
                    "KD301", message, key, form.children, (*path, key), names=names, full=f"{form.id}/{key}"
                )
            elif not self.reader.is_repeated(part.id, seen, part.id, (*path, key)):
                self.read_node(part, value, (*path, key))

    def _first_judged(self, below: Mapping[str, NodeForm | None]) -> NodeForm:
        """Return the first node that the keys of a map name; where they name a level, its first requirement."""
        form = next(form for form in below.values() if form is not None)
        return form if form.info else self.reader.allowed.nodes[next(iter(form.children.values()))]

    def _form_below(self, form: NodeForm, key: str) -> NodeForm | None:
        nodes = self.reader.allowed.nodes
        # A key may be that of a part, or the end of an id that is named after this node.
        found = nodes.get(form.children.get(key) or f"{form.id}/{key}")
        if found is not None or key in _KEYS or not form.children:
            return found
        return nodes.get(form.children.get(self.reader.allowed.names_below(form).find(key) or "") or "")

    def _read_with_details(self, form: NodeForm, raw: dict[str, Any], path: Path) -> None:
        """Read a finding written as a map: its verdict, and its date, reason and evidence."""
        self.reader.check_keys(raw, _KEYS, path)
        verdict_keys = [key for key in _VERDICT_KEYS if key in raw]
        # ``is`` and ``reaches`` mean the same; both are read, since a level is *reached*.
        if len(verdict_keys) != 1:
            code, message = (
                ("KD105", Message("'is' and 'reaches' are given together"))
                if verdict_keys
                else ("KD101", Message("'is' is missing"))
            )
            wanted = "reaches" if form.kind == "level" else "is"
            self.reader.problems.add(
                code, message, path, expected=Message("{wanted}: {expected}", wanted=wanted, expected=form.expected)
            )
            return
        details = self.reader.read_details(raw, self.side, path)
        value = given_value(raw[verdict_keys[0]], form.vocabulary)
        verdict = None if value is None else self._read_verdict(form, value, (*path, verdict_keys[0]))
        # After it is confirmed, the origin may stay beside the finding, where it has no effect.
        origin = tuple(text for text, _ in self.reader.list_texts(raw.get(_ORIGIN), (*path, _ORIGIN)))
        if isinstance(verdict, ToConfirm):
            verdict = ToConfirm(origin)
        if verdict is not None and details is not None:
            self._keep(form, verdict, details, path)

    def _keep(self, form: NodeForm, verdict: Verdict, details: Details, path: Path) -> None:
        if isinstance(verdict, NotApplicable) and details.why is None:
            self.reader.problems.add(
                "KD308",
                Message("'{id}' is recorded as not applicable without a reason", id=form.id),
                path,
                hint=Message("write {{is: not-applicable, why: …}}"),
            )
        self.findings.keep(form, verdict, details, self.stage, path)

    # -- what is verdict ---------------------------------------------------------------------------------

    def _read_verdict(self, form: NodeForm, raw: Any, path: Path) -> Verdict | None:
        if isinstance(raw, str):
            # First the usual case, a known word. All that follows is slower, and ends in a problem or a number.
            verdict = form.words.get(raw)
            if verdict is not None:
                return verdict
        # In a file ``true`` is a word; in Python objects it is a bool.
        elif isinstance(raw, bool) and form.kind == "met":
            return form.words["true" if raw else "false"]
        elif isinstance(raw, list) and form.kind == "finding":
            return self._read_severities(form, raw, path)
        word = form.find_word(raw)
        if word is not None and word in form.words:
            return form.words[word]
        if form.kind is None:
            self._report_grouping_node(form, raw, path)
        elif word == NOT_APPLICABLE:
            self._report_always_applies(form, path)
        elif isinstance(raw, bool | dict | list):
            self._report_misfit(form, raw, path)
        elif form.measure is not None and form.measure.kind == "number":
            number = self.reader.read_number(raw, form.measure, form.step, path)
            return None if number is None else Score(Interval.point(number))
        else:
            self._report_misfit(form, raw, path)
        return None

    def _read_severities(self, form: NodeForm, raw: list[Any], path: Path) -> Verdict | None:
        """Read a list of severities: the gravest of them, or worse where the list may be incomplete (1.10)."""
        verdicts = [
            self._read_verdict(form, item, (*path, i))
            for i, item in enumerate(given_value(item, form.vocabulary) for item in raw)
            if item is not None
        ]
        # One wrong severity makes the gravest uncertain, and its problem has been reported.
        if None in verdicts:
            return None
        severities = [verdict.interval.low or 0 for verdict in verdicts if isinstance(verdict, Score)]
        is_complete = "findings" in self.reader.complete and len(severities) == len(verdicts)
        if not severities:
            return self._verdict_of_empty_list(form, path) if is_complete else Unknown()
        return Score(Interval(max(severities), max(severities) if is_complete else form.gravest))

    def _verdict_of_empty_list(self, form: NodeForm, path: Path) -> Verdict | None:
        scale = form.info and form.info.scale
        declared = self.reader.allowed.framework.definition.scales.get(scale or "")
        if getattr(declared, "not_reached", None) is not None:
            return Score(Interval.point(0))
        self.reader.problems.add(
            "KD322",
            Message("the scale '{scale}' has no word for a list without findings", scale=scale),
            path,
            hint=Message("the definition says it with 'not_reached'"),
        )
        return None

    # -- what does not fit ----------------------------------------------------------------------------

    def _report_grouping_node(self, form: NodeForm, raw: object, path: Path) -> None:
        if form.info is None:
            level = self.reader.allowed.framework.outline.fact_names.read(form.id)
            message = Message("'{id}' is a level, and no finding is recorded about it", id=form.id)
            hint = Message(
                "to say that the whole is reached write '{subject}': {step}", subject=level.subject, step=level.step
            )
        elif form.info.layer is not None and form.info.layer.derive is not None:
            message, hint = (
                Message("'{id}' is calculated from its parts", id=form.id),
                Message("record findings about its parts"),
            )
        else:
            message, hint = Message("'{id}' only groups others", id=form.id), Message("record findings about its parts")
        parts = ", ".join(list(form.children)[:12])
        self.reader.problems.add(
            "KD306",
            message,
            path,
            expected=Message("findings about {parts}", parts=parts) if parts else None,
            found=describe_value(raw),
            hint=hint,
        )

    def _report_always_applies(self, form: NodeForm, path: Path) -> None:
        when = form.info.node.when if form.info else None
        asked = ", ".join(f"'{name}'" for name in inputs_in(when))
        subject = self.reader.subject
        hint = (
            Message("whether it applies is decided by what the {subject} has", subject=subject)
            if when is not None
            else None
        )
        if hint and asked:
            hint = Message("{hint}: answer the input {asked} instead", hint=hint, asked=asked)
        self.reader.problems.add(
            "KD307",
            Message("'{id}' cannot be recorded as not applicable", id=form.id),
            path,
            expected=form.expected,
            found=NOT_APPLICABLE,
            hint=hint,
        )

    def _report_misfit(self, form: NodeForm, raw: object, path: Path) -> None:
        word = describe_value(raw)
        judged = {
            "met": Message("'{id}' is met or unmet", id=form.id),
            "level": Message("'{id}' is judged by levels", id=form.id),
            "rating": Message("'{id}' is rated", id=form.id),
            "finding": Message("'{id}' is judged by the gravest finding", id=form.id),
            "points": Message("'{id}' earns points", id=form.id),
        }[form.kind or "met"]
        other_kind = isinstance(raw, bool | dict | list) or clean_text(word) in ("met", "unmet", "true", "false")
        if form.kind == "met":
            other_kind = other_kind or word in self.reader.allowed.scale_of_word
        code = "KD305" if other_kind else "KD104"
        message = judged if other_kind else Message("'{word}' says nothing about '{id}'", word=word, id=form.id)
        meant = form.vocabulary.meanings(raw)
        if len(meant) > 1:
            message = Message(
                "'{word}' can mean {names}", word=word, names=join_alternatives([f"'{one}'" for one in meant])
            )
        self.reader.problems.add(
            code, message, path, expected=form.expected, found=word, hint=self._hint_at(form, raw, word)
        )

    def _hint_at(self, form: NodeForm, raw: object, word: str) -> Message | None:
        if isinstance(raw, dict | list):
            return None
        meant = _SYNONYMS.get(fold_word(word))
        if form.kind == "met" and meant in form.words:
            return Message("write {text}", text=meant)
        # "Not reached yet" means "not reached".
        below = form.find_word(fold_word(word).replace("chưa", "không", 1))
        if below in form.words:
            return Message("write {text}", text=below)
        near = form.suggest(word)
        if near is not None:
            return Message("did you mean '{near}'?", near=near)
        scale = self.reader.allowed.scale_of_word.get(word)
        return None if scale is None else Message("'{word}' is a step of the scale '{scale}'", word=word, scale=scale)
