"""A workbook that is filled in from a dossier and read back is that dossier, within what a workbook can hold."""

from __future__ import annotations

import datetime as dt
import io
import os
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import chain

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import kiemdinh as kd
import plain_dossiers
from kiemdinh.evidence.dossier import Level, MetOrUnmet, NotApplicable, Score, Unknown
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.parsing.cells import clean_text, write_number
from kiemdinh.portfolio import (
    make_school_workbook,
    make_table_workbook,
    open_school_workbook,
    read_table,
    write_school_workbook,
)
from kiemdinh.portfolio.columns import HeadingReader
from kiemdinh.portfolio.sheets import is_nothing
from kiemdinh.portfolio.tables import find_unreadable_text
from kiemdinh.rules import MET
from kiemdinh.testing import dossiers, frameworks

ON = "2026-06-30"
BUNDLED = [bundled.load() for bundled in kd.catalogue()]
EXAMPLES = 200 if os.environ.get("KIEMDINH_NIGHTLY") else 3
FURTHER = ("Side", "Date", "Decided by", "Valid until")


@lru_cache(maxsize=16)
def blank(framework, at="criterion"):
    return make_school_workbook(framework, at=at, lang="en")


@lru_cache(maxsize=16)
def blank_table(framework):
    return make_table_workbook(framework, [{"id": f"S{number}"} for number in range(3)], lang="en")


def put(cell, content):
    """Type a content into a cell: a text is a text, also one that begins as a formula."""
    cell.value = content
    if isinstance(content, str):
        cell.data_type = "s"


def can_hold(text):
    """Whether a cell can say a text: not what spreadsheets and people write for nothing or for an error."""
    return text is None or (clean_text(text) == text and not is_nothing(text) and find_unreadable_text(text) is None)


def write_verdict(form, verdict):
    """Return a verdict as a cell has it; None where none can say it."""
    words = {found: word for word, found in form.words.items()}
    match verdict:
        case MetOrUnmet():
            return "Met" if verdict.truth is MET else "Not met"
        case Level() | Unknown() | NotApplicable():
            return words.get(verdict)
        case Score():
            low, high = verdict.interval.low, verdict.interval.high
            if low != high:  # a list of findings that may go on
                return None
            return words.get(verdict) or write_decimal(low)


def write_decimal(number):
    try:
        return write_number(number)
    except ValueError:  # no decimal, as a third
        return None


def write_value(form, allowed, record):
    """Return a figure as a cell has it; None where none can say it."""
    if record.part is not None:
        share = record.whole == 100 and record.name in allowed.only_in_ratios
        text = write_decimal(record.part) if share else None
        return None if text is None else f"{text}%"
    if record.value is None:
        return "unknown" if form.means_unknown("unknown") else None
    if form.measure.kind == "words":
        return form.measure.words[record.value]
    if form.measure.kind == "date":
        return dt.date.fromordinal(record.value)
    text = write_decimal(record.value)
    return f"{text}%" if text is not None and form.measure.only_percent else text


class Filler:
    """Fills a workbook from a dossier that was read, and keeps which records it could write."""

    def __init__(self, framework, dossier, at):
        self.allowed = allowed_entries(framework)
        self.dossier = dossier
        self.book = openpyxl.load_workbook(io.BytesIO(blank(framework, at)))
        self.written = set()

    def fill(self):
        head = self.book["School"]
        school, day = self.dossier.school, self.dossier.date
        said = {"School id": school.id, "School name": school.name, "Assessment date": day,
                "Founded on": school.founded, "Stages": ", ".join(school.stages or ()) or None,
                "All awards are listed": "Yes" if "held" in self.dossier.complete else None}  # fmt: skip
        for row in head.iter_rows(min_row=2):
            if said.get(row[0].value) is not None:
                put(row[1], said[row[0].value])
        self.rows = {label: number for number, label in enumerate((cell.value for cell in self.sheet[1]), 1)}
        for label in FURTHER:
            if label not in self.rows:
                self.rows[label] = len(self.rows) + 1
                self.sheet.cell(1, self.rows[label]).value = label
        self.free = self.sheet.max_row + 1
        for record in self.dossier.findings:
            self.add(record, record.node, "", write_verdict(self.allowed.nodes[record.node], record.verdict))
        for record in self.dossier.values:
            form = self.allowed.inputs[record.name]
            members = record.at[: len([kind for kind in form.kinds if kind != "year"])]
            year = record.at[len(members)] if len(record.at) > len(members) else None
            name = f"{record.name}@{'/'.join(members)}" if members else record.name
            self.add(record, name, year, write_value(form, self.allowed, record))
        self.list_items("Evidence", self.items_of_evidence())
        held = ({"Award": one.award, "Grade": one.grade, "Signed on": one.signed, "Valid until": one.until,
                 "Ended on": one.ended, "Reason": one.why} for one in self.dossier.held)  # fmt: skip
        self.list_items("Awards held", held)
        return self.book

    @property
    def sheet(self):
        return self.book["Findings and figures"]

    def add(self, record, id_, year, content):
        codes = "; ".join(record.evidence_codes) or None
        author = getattr(record, "author", None)
        if content is None or not all(map(can_hold, (record.why, codes, author))):
            return
        cells = {"Id": id_, "Stage": record.stage, "School year": year or None, "Result": content, "Evidence": codes,
                 "Reason": record.why, "Date": record.date, "Side": record.side, "Decided by": author,
                 "Valid until": getattr(record, "until", None)}  # fmt: skip
        if any(content is not None and label not in self.rows for label, content in cells.items()):
            return
        for label, one in cells.items():
            if one is not None:
                put(self.sheet.cell(self.free, self.rows[label]), one)
        self.free += 1
        self.written.add(replace(record, path=()))

    def items_of_evidence(self):
        for item in (self.dossier.evidence or {}).values():
            yield {"Evidence code": item.code, "Title of the item": item.title, "Kind": item.kind,
                   "Where it is kept": item.place, "Keeper": item.keeper, "Issuer": item.issuer,
                   "Issued on": item.issued, "Valid until": item.until,
                   "Other codes": "; ".join(item.also) or None}  # fmt: skip

    def list_items(self, title, items):
        if title not in self.book.sheetnames:
            return
        sheet = self.book[title]
        columns = {cell.value: cell.column for cell in sheet[1]}
        for number, item in enumerate(items, 2):
            for label, content in item.items():
                if content is not None:
                    columns.setdefault(label, len(columns) + 1)
                    sheet.cell(1, columns[label]).value = label
                    put(sheet.cell(number, columns[label]), content)


def check(framework, data, folder, at):
    dossier = read_dossier(data, framework, default_date=ON)
    if dossier.evidence == {}:  # an index without items is no index in a workbook
        return
    filler = Filler(framework, dossier, at)
    path = folder / "school.xlsx"
    filler.fill().save(path)
    read = read_dossier(open_school_workbook(path, framework), framework, default_date=ON)
    assert {replace(one, path=()) for one in chain(read.findings, read.values)} == filler.written
    assert (read.school, read.date, read.evidence) == (dossier.school, dossier.date, dossier.evidence)
    # A framework without awards of its own has no sheet for them.
    has_awards = bool(framework.awards)
    assert read.complete == (dossier.complete & {"held"} if has_awards else set())
    held = dossier.held if has_awards else ()
    assert [replace(one, where="") for one in read.held] == [replace(one, where="") for one in held]


ALONE = [framework for framework in BUNDLED if not framework.definition.populations]
"""Those without members; what a workbook has of members is held by laws of its own."""


@pytest.mark.parametrize(
    ("framework", "at"), [*((framework, "criterion") for framework in ALONE), (BUNDLED[-1], "requirement")], ids=str
)
def test_of_the_bundled_frameworks(tmp_path_factory, framework, at):
    @given(data=dossiers(framework))
    @settings(max_examples=EXAMPLES, deadline=None)
    def law(data):
        check(framework, data, tmp_path_factory.mktemp("law"), at)

    law()


@given(drawn=frameworks().flatmap(lambda framework: st.tuples(st.just(framework), dossiers(framework))))
@settings(max_examples=5 * EXAMPLES, deadline=None)
def test_of_drawn_frameworks(tmp_path_factory, drawn):
    check(*drawn, tmp_path_factory.mktemp("law"), "criterion")


@given(drawn=(st.sampled_from(BUNDLED) | frameworks()).flatmap(lambda one: st.tuples(st.just(one), dossiers(one))))
@settings(max_examples=5 * EXAMPLES, deadline=None, phases=[Phase.generate])
def test_a_workbook_that_is_written_with_its_records(tmp_path_factory, drawn):
    framework, data = drawn
    dossier = read_dossier(data, framework, default_date=ON)
    path = tmp_path_factory.mktemp("law") / "school.xlsx"
    try:
        content = write_school_workbook(dossier, framework)
    except kd.InputError:  # it has what no workbook can say: see test_what_no_workbook_can_say
        return
    path.write_bytes(content)
    read = read_dossier(open_school_workbook(path, framework), framework, default_date=ON)
    assert (read.school, read.date, read.evidence, read.complete) == (
        dossier.school, dossier.date, dossier.evidence, dossier.complete,
    )  # fmt: skip
    assert [replace(one, where="") for one in read.held] == [replace(one, where="") for one in dossier.held]
    records = [{replace(record, path=()) for record in chain(one.findings, one.values)} for one in (dossier, read)]
    assert records[0] == records[1]


@pytest.mark.parametrize(
    "more",
    [
        {"school": {"name": "x" * 40_000}},
        {"evidence": {}},
        {"complete": ["decisions"]},
        {"inputs": {"classes": {"part": 3, "of": 4}}},
    ],
)
def test_what_no_workbook_can_say(more):
    framework = kd.load(
        {
            "kiemdinh": 1,
            "framework": "org.example.w",
            "source": {"document": "R"},
            "subject": {"kind": "school"},
            "layers": [{"id": "item", "verdict": "met"}],
            "inputs": {"classes": {"type": "number", "en": "Classes", "given": True}, "grown": {"type": "decision"}},
            "tree": [{"id": "1", "en": "One"}],
            "outcomes": [{"id": "o", "cases": [{"id": "good", "if": {"value": "classes", "at_least": 3}}],
                          "otherwise": {"id": "poor"}}],
        }
    )  # fmt: skip
    dossier = read_dossier({"date": ON, **more}, framework)
    with pytest.raises(kd.InputError, match=next(iter(more))) as error:
        write_school_workbook(dossier, framework)
    assert [one.code for one in error.value.diagnostics] == ["KD720"]


@pytest.mark.parametrize("framework", BUNDLED, ids=lambda framework: framework.id)
@given(random=st.randoms(use_true_random=True))
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_table_has_what_was_written_into_it(tmp_path_factory, framework, random):
    book = openpyxl.load_workbook(io.BytesIO(blank_table(framework)))
    sheet, headings = book.worksheets[0], HeadingReader(allowed_entries(framework))
    meanings = {cell.column: headings.read(cell.value) for cell in sheet[1]}
    dossiers_written = []
    for row in range(2, 5):
        mapping = plain_dossiers.draw_mapping(framework, random)
        written = {}
        for column, meaning in meanings.items():
            found = mapping["findings"] if meaning.kind == "node" else mapping["inputs"]
            for key in (meaning.id, *meaning.at) if meaning.records and meaning.stage is None else ("",):
                found = found.get(key) if isinstance(found, dict) else None
            if isinstance(found, str | int | float) and can_hold(str(found)):
                put(sheet.cell(row, column), found)
                meaning.place(written, found)
        dossiers_written.append(written)
    path = tmp_path_factory.mktemp("law") / "schools.xlsx"
    book.save(path)
    table = read_table(framework, path, on=ON)
    assert table.rejected == ()
    for row, written in enumerate(dossiers_written):
        expected = read_dossier(written, framework, default_date=ON)
        read = read_dossier(table.dossier_of(row), framework)
        assert {replace(one, path=()) for one in chain(read.findings, read.values)} == {
            replace(one, path=()) for one in chain(expected.findings, expected.values)
        }


@pytest.mark.parametrize("framework", BUNDLED[-2:], ids=lambda framework: framework.id)
def test_a_folder_of_workbooks_is_assessed_as_each_of_them_is(tmp_path_factory, framework):
    @given(drawn=st.lists(dossiers(framework), min_size=2, max_size=3))
    @settings(max_examples=EXAMPLES, deadline=None)
    def law(drawn):
        folder = tmp_path_factory.mktemp("law")
        results = {}
        for number, data in enumerate(drawn):
            school = {**data.get("school", {}), "id": f"S{number}"}
            dossier = read_dossier({**data, "school": school}, framework, default_date=ON)
            path = folder / f"{number}.xlsx"
            Filler(framework, dossier, "criterion").fill().save(path)
            with suppress(kd.InputError):
                results[f"S{number}"] = kd.assess(framework, open_school_workbook(path, framework), on=ON)
        batch = kd.assess_many(framework, folder, on=ON)
        assert set(batch.level_columns["school"]) == set(results)
        assert len(batch.rejected_rows) == len(drawn) - len(results)
        for number, (id_, result) in enumerate(results.items()):
            level, attainable = (None if one is None else one.id for one in (result.level, result.attainable))
            row = {name: column[number] for name, column in batch.level_columns.items()}
            assert (row["school"], row["level"], row["attainable"]) == (id_, level, attainable)
            assert batch.school(id_) == result

    law()
