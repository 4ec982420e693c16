"""A small framework as a workbook that tests change cell by cell."""

import openpyxl
import pytest

import kiemdinh as kd
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.exchange import read_framework_workbook, write_framework_workbook

LIBRARY = """
kiemdinh: 1
framework: org.example.library
en: Library
source: {document: By-law 12, in_force: 2026-01-01}
subject: {kind: school}
school_year: {begins: 09-01}
scales: {level: {not_reached: {id: none}, steps: [{id: one, en: Level 1}, {id: two, en: Level 2}]}}
tags: {core: {en: Core}}
inputs:
  books: {type: number, unit: count, en: Titles}
  pupils: {type: number, unit: person, range: {from: 1}, en: Pupils}
  area: {type: choice, choices: [{id: difficult, en: Difficult}, other], en: Area}
layers: [{id: standard}, {id: criterion, in: standard, verdict: level, scale: level, no_text: carries}]
sets: {core: {among: criterion, tagged: core}}
define: {few: {value: books, below: 10, en: Few books}}
tree:
  - id: "5"
    en: Room
    parts:
      - id: "5.1"
        en: Reading room
        tags: [core]
        levels:
          one: [{id: a, en: It is lit}, {id: b, en: Books, met_if: {value: books, per: pupils, at_least: 3}}]
      - id: "5.10"
        en: Hours
        evidence: [{vi: Lịch, en: Timetable}, {en: Notice}]
        levels: {one: [{id: a, en: Daily}]}
outcomes:
  - id: level
    ladder: level
    needs:
      one: {every: criterion, that: {its: level, at_least: one}}
      two: {every: core, that: {its: level, at_least: two}}
awards: [{id: badge, needs: {outcome: level, at_least: one}, valid: 3 years}]
"""


class Workbook:
    """A workbook that is changed cell by cell, as a person does."""

    def __init__(self, path, framework=None, lang="en"):
        self.path = path
        path.write_bytes(write_framework_workbook(framework or kd.load(text=LIBRARY), lang=lang))
        self.book = openpyxl.load_workbook(path)

    def cell(self, sheet, id_, heading):
        """The cell of a column in the row that has an id."""
        page = self.book[sheet]
        columns = {cell.value: cell.column for cell in page[1]}
        named = columns["Entry" if sheet == "Framework" else "Id"]
        (row,) = [row for row in range(2, page.max_row + 1) if page.cell(row, named).value == id_]
        return page.cell(row, columns[heading])

    def put(self, sheet, id_, heading, content):
        cell = self.cell(sheet, id_, heading)
        cell.value = content
        return f"{sheet}!{cell.coordinate}"

    def read(self):
        self.book.save(self.path)
        return read_framework_workbook(self.path, unofficial=True)

    def problems(self):
        return [(one.code, one.path) for one in self.diagnostics()]

    def diagnostics(self):
        with pytest.raises(InputError) as caught:
            self.read()
        return caught.value.diagnostics
