"""What the columns of a table stand for: found by an id, a title in either language, or the code before a title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.entries import AllowedEntries, InputForm, NodeForm
from kiemdinh.parsing.cells import ReadingError, Vocabulary, clean_text, fold_word, is_like_a_year, read_school_year
from kiemdinh.portfolio.columns.meaning import ColumnKind, ColumnMeaning
from kiemdinh.standards.loading import explain_former_name
from kiemdinh.standards.names import split_place, split_stage, words_of_place

__all__ = ["ABOUT_ROWS", "OF_LONG_ROWS", "HeadingReader"]

ABOUT_ROWS: Final = Vocabulary(
    {
        "school": ("mã trường", "mã số trường", "mã cơ sở", "trường", "school id", "school code"),
        "name": ("tên trường", "tên cơ sở", "school name", "name of the school"),
        "year": ("năm học", "school year"),
        "date": ("ngày", "ngày đánh giá", "assessment date"),
        "stage": ("cấp học", "các cấp học", "stages"),
    }
)
"""The ids of columns that say who and when a row is about, with what tables call them."""

OF_LONG_ROWS: Final = Vocabulary(
    {
        "id": ("mã", "tiêu chí", "mã tiêu chí", "criterion"),
        "value": ("giá trị", "kết quả", "result"),
        "until": ("đến ngày", "hiệu lực đến", "valid until"),
        "side": ("bên", "bên đánh giá"),
        "evidence": ("minh chứng", "mã minh chứng"),
        "reason": ("lý do", "ghi chú lý do", "why"),
    }
)
"""The ids of the further columns of a table that has one record in each row, with what tables call them."""

_CODE: Final = re.compile(r"(\S+?)[.:)]?\s+\S")
_LETTERS_BEFORE_CODE: Final = re.compile(r"([^\W\d_]+)\.?\s*(?=\d)")
_AROUND_STEPS: Final = " .:;,-–—/()[]"
"""What stands around the title of a step behind the code of its criterion: "1.1 - Mức 1"."""
_YEAR_BEHIND: Final = re.compile(r"(.+?)[\s,;:]*[(\[]?([0-9]{4}\s?[-–—/]\s?[0-9]{4})[)\]]?")


@dataclass(frozen=True)
class HeadingReader:
    """Reads headings under one framework.

    Attributes
    ----------
    allowed
        What can be recorded under the framework.
    """

    allowed: AllowedEntries
    _known: dict[str, bool] = field(default_factory=dict, compare=False)

    def read(self, heading: str) -> ColumnMeaning:
        """Return what a heading stands for.

        The cost is some look-ups; where nothing is found, those of a search for a word near it.

        Raises
        ------
        ReadingError
            It stands for nothing (KD701), or can stand for two things (KD702).
        """
        text = clean_text(heading)
        about_row = ABOUT_ROWS.find(text)
        if about_row is not None:
            return ColumnMeaning(_as_kind(about_row), about_row)
        found = list(dict.fromkeys(self._list_meanings(text)))
        if len(found) == 1:
            return self._check(found[0], text)
        if found:
            names = Message.join([f"'{one}'" for one in found])
            message = Message("the column '{heading}' can mean {names}", heading=heading, names=names)
            raise ReadingError(code="KD702", message=message, hint=_SETTLE)
        raise self._explain_unknown(text)

    def read_mapped(self, word: str) -> ColumnMeaning:
        """Return what a mapping of columns means by a word; that of rows comes first.

        Raises ReadingError as :meth:`read` does.
        """
        if word in ABOUT_ROWS.titles or word in OF_LONG_ROWS.titles:
            return ColumnMeaning(_as_kind(word), word)
        return self.read(word)

    def read_of_long(self, heading: str) -> ColumnMeaning:
        """Return what a heading stands for in a table with one record in each row.

        Raises
        ------
        ReadingError
            Such a table has no such column (KD701).
        """
        kind = ABOUT_ROWS.find(heading) or OF_LONG_ROWS.find(heading)
        if kind is None:
            message = Message("a table with one record in each row has no column '{heading}'", heading=heading)
            expected = Message.join([*ABOUT_ROWS.titles, *OF_LONG_ROWS.titles])
            raise ReadingError(code="KD701", message=message, expected=expected)
        return ColumnMeaning(_as_kind(kind), kind)

    def read_id(self, written: str) -> ColumnMeaning:
        """Return the node or input that a cell names, by an id, a title, or the code before a title.

        Raises
        ------
        ReadingError
            It names none (KD301), or can mean two (KD702).
        """
        try:
            meaning = self.read(written)
        except ReadingError as error:
            if error.code != "KD701":
                raise
            raise ReadingError(code="KD301", message=error.message, expected=error.expected, hint=error.hint) from None
        if not meaning.records:
            raise ReadingError(code="KD301", message=Message("there is no node '{key}'", key=written))
        return meaning

    def at_stage(self, meaning: ColumnMeaning, stages: tuple[str, ...]) -> ColumnMeaning:
        """Return a node or input of the one stage of *stages*.

        Raises
        ------
        ReadingError
            There are several stages, or it is not given for each stage (KD304, KD309, KD313).
        """
        if len(stages) > 1:
            raise ReadingError(
                code="KD304", message=Message("several stages in one text"), expected=Message("one stage")
            )
        if meaning.kind == "input" and not self.allowed.inputs[meaning.id].by_stage:
            message = Message("'{name}' is not given for each stage", name=meaning.id)
            raise ReadingError(code="KD313", message=message)
        return self._check(replace(meaning, stage=stages[0]), meaning.id)

    def is_known(self, heading: str) -> bool:
        """Whether something can be recorded under a heading, of one thing or of one of two. The cost is some look-ups.

        A standard of which nothing is recorded does not count: its id, such as 1, is more often a code in a cell.
        """
        known = self._known.get(heading)
        if known is None:
            text = clean_text(heading)
            known = ABOUT_ROWS.find(text) is not None or any(map(self._can_be_recorded, self._list_meanings(text)))
            self._known[heading] = known
        return known

    def _can_be_recorded(self, meaning: ColumnMeaning) -> bool:
        return meaning.kind != "node" or self._is_step(meaning) or self.allowed.nodes[meaning.id].kind is not None

    def _is_step(self, meaning: ColumnMeaning) -> bool:
        """Whether a node is a step of a criterion about which a level is recorded."""
        if self.allowed.nodes[meaning.id].info is not None:
            return False
        criterion = self.allowed.nodes.get(meaning.criterion.id)
        return criterion is not None and criterion.kind == "level"

    def _list_meanings(self, text: str) -> Iterator[ColumnMeaning]:
        """Yield all that a heading can stand for: an id as it is declared, else titles, else the code before one."""
        if text in self.allowed.inputs:
            yield ColumnMeaning("input", text)
        if text in self.allowed.nodes:
            yield ColumnMeaning("node", text)
        if text not in self.allowed.inputs and text not in self.allowed.nodes:
            yield from list(self._list_by_name(text)) or self._list_by_code(text)

    def _list_by_name(self, text: str) -> Iterator[ColumnMeaning]:
        node = self._find_node(text)
        if node is not None:
            yield node
        name, places = split_place(text)
        if places is None:
            behind = _YEAR_BEHIND.fullmatch(text)
            yield from (ColumnMeaning("input", one) for one in self._find_inputs(text))
            name, places = (behind[1], behind[2]) if behind else ("", "")
        for one in self._find_inputs(clean_text(name)) if name else ():
            with suppress(_NoPlaceError):
                yield self._place_input(self.allowed.inputs[one], places)

    def _find_node(self, text: str) -> ColumnMeaning | None:
        nodes, names = self.allowed.nodes, self.allowed.node_names
        found = text if text in nodes else names.find(text)
        if found is not None:
            return ColumnMeaning("node", found)
        before, rest = split_stage(text)
        stage = None if before is None else self._find_stage(before)
        inner = rest if rest in nodes else names.find(rest)
        return None if stage is None or inner is None else ColumnMeaning("node", inner, stage)

    def _find_inputs(self, text: str) -> tuple[str, ...]:
        if text in self.allowed.inputs:
            return (text,)
        return self.allowed.input_names.meanings(text)

    def _find_stage(self, word: str) -> str | None:
        declared = self.allowed.declared_stages
        # A framework that declares no stages takes those that schools name.
        return declared.find(word) if declared.titles else (clean_text(word) or None)

    def _place_input(self, form: InputForm, places: str) -> ColumnMeaning:
        """Return an input at a year, a stage and members, which a text names in any order, with slashes between."""
        stage = year = None
        members: dict[str, str] = {}
        for word in (places,) if self._find_member(form, places) else words_of_place(places):
            member = self._find_member(form, word)
            if member is not None and member[0] not in members:
                members[member[0]] = member[1]
            elif year is None and "year" in form.kinds and is_like_a_year(word):
                year = _read_year(word)
            elif stage is None and form.by_stage:
                stage = self._find_stage(word)
                if stage is None:
                    raise _NoPlaceError
            else:
                raise _NoPlaceError
        kinds = [kind for kind in form.kinds if kind != "year"]
        return ColumnMeaning("input", form.name, stage, tuple(members[k] for k in kinds if k in members), year)

    def _find_member(self, form: InputForm, word: str) -> tuple[str, str] | None:
        found = word if word in self.allowed.nodes else self.allowed.node_names.find(clean_text(word))
        return next(((kind, found) for kind, ids in form.members.items() if found is not None and found in ids), None)

    def _list_by_code(self, text: str) -> Iterator[ColumnMeaning]:
        """Yield the node whose code stands before a title, alone or behind the name of its layer: "Tiêu chí 1.1"."""
        bare = self._without_layer(text)
        begins = _CODE.match(bare)
        for code in dict.fromkeys(filter(None, (bare if bare != text else None, begins and begins[1]))):
            node = self._find_node(code) if any(map(str.isdigit, code)) else None
            if node is not None:
                yield self._find_step(node, bare[len(code) :]) or node
                return

    def _find_step(self, node: ColumnMeaning, rest: str) -> ColumnMeaning | None:
        """Return the step of a criterion that the text behind its code names: "1.1 Mức 1"; None where it is a title."""
        word = rest.strip(_AROUND_STEPS)
        form = self.allowed.nodes[node.id]
        step = form.vocabulary.find(word) if not word.isdecimal() else None
        id_ = f"{node.id}/{step}"
        return replace(node, id=id_) if step is not None and id_ in self.allowed.nodes else None

    def _without_layer(self, text: str) -> str:
        folded = fold_word(text)
        for title in self._layer_titles:
            if folded.startswith(f"{title} ") and len(folded) == len(text):
                return text[len(title) + 1 :]
        letters = _LETTERS_BEFORE_CODE.match(text)
        return text[letters.end() :] if letters is not None and fold_word(letters[1]) in self._layer_initials else text

    @cached_property
    def _layer_titles(self) -> tuple[str, ...]:
        layers = self.allowed.framework.definition.layers
        titles = {fold_word(title) for layer in layers for title in (layer.id, *layer.texts) if title}
        return tuple(sorted(titles, key=len, reverse=True))

    @cached_property
    def _layer_initials(self) -> frozenset[str]:
        """The initials of titles of several words: TC for "Tiêu chí"."""
        words = (title.split() for title in self._layer_titles)
        return frozenset("".join(word[0] for word in each) for each in words if len(each) > 1)

    # -- what does not fit -------------------------------------------------------------------------------

    def _check(self, meaning: ColumnMeaning, text: str) -> ColumnMeaning:
        """Return a meaning under which something can be recorded; refuse any other."""
        if meaning.kind == "node" and self._is_step(meaning):
            meaning = replace(meaning, kind="step")
        if meaning.kind in ("node", "step"):
            self._check_node(self.allowed.nodes[meaning.id], meaning, text)
        elif meaning.kind == "input":
            self._check_input(self.allowed.inputs[meaning.id], meaning, text)
        return meaning

    def _check_node(self, form: NodeForm, meaning: ColumnMeaning, text: str) -> None:
        if form.kind is None and meaning.kind != "step":
            message = Message("no finding is recorded about '{id}', which the column '{heading}' names",
                              id=form.id, heading=text)  # fmt: skip
            parts = Message.join(list(form.children)[:12])
            raise ReadingError(
                code="KD701", message=message, expected=Message("columns for its parts: {parts}", parts=parts)
            )
        if meaning.stage is not None and not self.allowed.assessed_by_stage:
            subject = self.allowed.framework.definition.subject.word
            message = Message(
                "this framework does not assess stage by stage: a finding holds for the whole {subject}",
                subject=subject,
            )
            raise ReadingError(code="KD309", message=message, hint=Message("record it without the stage"))

    def _check_input(self, form: InputForm, meaning: ColumnMeaning, text: str) -> None:
        missing = [kind for kind in form.kinds if kind != "year"][len(meaning.members) :]
        if missing:
            example = f"{form.name}@{form.members[missing[0]][0]}" if form.members[missing[0]] else form.name
            message = Message("'{name}' is given for each {what}: say which {what}", name=form.name, what=missing[0])
            raise ReadingError(code="KD312", message=message, hint=Message("write {text}", text=example))

    def _explain_unknown(self, text: str) -> ReadingError:
        name, places = split_place(text)
        inputs = () if places is None else self._find_inputs(clean_text(name))
        if len(inputs) == 1:
            message = Message("'{name}' has no '{place}' to be given for", name=inputs[0], place=places)
            return ReadingError("KD701", message, self._expected_places(self.allowed.inputs[inputs[0]]))
        near = self._suggest(text)
        message = Message("the column '{heading}' is nothing that the framework has", heading=text)
        hint = _SETTLE if near is None else Message("did you mean '{near}'?", near=near)
        return ReadingError("KD701", message, hint=self._explain_former(clean_text(name)) or hint)

    def _explain_former(self, name: str) -> Message | None:
        """Return which act took away what a heading names; None where no edition before had it."""
        framework = self.allowed.framework
        code = _CODE.match(name)
        names = (name, f"inputs/{name}", *(() if code is None else (code[1],)))
        return next(filter(None, (explain_former_name(framework, one) for one in names)), None)

    def _expected_places(self, form: InputForm) -> Message:
        years = ("2025-2026",) if "year" in form.kinds else ()
        stages = tuple(self.allowed.declared_stages.titles) if form.by_stage else ()
        members = tuple(ids[0] for ids in form.members.values() if ids)
        return Message("places such as {names}", names=Message.join([*years, *stages, *members][:12]))

    def _suggest(self, text: str) -> str | None:
        near = [
            names.suggest(text) for names in (self.allowed.node_names, self.allowed.input_names, ABOUT_ROWS)
        ]  # fmt: skip
        found = [one for one in near if one is not None]
        return found[0] if len(found) == 1 else None


_SETTLE: Final = Message(
    "say in the mapping of columns what it is, {{HEADING: ID}}, or leave it out, {{HEADING: null}}"
)


class _NoPlaceError(ValueError):
    """A text that names no place of an input."""


def _read_year(word: str) -> str:
    try:
        return read_school_year(word)
    except ReadingError:
        raise _NoPlaceError from None


def _as_kind(word: str) -> ColumnKind:
    kinds: Mapping[str, ColumnKind] = {
        "school": "school", "name": "name", "year": "year", "date": "date", "stage": "stage",
        "id": "id", "value": "value", "until": "until", "side": "side", "evidence": "evidence", "reason": "reason",
    }  # fmt: skip
    return kinds[word]
