"""A dossier to fill in: what a framework asks for, each with its statement as a comment, and what is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.evidence.writing.asked_nodes import AskedNode, At, list_asked_nodes, name_tags
from kiemdinh.evidence.writing.asked_references import list_asked_references
from kiemdinh.evidence.writing.flow import write_flow, write_key
from kiemdinh.evidence.writing.input_readers import InputReaders, find_readers
from kiemdinh.evidence.writing.register_lines import write_awards_of_others, write_register, write_results

if TYPE_CHECKING:
    from kiemdinh.evidence.entries import AllowedEntries, InputForm, NodeForm
    from kiemdinh.evidence.writing.asked_references import AskedReference
    from kiemdinh.standards.definition import Localised
    from kiemdinh.standards.loading import Framework

__all__ = ["blank_dossier", "choose_example_day", "draft_dossier"]

_MAX_READERS: Final = 8
"""How many criteria are named at an input that they read."""
# DAY stands for a day of the edition, FROM and UNTIL for the first and last day of a year around it, YEAR for a school
# year, SUBJECT for the word for what is assessed, and LIST for what reads an input.
_TEXTS: Final = {
    "vi": {
        "date": "ngày đánh giá, ví dụ DAY",
        "stages": "các cấp học, ví dụ [tieu-hoc, thcs, thpt]",
        "evidence": "danh mục minh chứng; để trống thì không kiểm tra minh chứng",
        "example": "ví dụ",
        "item": "{title: Tên minh chứng, place: Nơi lưu, issued: FROM, until: UNTIL}",
        "findings": "để trống là chưa đánh giá; ghi một từ, hoặc ghi đầy đủ như ví dụ",
        "why": "Nhận xét",
        "external": "kết quả đánh giá ngoài, viết như findings",
        "inputs": "số liệu và thông tin về SUBJECT",
        "each": "cho từng",
        "readers": "dùng ở LIST",
        "informed": "chỉ số của LIST",
        "year": "năm học, ví dụ {YEAR: …}",
        "stage": "cấp học",
        "held": "công nhận đã có: {award, grade, signed, until}; thiếu until (ngày hết hạn) thì có thể không rõ",
        "complete": "viết [NAMES] nếu danh sách trên là đầy đủ",
        "register": "từng thành viên, với những ngày thuộc về đó (from, until); complete: không còn ai khác",
        "results": "kết quả theo khung khác: is, hoặc level và attainable; side là external, computed hoặc self",
        "first_day": "FROM",
        "yes_no": "true hoặc false",
        "number": "số",
        "percent": "tỷ lệ, ví dụ 92% hoặc {part: 36, of: 38}",
        "date_input": "ngày, ví dụ DAY",
        "decision": "quyết định: {value: true, why: …, author: …, on: …}",
    },
    "en": {
        "date": "day of the assessment, such as DAY",
        "stages": "stages of the SUBJECT, such as [tieu-hoc, thcs, thpt]",
        "evidence": "index of evidence; left empty, evidence is not checked",
        "example": "example",
        "item": "{title: Title of the item, place: Where it is kept, issued: FROM, until: UNTIL}",
        "findings": "empty is not assessed; write one word, or more as in the example",
        "why": "A remark",
        "external": "findings of the external review, written like findings",
        "inputs": "figures and facts about the SUBJECT",
        "each": "for each",
        "readers": "used in LIST",
        "informed": "indicator of LIST",
        "year": "school year, such as {YEAR: …}",
        "stage": "stage",
        "held": "awards held: {award, grade, signed, until}; without until, the last day, one may count as unknown",
        "complete": "write [NAMES] if the list above is complete",
        "register": "the members, with the days on which each belongs (from, until); complete: there are no others",
        "results": "results under other frameworks: is, or level and attainable; side is external, computed or self",
        "first_day": "FROM",
        "yes_no": "true or false",
        "number": "a number",
        "percent": "a share, such as 92% or {part: 36, of: 38}",
        "date_input": "a date such as DAY",
        "decision": "a decision: {value: true, why: …, author: …, on: …}",
    },
}


def blank_dossier(framework: Framework, at: At = "criterion", lang: str | None = None, named: str | None = None) -> str:
    """Return an empty dossier of a framework as YAML text, with its statements as comments.

    It reads back without a problem and contains no finding, so that it assesses to undetermined.

    Parameters
    ----------
    framework
        The framework that the dossier is for.
    at
        Whether each criterion is asked for as a whole, or by its requirements.
    lang
        The language of the comments, ``vi`` or ``en``; None for that of the definition. Statements are in that language
        where the definition has it.
    named
        What ``framework:`` says, such as the path of a framework that is not bundled; without it the framework's id.

    Examples
    --------
    >>> from kiemdinh.standards.catalogue import load
    >>> text = blank_dossier(load("vn.tt57-2026.pho-thong"), lang="en")
    >>> [line for line in text.splitlines() if line.startswith("framework:")]
    ['framework: vn.tt57-2026.pho-thong']
    """
    from kiemdinh.evidence.entries import allowed_entries  # noqa: PLC0415 - loaded when it is needed

    lines = _TemplateWriter(
        allowed_entries(framework), at, lang or framework.language, named or framework.id
    ).write_lines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def draft_dossier(
    framework: Framework,
    records: Mapping[str, Any],
    *,
    lang: str | None = None,
    head: Iterable[str] = (),
    remarks: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> str:
    """Return a dossier with records as YAML text, with the comments of :func:`blank_dossier` for what is not recorded.

    Parameters
    ----------
    framework
        The framework that the dossier is for.
    records
        The dossier as plain data.
    lang
        The language of the comments, ``vi`` or ``en``; None for that of the definition.
    head
        Lines of the comment at the top.
    remarks
        Comments beside records, by the key at the top and the one below it: ``("evidence", "H1-1.1-01")``.
    """
    from kiemdinh.evidence.entries import allowed_entries  # noqa: PLC0415 - it loads pydantic

    named = str(records.get("framework") or framework.id)
    writer = _TemplateWriter(
        allowed_entries(framework), "criterion", lang or framework.language, named, records, remarks
    )
    lines = (*(f"# {_on_one_line(line)}" for line in head), *writer.write_lines())
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _TemplateWriter:
    def __init__(
        self,
        forms: AllowedEntries,
        at: At,
        lang: str,
        named: str,
        records: Mapping[str, Any] = MappingProxyType({}),
        remarks: Mapping[tuple[str, str], str] = MappingProxyType({}),
    ) -> None:
        self.allowed = forms
        self.records = records
        self.remarks = remarks
        self.framework = forms.framework
        self.at = at
        self.lang = lang
        self.named = named
        day = choose_example_day(forms.framework)
        year = f"{day.year - 2}-{day.year - 1}"
        texts = _TEXTS.get(lang, _TEXTS["en"])
        given = {
            "DAY": day.isoformat(),
            "FROM": dt.date(day.year - 1, 9, 1).isoformat(),
            "UNTIL": dt.date(day.year, 8, 31).isoformat(),
            "YEAR": year,
            "NAMES": ", ".join((*forms.populations, "held")),
            "SUBJECT": forms.framework.definition.subject.word.text_in(lang),
        }
        self.day = day
        self.words = {key: _fill_in(text, given) for key, text in texts.items()}

    def write_lines(self) -> Iterator[str]:
        """Yield the lines of the dossier."""
        words = self.words
        yield f"# {_on_one_line(self.framework.title(self.lang))}"
        yield from self._write_school()
        yield f"framework: {write_key(self.named)}"
        yield f"date:{self._value('date')}  # {words['date']}"
        yield f"evidence:{self._empty('evidence')}  # {words['evidence']}"
        yield f"  # {words['example']}: {self._code_of_example}: {words['item']}"
        yield from self._write_rest("evidence", ())
        yield f"findings:  # {words['findings']}"
        yield from self._write_example_finding()
        yield from self._write_findings()
        yield f"external:  # {words['external']}"
        yield from self._write_rest("external", ())
        kinds = set(self.allowed.populations)
        own = [form for form in self.allowed.inputs.values() if not kinds & set(form.definition.each)]
        if own:
            yield f"inputs:  # {words['inputs']}"
        for form in own:
            yield f"  # {self._text_of(form.definition, form.name)}"
            yield f"  {write_key(form.name)}:{self._entry('inputs', form.name)}  # {self._describe_input(form)}"
        yield from self._write_stages()
        yield from write_register(self.allowed, self.records, words, self._describe_member_input)
        asked = list_asked_references(self.framework)
        yield from write_results(asked, self.records, words, self.day, self.lang)
        has_awards = self.framework.awards or any(one.is_award for one in asked) or "held" in self.records
        if has_awards:
            yield from self._write_held(asked)
        if has_awards or kinds:
            yield f"complete: {write_flow(self.records.get('complete', []))}  # {words['complete']}"
        if "texts" in self.records:
            yield "texts:"
            for node, said in self.records["texts"].items():
                yield f"  {write_key(node)}:"
                yield from (f"    {key}: {write_flow(text)}" for key, text in said.items())
        if "notes" in self.records:
            yield f"notes: {write_flow(self.records['notes'])}"

    def _write_school(self) -> Iterator[str]:
        school = self.records.get("school", {})
        stages = "stage" in self.framework.definition.subject.has
        yield "school:"
        for key in dict.fromkeys(("id", "name", *(("stages",) if stages else ()), *school)):
            if key == "stages":
                yield f"  stages: {write_flow(school.get(key, []))}  # {self.words['stages']}"
            else:
                yield f"  {write_key(key)}:{_after(school.get(key))}"

    def _write_findings(self) -> Iterator[str]:
        """Yield what is asked for, with what is recorded of it; what is recorded below it follows by its own id."""
        findings = self.records.get("findings", {})
        below = {key: self._criterion_of(key) for key in findings}
        asked = list(list_asked_nodes(self.allowed, self.at))
        lines = {one.form.id for one in asked if one.role == "finding" and one.depth == 0}
        for one in asked:
            yield from self._write_node(one)
            for key, criterion in below.items():
                if criterion == one.form.id and key not in lines:
                    yield f"  {write_key(key)}:{self._entry('findings', key)}"

    def _criterion_of(self, node: str) -> str:
        """Return the node of a layer that a node is or stands below, after which its finding is written."""
        nodes = self.framework.nodes
        chain = (node, *self.framework.outline.ancestors_of(node))
        return next((one for one in chain if nodes[one].layer is not None), chain[-1])

    def _write_rest(self, top: str, written: Collection[str]) -> Iterator[str]:
        """Yield what is recorded under a key at the top, each entry on a line."""
        for key in self.records.get(top) or ():
            if key not in written:
                yield f"  {write_key(key)}:{self._entry(top, key)}"

    def _write_stages(self) -> Iterator[str]:
        for number, (stage, sections) in enumerate(self.records.get("stages", {}).items()):
            if number == 0:
                yield "stages:"
            yield f"  {write_key(stage)}:"
            for section, entries in sections.items():
                yield f"    {section}:"
                for key, entry in entries.items():
                    yield f"      {write_key(key)}: {write_flow(entry)}"

    def _write_held(self, asked: Sequence[AskedReference]) -> Iterator[str]:
        section = "held"
        held = self.records.get(section, ())
        others = tuple(write_awards_of_others(asked, self.words, self.lang))
        yield f"{section}:{'' if held or others else ' []'}  # {self.words[section]}"
        yield from others
        for entry in held:
            yield f"  - {write_flow(entry)}{self._remark(section, str(entry.get('award')))}"

    def _value(self, top: str) -> str:
        return _after(self.records.get(top))

    def _empty(self, top: str) -> str:
        """An index that is there but empty says so: it supports nothing (semantics 3.3)."""
        return " {}" if self.records.get(top) == {} else ""

    def _entry(self, top: str, key: str) -> str:
        """Return what is recorded under a key, behind its colon, with the remark about it; empty where nothing is."""
        entries = self.records.get(top) or {}
        return f" {write_flow(entries[key])}{self._remark(top, key)}" if key in entries else ""

    def _remark(self, top: str, key: str) -> str:
        remark = self.remarks.get((top, key))
        return "" if remark is None else f"  # {_on_one_line(remark)}"

    @cached_property
    def _example(self) -> NodeForm | None:
        """The first node that is asked for; None where there is none, as where all is calculated from figures."""
        asked = list_asked_nodes(self.allowed, self.at)
        return next((one.form for one in asked if one.role == "finding"), None)

    @property
    def _code_of_example(self) -> str:
        """A code of evidence as the framework wants it, for the node of the example."""
        if self.allowed.code is None:
            return "MC.01" if self.lang == "vi" else "E.01"
        node = self._example.id if self._example is not None else None
        above = () if node is None else self.framework.outline.ancestors_of(node)
        return write_key(self.allowed.code.make_example({node or "", *above}))

    def _write_example_finding(self) -> Iterator[str]:
        if self._example is not None and self._example.shown:
            # On a scale that names what lies below its lowest step, that word comes first.
            word = self._example.shown[min(1, len(self._example.shown) - 2) if self._example.kind == "level" else 0]
            inside = f"is: {word}, by: [{self._code_of_example}], why: {self.words['why']}, on: {self.day}"
            yield f"  # {self.words['example']}: {write_key(self._example.id)}: {{{inside}}}"

    def _write_node(self, asked: AskedNode) -> Iterator[str]:
        """A node asked for as a whole, or by what stands below it; where it only groups, a heading."""
        form, indent = asked.form, "  " * (asked.depth + 1)
        if asked.depth == 0:
            text = self._text_of(form.info.node, "") if form.info else ""
            yield f"{indent}# {form.id} {self._mark_of(form)}{text}"
        elif form.info is not None:
            yield f"{indent}# {self._mark_of(form)}{self._text_of(form.info.node, form.id)}"
        if asked.role == "parts":
            yield f"{indent}{write_key(asked.key)}:"
        elif asked.role == "finding":
            said = self._entry("findings", form.id) if asked.depth == 0 else ""
            yield f"{indent}{write_key(asked.key)}:{said}  # {form.expected.text_in(self.lang)}"

    def _mark_of(self, form: NodeForm) -> str:
        """Return the names of a node's tags, such as that of mandatory criteria, in brackets before its statement."""
        names = [_on_one_line(name) for name in name_tags(self.framework, form, self.lang)]
        return f"[{', '.join(names)}] " if names else ""

    def _describe_member_input(self, form: InputForm) -> str:
        name = f"{self._text_of(form.definition, form.name)} ({form.name})"
        return f"{name}: {self._describe_input(form)}"

    def _describe_input(self, form: InputForm) -> str:
        definition, words = form.definition, self.words
        if form.measure.kind == "words" and definition.type in ("choice", "scale"):
            what = ", ".join(form.measure.words)
        elif definition.type in ("yes_no", "decision"):
            what = words[definition.type]
        elif definition.type == "date":
            what = words["date_input"]
        else:
            what = words["percent"] if definition.unit == "percent" else words["number"]
        each = ", ".join(words.get(kind, kind) for kind in definition.each)
        parts = [what, f"{words['each']} {each}" if each else "", *self._describe_readers(self._readers[form.name])]
        return "; ".join(filter(None, parts))

    @cached_property
    def _readers(self) -> Mapping[str, InputReaders]:
        return find_readers(self.framework)

    def _describe_readers(self, readers: InputReaders) -> Iterator[str]:
        """Yield where an input is used, and of which criteria it is an indicator."""
        titled = {part.id: part for part in (*self.framework.outcomes, *self.framework.awards)}
        rules = [self._text_of(titled[rule], rule) for rule in readers.rules]
        for key, names in (("readers", (*readers.nodes, *rules)), ("informed", readers.informed)):
            if names:
                yield self.words[key].replace("LIST", _cut_names(names))

    def _text_of(self, text: Localised, otherwise: str) -> str:
        return _on_one_line(text.text_in(self.lang) or otherwise)


def _cut_names(names: Sequence[str]) -> str:
    return ", ".join((*names[:_MAX_READERS], *(("…",) if len(names) > _MAX_READERS else ())))


def _fill_in(text: str, given: Mapping[str, str]) -> str:
    for name, value in given.items():
        text = text.replace(name, value)
    return text


def choose_example_day(framework: Framework) -> dt.date:
    """Return the latest 30 June of 2027 or before on which the edition is in force; else a day of the edition."""
    source = framework.definition.source
    days = [day for back in range(10) if framework.edition_holds(day := dt.date(2027 - back, 6, 30))]
    return next(iter(days), source.in_force or dt.date(2027, 6, 30))


def _after(value: Any) -> str:
    return "" if value is None else f" {write_flow(value)}"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
