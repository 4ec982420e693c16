"""Reading inputs: values by school year, stage and member, each with its side and date (3.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, NamedTuple

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.evidence.dossier import Side, ValueRecord
from kiemdinh.evidence.entries import InputForm
from kiemdinh.evidence.reading.reader import Details, Reader, given_value
from kiemdinh.parsing.cells import ReadingError, is_like_a_year, read_school_year, read_share
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import Number, exact_number
from kiemdinh.standards.definition import Measure

__all__ = ["FigureReader"]

_KEYS: Final = ("value", "part", "of", "on", "by", "why", "author", "side", "until")
_OF_WHOLE: Final = re.compile(r"(\d+)\s*/\s*(\d+)")
_COUNT: Final = Measure("number", what=Message("a number, 0 or more"), low=0)


class _FigureEntry(NamedTuple):
    """A recorded figure: its value, None where it is unknown, its part and its whole."""

    value: Number | None
    part: Number | None = None
    whole: Number | None = None


@dataclass(slots=True, eq=False, repr=False)
class FigureReader:
    """Reads maps of inputs, and collects the values in ``found``; equal records are kept once.

    Attributes
    ----------
    reader
        The reader of the dossier, which collects what is wrong.
    found
        The values by their content, the place left out; the place that is kept is that of the first.
    """

    reader: Reader
    found: dict[tuple[object, ...], ValueRecord] = field(default_factory=dict)

    def read_of_member(self, values: Mapping[str, Any], path: Path, kind: str, member: str) -> None:
        """Read the inputs that stand in the row of a member of a population, by the names of these inputs."""
        allowed, seen = self.reader.allowed, dict[str, Path]()
        for name, value in values.items():
            form = allowed.inputs.get(name) or allowed.inputs[allowed.input_names.find(name) or ""]
            if not self.reader.is_repeated(form.name, seen, form.name, (*path, name)):
                _InputReader(self, form, "self").read(value, (*path, name), {kind: member}, None)

    def read(self, raw: Any, path: Path, side: Side, stage: str | None = None) -> None:
        """Read a map from the names of inputs to values (semantics 3.4); they are added to ``found``.

        A value may be a map by school year, stage or member of a layer, in any order of these, down to a plain value or
        a map with ``value``, or with ``part`` and ``of``.

        Parameters
        ----------
        raw
            What stands under ``inputs``.
        path
            Where it stands.
        side
            The side that recorded it, unless a record says otherwise.
        stage
            The stage that the map is about; None for the school.
        """
        inputs, seen = self.reader.allowed.inputs, dict[str, Path]()
        for name, value in self.reader.read_map(raw, path, Message("values by the name of an input")).items():
            form = inputs.get(name) or inputs.get(self.reader.allowed.input_names.find(name) or "")
            if name in self.reader.allowed.framework.parameters:
                self._report_parameter(name, (*path, name))
            elif form is None:
                names = self.reader.allowed.input_names
                message = Message("there is no input '{name}'", name=name)
                self.reader.report_unknown(
                    "KD302", message, name, inputs, (*path, name), names=names, full=f"inputs/{name}"
                )
            elif self.reader.is_repeated(form.name, seen, form.name, (*path, name)):
                continue
            elif stage is not None and not form.by_stage:
                self._report_not_by_stage(name, (*path, name))
            else:
                _InputReader(self, form, side).read(value, (*path, name), {}, stage)

    def _report_parameter(self, name: str, path: Path) -> None:
        self.reader.problems.add(
            "KD302",
            Message("'{name}' is a parameter of the framework, and no dossier sets it", name=name),
            path,
            key=True,
            hint=Message("a file with adopts: sets it; leave it out here"),
        )

    def _report_not_by_stage(self, name: str, path: Path) -> None:
        self.reader.problems.add(
            "KD313",
            Message("'{name}' is not given for each stage", name=name),
            path,
            key=True,
            expected=Message("one value for the whole {subject}", subject=self.reader.subject),
        )

    def keep(self, form: InputForm, figure: _FigureEntry, details: Details, at: Mapping[str, str], path: Path) -> None:
        """Keep a value, once where it is recorded twice in the same words.

        Parameters
        ----------
        form
            How values of the input are read.
        figure, details
            The value, and its side, date, reason, author and evidence.
        at
            The year, stage and members that it is given for, by their kind.
        path
            Where it stands in the dossier.
        """
        places = tuple(at[kind] for kind in form.kinds)
        content = (
            form.name, figure.value, details.side, details.date, places, at.get("stage"),
            figure.part, figure.whole, details.why, details.author, details.evidence_codes,
        )  # fmt: skip
        # Compared without the place: the same words at two places are one record.
        if (*content, details.until) not in self.found:
            place = self.reader.source.place_of(path)
            self.found[*content, details.until] = ValueRecord(*content, place, details.until)


@dataclass(slots=True, eq=False, repr=False)
class _InputReader:
    """Reads the values of one input by one side."""

    figures: FigureReader
    form: InputForm
    side: Side

    @property
    def reader(self) -> Reader:
        return self.figures.reader

    # -- where: year, stage, member -------------------------------------------------------------------

    def read(self, raw: Any, path: Path, at: dict[str, str], stage: str | None) -> None:
        """Read a value, a list of values, or a map of values by year, stage or member.

        *at* has the year, stage and member that the maps above have named, by their kind.
        """
        if stage is not None:
            at = {**at, "stage": stage}
        raw = given_value(raw, self.form.vocabulary)
        if raw is None:
            return
        if isinstance(raw, list):
            # Records of one value, such as one of each side; each names its own year or stage where it needs one.
            for i, item in enumerate(raw):
                self.read(item, (*path, i), at, None)
        elif isinstance(raw, dict) and self._is_by_place(raw, at):
            seen = dict[tuple[str, str], Path]()
            for key, item in raw.items():
                found = self._find_place(key, at, (*path, key))
                if found is not None and not self.reader.is_repeated(found, seen, found[1], (*path, key)):
                    self.read(item, (*path, key), {**at, found[0]: found[1]}, None)
        else:
            self._read_value(raw, path, at)

    def _is_by_place(self, raw: dict[str, Any], at: Mapping[str, str]) -> bool:
        # A map with a key such as ``value`` is a record, not a map by year or stage.
        if any(key in _KEYS for key in raw):
            return False
        return bool(self._open_kinds(at)) or any(map(is_like_a_year, raw))

    def _open_kinds(self, at: Mapping[str, str]) -> tuple[str, ...]:
        """Return which of year, stage and layers no map above has named yet."""
        stage = ("stage",) if self.form.by_stage else ()
        return tuple(kind for kind in (*self.form.kinds, *stage) if kind not in at)

    def _find_place(self, key: str, at: Mapping[str, str], path: Path) -> tuple[str, str] | None:
        """Return the kind of place that *key* names, and its own name; a key that names none is reported."""
        kinds = self._open_kinds(at)
        if "year" in kinds and is_like_a_year(key):
            with suppress(ReadingError):
                return "year", read_school_year(key)
        stage = self.reader.find_stage(key) if "stage" in kinds else None
        if stage is not None:
            return "stage", stage
        for kind, members in self.form.members.items():
            member = key if key in members else self._find_member(key, members)
            if kind in kinds and member is not None:
                return kind, member
        self._report_unknown_place(key, kinds, path)
        return None

    def _find_member(self, key: str, members: tuple[str, ...]) -> str | None:
        found = self.reader.allowed.node_names.find(key)
        return found if found in members else None

    def _report_unknown_place(self, key: str, kinds: tuple[str, ...], path: Path) -> None:
        name, stages = self.form.name, self.reader.stages
        members = [m for kind, ids in self.form.members.items() if kind in kinds for m in ids]
        if suggest(key, _KEYS) is not None:
            self.reader.report_unknown("KD102", Message("unknown key '{key}'", key=key), key, _KEYS, path)
            return
        if is_like_a_year(key) and "year" not in kinds and key not in members:
            message = (
                Message("'{name}' names its school year twice", name=name)
                if "year" in self.form.definition.each
                else Message("'{name}' is not given for each school year", name=name)
            )
            self.reader.problems.add("KD313", message, path, key=True, found=key)
        elif members:
            self.reader.report_unknown(
                "KD301",
                Message("there is no '{key}' for '{name}' to be given for", key=key, name=name),
                key,
                members,
                path,
            )
        elif "year" in kinds and (is_like_a_year(key) or not stages or "stage" not in kinds):
            self._report_no_year(key, path)
        elif stages:
            self.reader.report_no_stage(key, path)
        else:
            self.reader.problems.add(
                "KD304",
                Message("the {subject} has no stage '{key}'", subject=self.reader.subject, key=key),
                path,
                key=True,
                found=key,
                hint=Message("name its stages: 'school: {{stages: […]}}'"),
            )

    def _report_no_year(self, key: str, path: Path) -> None:
        try:
            read_school_year(key)
        except ReadingError as error:
            self.reader.problems.add(
                error.code, error.message, path, key=True, expected=error.expected, found=key, hint=error.hint
            )

    # -- what --------------------------------------------------------------------------------------------

    def _read_value(self, raw: Any, path: Path, at: Mapping[str, str]) -> None:
        missing = [kind for kind in self.form.kinds if kind not in at]
        if missing:
            self._report_missing_place(missing[0], path)
            return
        if isinstance(raw, dict):
            self.reader.check_keys(raw, _KEYS, path)
            details = self.reader.read_details(raw, self.side, path)
            figure = self._read_map(raw, path)
        else:
            figure = self._read_plain(raw, path)
            details = None if figure is None else self.reader.default_details(self.side, path)
        if figure is not None and details is not None and self._has_reason(figure, details, path):
            self.figures.keep(self.form, figure, details, at, path)

    def _report_missing_place(self, kind: str, path: Path) -> None:
        shape = "2025-2026" if kind == "year" else next(iter(self.form.members.get(kind, ())), "…")
        what = Message("school year") if kind == "year" else kind
        self.reader.problems.add(
            "KD312",
            Message("'{name}' is given for each {what}: say which {what}", name=self.form.name, what=what),
            path,
            expected=Message("a map such as {{{shape}: …}}", shape=shape),
        )

    def _has_reason(self, figure: _FigureEntry, details: Details, path: Path) -> bool:
        """Whether a decision has its reason and author (2.9)."""
        if self.form.definition.type != "decision" or figure.value != 1:
            return True
        lacking = [key for key, text in (("why", details.why), ("author", details.author)) if text is None]
        if lacking:
            self.reader.problems.add(
                "KD316",
                Message("the decision '{name}' lacks {names}", name=self.form.name, names=Message.join(lacking)),
                path,
                expected=Message("a decision with its reason and its author"),
                hint=Message("write {{value: true, why: …, author: …, on: …}}"),
            )
        return not lacking

    def _read_map(self, raw: dict[str, Any], path: Path) -> _FigureEntry | None:
        if "value" in raw and ("part" in raw or "of" in raw):
            self.reader.problems.add(
                "KD105",
                Message("'value' is given together with 'part' and 'of'"),
                path,
                expected=Message("either value, or part and of"),
            )
            return None
        if "value" in raw:
            value = given_value(raw["value"], self.form.vocabulary)
            return None if value is None else self._read_plain(value, (*path, "value"))
        for key in ("part", "of") if "part" in raw or "of" in raw else ("value",):
            if key not in raw:
                self.reader.problems.add(
                    "KD101", Message("'{key}' is missing", key=key), path, expected=Message("the key {key}", key=key)
                )
                return None
        return self._read_part(raw, path)

    def _read_part(self, raw: dict[str, Any], path: Path) -> _FigureEntry | None:
        """Read part and whole, which stay exact; the value is their share in percent, or the part."""
        if self.form.definition.type != "number":
            self.reader.problems.add(
                "KD315",
                Message("'{name}' is not a number, so it has no part and whole", name=self.form.name),
                path,
                found="part, of",
            )
            return None
        if given_value(raw["part"]) is None or given_value(raw["of"]) is None:
            return None
        part = self.reader.read_number(given_value(raw["part"]), _COUNT, None, (*path, "part"))
        whole = self.reader.read_number(given_value(raw["of"]), _COUNT, None, (*path, "of"))
        if part is None or whole is None:
            return None
        # A part of nothing has no share: the value is unknown, *nothing to measure* (S13).
        if whole == 0:
            return _FigureEntry(None, part, whole)
        measure = self.form.measure
        value = exact_number(Fraction(part) * 100 / Fraction(whole)) if measure.only_percent else part
        fits = self.reader.check_range(value, measure, self.form.step, path)
        return _FigureEntry(value, part, whole) if fits else None

    def _read_plain(self, raw: Any, path: Path) -> _FigureEntry | None:
        # A recorded unknown is a record: it replaces an earlier value (3.4). A choice may have a word ``unknown`` of
        # its own.
        if self.form.means_unknown(raw):
            return _FigureEntry(None)
        if isinstance(raw, dict | list):
            self.reader.report_wrong_type(raw, path, Message("a word or a number"))
            return None
        if self.form.measure.kind == "number":
            return self._read_number(raw, path)
        if self.form.measure.kind == "date":
            day = self.reader.read_date(raw, path)
            # The rules engine knows numbers only; a date is its day number, a word its position.
            return None if day is None else _FigureEntry(day.toordinal())
        return self._read_word(raw, path)

    def _read_word(self, raw: Any, path: Path) -> _FigureEntry | None:
        """Read a choice, an answer or a step of a scale: its place among the words."""
        words, vocabulary = self.form.measure.words, self.form.vocabulary
        is_answer = self.form.definition.type in ("yes_no", "decision")
        word = ("true" if raw else "false") if is_answer and isinstance(raw, bool) else vocabulary.find(raw)
        if word is not None:
            return _FigureEntry(words.index(word))
        if is_answer:
            self.reader.report_no_answer(raw, path)
            return None
        text = self.reader.read_text(raw, path)
        if text is not None:
            message = Message("'{text}' is not a value of '{name}'", text=text, name=self.form.name)
            self.reader.report_unknown("KD104", message, text, words, path, key=False, names=vocabulary)
        return None

    def _read_number(self, raw: Any, path: Path) -> _FigureEntry | None:
        measure = self.form.measure
        share = read_share(raw) if isinstance(raw, str) else None
        # A share of an input that is read only per another is recorded as a part of 100, so that the ratio stays exact.
        if share is not None and self.form.name in self.reader.allowed.only_in_ratios:
            return _FigureEntry(share, share, 100)
        of_whole = _OF_WHOLE.fullmatch(raw) if isinstance(raw, str) else None
        if of_whole is not None:
            hint = Message("write {{part: {part}, of: {whole}}}", part=of_whole[1], whole=of_whole[2])
            self.reader.problems.add(
                "KD106",
                Message("a number is expected, not {written}", written=f"'{raw}'"),
                path,
                expected=measure.what,
                found=raw,
                hint=hint,
            )
            return None
        value = self.reader.read_number(raw, measure, self.form.step, path)
        return None if value is None else _FigureEntry(value)
