"""Reading inputs: values by school year, stage and member, each with its side and date (3.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import format_path
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.evidence.dossier import Side, ValueRecord
from kiemdinh.evidence.entries import InputForm
from kiemdinh.evidence.reading.reader import Details, Reader, given_value
from kiemdinh.parsing.cells import read_share
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import Number, exact_number
from kiemdinh.standards.definition import Measure

__all__ = ["FigureReader"]

_KEYS: Final = ("value", "part", "of", "on", "by", "why", "author", "side")
_YEAR: Final = re.compile(r"(\d{4})-(\d{4})")
_LIKE_A_YEAR: Final = re.compile(r"(\d{4})(?:\s*[-/–—]\s*(\d{2}|\d{4}))?")
_OF_WHOLE: Final = re.compile(r"(\d+)\s*/\s*(\d+)")
_COUNT: Final = Measure("number", what="a number, 0 or more", low=0)


@dataclass(frozen=True, slots=True)
class _FigureEntry:
    """What is recorded: a value, None where it is unknown, and the part and whole that it was given as."""

    value: Number | None
    part: Number | None = None
    whole: Number | None = None


@dataclass(slots=True)
class FigureReader:
    """Reads maps of inputs; what has been read gathers in ``found``, of records that are the same only one.

    Attributes
    ----------
    reader
        The reader of the dossier, which collects what is wrong.
    found
        The values by their content, the place left out; the place that is kept is that of the first.
    """

    reader: Reader
    found: dict[ValueRecord, ValueRecord] = field(default_factory=dict)

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
        inputs = self.reader.allowed.inputs
        for name, value in self.reader.read_map(raw, path, "values by the name of an input").items():
            form = inputs.get(name)
            if form is None:
                self.reader.report_unknown("KD302", f"there is no input '{name}'", name, inputs, (*path, name))
            elif stage is not None and not form.by_stage:
                self._report_not_by("stage", name, (*path, name))
            else:
                _InputReader(self, form, side).read(value, (*path, name), {}, stage)

    def _report_not_by(self, kind: str, name: str, path: Path) -> None:
        self.reader.problems.add(
            "KD313", f"'{name}' is not given for each {kind}", path, key=True, expected="one value for the whole school"
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

        def record(where: str) -> ValueRecord:
            return ValueRecord(
                form.name, figure.value, details.side, details.date, places, at.get("stage"),
                figure.part, figure.whole, details.why, details.author, details.evidence_codes, where,
            )  # fmt: skip

        self.found.setdefault(record(""), record(format_path(path)))


@dataclass(frozen=True, slots=True)
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
        raw = given_value(raw)
        if raw is None:
            return
        if isinstance(raw, list):
            # Records of one value, such as one of each side; each names its own year or stage where it needs one.
            for i, item in enumerate(raw):
                self.read(item, (*path, i), at, None)
        elif isinstance(raw, dict) and self._is_by_place(raw, at):
            for key, item in raw.items():
                kind = self._kind_of(key, at, (*path, key))
                if kind is not None:
                    self.read(item, (*path, key), {**at, kind: key}, None)
        else:
            self._read_value(raw, path, at)

    def _is_by_place(self, raw: dict[str, Any], at: Mapping[str, str]) -> bool:
        # A map with a key such as ``value`` is a record, not a map by year or stage.
        if any(key in _KEYS for key in raw):
            return False
        return bool(self._open_kinds(at)) or any(_LIKE_A_YEAR.fullmatch(key) for key in raw)

    def _open_kinds(self, at: Mapping[str, str]) -> tuple[str, ...]:
        """Return which of year, stage and layers no map above has named yet."""
        stage = ("stage",) if self.form.by_stage else ()
        return tuple(kind for kind in (*self.form.kinds, *stage) if kind not in at)

    def _kind_of(self, key: str, at: Mapping[str, str], path: Path) -> str | None:
        """Return the kind of place that *key* names; a key that names none is reported."""
        kinds = self._open_kinds(at)
        if "year" in kinds and _is_year(key):
            return "year"
        if "stage" in kinds and key in (self.reader.stages or ()):
            return "stage"
        for kind, members in self.form.members.items():
            if kind in kinds and key in members:
                return kind
        self._report_unknown_place(key, kinds, path)
        return None

    def _report_unknown_place(self, key: str, kinds: tuple[str, ...], path: Path) -> None:
        name, stages = self.form.name, self.reader.stages
        members = [m for kind, ids in self.form.members.items() if kind in kinds for m in ids]
        if suggest(key, _KEYS) is not None:
            self.reader.report_unknown("KD102", f"unknown key '{key}'", key, _KEYS, path)
            return
        if _LIKE_A_YEAR.fullmatch(key) and "year" not in kinds and key not in members:
            again = "year" in self.form.definition.each
            message = f"'{name}' " + ("names its school year twice" if again else "is not given for each school year")
            self.reader.problems.add("KD313", message, path, key=True, found=key)
        elif members:
            self.reader.report_unknown("KD301", f"there is no '{key}' for '{name}' to be given for", key, members, path)
        elif "year" in kinds and (_LIKE_A_YEAR.fullmatch(key) or not stages or "stage" not in kinds):
            self.reader.problems.add(
                "KD311",
                f"'{key}' is no school year",
                path,
                key=True,
                expected="a school year by both its years, such as 2025-2026",
                found=key,
                hint=_hint_at_year(key),
            )
        elif stages:
            self.reader.report_unknown("KD304", f"the school has no stage '{key}'", key, stages, path)
        else:
            self.reader.problems.add(
                "KD304",
                f"the school has no stage '{key}'",
                path,
                key=True,
                found=key,
                hint="name the stages of the school: 'school: {stages: […]}'",
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
        what = "school year" if kind == "year" else kind
        self.reader.problems.add(
            "KD312",
            f"'{self.form.name}' is given for each {what}: say which {what}",
            path,
            expected=f"a map such as {{{shape}: …}}",
        )

    def _has_reason(self, figure: _FigureEntry, details: Details, path: Path) -> bool:
        """Whether a decision has its reason and author (2.9)."""
        if self.form.definition.type != "decision" or figure.value != 1:
            return True
        lacking = [key for key, text in (("why", details.why), ("author", details.author)) if text is None]
        if lacking:
            self.reader.problems.add(
                "KD316",
                f"the decision '{self.form.name}' lacks {' and '.join(lacking)}",
                path,
                expected="a decision with its reason and its author",
                hint="write {value: true, why: …, author: …, on: …}",
            )
        return not lacking

    def _read_map(self, raw: dict[str, Any], path: Path) -> _FigureEntry | None:
        if "value" in raw and ("part" in raw or "of" in raw):
            self.reader.problems.add(
                "KD105", "'value' stands beside 'part' and 'of'", path, expected="either value, or part and of"
            )
            return None
        if "value" in raw:
            value = given_value(raw["value"])
            return None if value is None else self._read_plain(value, (*path, "value"))
        for key in ("part", "of") if "part" in raw or "of" in raw else ("value",):
            if key not in raw:
                self.reader.problems.add("KD101", f"'{key}' is missing", path, expected=f"the key {key}")
                return None
        return self._read_part(raw, path)

    def _read_part(self, raw: dict[str, Any], path: Path) -> _FigureEntry | None:
        """Read part and whole, which stay exact; the value is their share in percent, or the part."""
        if self.form.definition.type != "number":
            self.reader.problems.add(
                "KD315", f"'{self.form.name}' is no number, so it has no part and whole", path, found="part and of"
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
        if raw == "unknown" and "unknown" not in self.form.measure.words:
            return _FigureEntry(None)
        if isinstance(raw, dict | list):
            self.reader.report_wrong_type(raw, path, "a word or a number")
            return None
        if self.form.measure.kind == "number":
            return self._read_number(raw, path)
        if self.form.measure.kind == "date":
            day = self.reader.read_date(raw, path)
            # The rules engine knows numbers only; a date is its day number, a word its position.
            return None if day is None else _FigureEntry(day.toordinal())
        if self.form.definition.type in ("yes_no", "decision"):
            answer = self.reader.read_yes_no(raw, path)
            return None if answer is None else _FigureEntry(int(answer))
        return self._read_word(raw, path)

    def _read_word(self, raw: Any, path: Path) -> _FigureEntry | None:
        """Read a choice or a step of a scale: its place among the words."""
        words, word = self.form.measure.words, self.reader.read_text(raw, path)
        if word in words:
            return _FigureEntry(words.index(word))
        if word is not None:
            message = f"'{word}' is no value of '{self.form.name}'"
            self.reader.report_unknown("KD104", message, word, words, path, key=False)
        return None

    def _read_number(self, raw: Any, path: Path) -> _FigureEntry | None:
        measure = self.form.measure
        share = read_share(raw) if isinstance(raw, str) and measure.percent_of is None else None
        # A share of an input that is compared with another is recorded as a part of 100, so that the ratio stays exact.
        if share is not None and self.form.name in self.reader.allowed.parts_of_ratios:
            return _FigureEntry(share, share, 100)
        of_whole = _OF_WHOLE.fullmatch(raw) if isinstance(raw, str) else None
        if of_whole is not None:
            hint = f"write {{part: {of_whole[1]}, of: {of_whole[2]}}}"
            self.reader.problems.add(
                "KD106", f"a number is expected, not '{raw}'", path, expected=measure.what, found=raw, hint=hint
            )
            return None
        value = self.reader.read_number(raw, measure, self.form.step, path)
        return None if value is None else _FigureEntry(value)


def _is_year(key: str) -> bool:
    match = _YEAR.fullmatch(key)
    return match is not None and int(match[2]) == int(match[1]) + 1


def _hint_at_year(key: str) -> str | None:
    match = _LIKE_A_YEAR.fullmatch(key)
    if match is None:
        return None
    begins = int(match[1])
    if match[2] is None:
        return f"a school year is named by both its years: {begins - 1}-{begins} or {begins}-{begins + 1}"
    follows = int(match[2]) % 100 == (begins + 1) % 100
    return f"write {begins}-{begins + 1}" if follows else "the second year follows the first"
