"""A document of the user's own: fields filled in, misspelt ones refused, and files that are no documents."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from reported_schools import DAY, HOSTILE, assessed, hostile

import kiemdinh as kd
from kiemdinh.documents import template as module


def template(tmp_path, *paragraphs, table=()):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        cells = document.add_table(rows=len(table), cols=len(table[0]))
        for row, texts in zip(cells.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(str(tmp_path / "own.docx"))
    return tmp_path / "own.docx"


def filled(result, path, form="criteria", **more):
    document = docx.Document(io.BytesIO(result.report(form, template=path, **more)))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [p.text for p in document.paragraphs if p.text], cells


def refused(path, form="criteria"):
    with pytest.raises(kd.InputError) as error:
        assessed().report(form, template=path)
    (one,) = error.value.diagnostics
    assert one.code == "KD801"
    return one.message.text_in("en")


class TestFilling:
    def test_fields_lists_and_rows(self, tmp_path):
        path = template(
            tmp_path,
            "{{ school.name }}, {{ place_and_day }}: {{ level }}",
            "{% for one in standards %}{{ one.id }}={{ one.criteria|length }} {% endfor %}",
            table=[
                ("{%tr for item in evidence %}", ""),
                ("{{ item.code }}", "{{ item.title }}"),
                ("{%tr endfor %}", ""),
            ],
        )
        texts, rows = filled(assessed(), path, date=DAY)
        assert texts[0] == "THCS Bình An, Huế, ngày 30 tháng 6 năm 2027: Đạt Mức 1"
        assert texts[1].strip() == "1=4 2=3 3=5 4=3"
        assert rows == [["MC.1.1.01", "Kế hoạch"], ["MC.1.1.02", "Báo cáo"], ["MC.1.1.10", "=SUM(A1)"]]

    def test_every_field_of_the_documentation_is_there(self, tmp_path):
        text = (kd_root() / "docs" / "documents.md").read_text("utf-8")
        named = [row.split("`")[1] for row in text.splitlines() if row.startswith("| `") and row.count("|") == 3]
        fields = [name for name in named if name in assessed_fields()]
        assert set(fields) == set(assessed_fields())
        path = template(tmp_path, *("{{ " + name + " }}" for name in fields))
        assert len(filled(assessed(), path)[0]) == len(fields)

    def test_what_is_filled_in_is_text(self, tmp_path):
        path = template(tmp_path, "{{ school.name }}")
        (text,), _ = filled(hostile(), path)
        assert text == HOSTILE

    def test_the_same_bytes(self, tmp_path):
        path = template(tmp_path, "{{ school.name }}")
        assert assessed().report("gap", template=path) == assessed().report("gap", template=path)


def kd_root():
    from pathlib import Path

    return Path(__file__).parents[2]


def assessed_fields():
    from kiemdinh.reports.content import ReportContent
    from kiemdinh.reports.fields import report_fields

    return list(report_fields(ReportContent(assessed(), "vi", None, None), "criteria", "x"))


class TestRefusing:
    @pytest.mark.parametrize("text", ["{{ scool.name }}", "{{ school.nmae }}", "{% for x in criterias %}{% endfor %}"])
    def test_a_misspelt_field(self, tmp_path, text):
        assert refused(template(tmp_path, text)).startswith("the template names a field that there is not")

    @pytest.mark.parametrize("text", ["{{ school.name", "{% for x in criteria %}", "{% what %}"])
    def test_what_is_written_wrongly(self, tmp_path, text):
        assert "written wrongly" in refused(template(tmp_path, text))

    @pytest.mark.parametrize(
        "text",
        [
            "{{ school.__class__.__mro__[1].__subclasses__() }}",
            "{{ criteria.append(1) }}",
            "{{ ''.__class__ }}",
            "{% for i in range(10000000) %}{% endfor %}",
        ],
    )
    def test_what_a_sandbox_does_not_allow(self, tmp_path, text):
        refused(template(tmp_path, text))

    def test_a_field_that_fails(self, tmp_path):
        assert "cannot be filled in" in refused(template(tmp_path, "{{ 1 // 0 }}"))

    def test_no_such_file(self, tmp_path):
        assert refused(tmp_path / "none.docx").startswith("the template cannot be read")

    @pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + b"\x00" * 100, b"<html/>", b"\xd0\xcf\x11\xe0"])
    def test_no_document(self, tmp_path, content):
        (tmp_path / "x.docx").write_bytes(content)
        assert refused(tmp_path / "x.docx") == "the template is no document of the form DOCX"

    def test_an_archive_without_the_parts_of_a_document(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "x.docx", "w") as archive:
            archive.writestr("word/document.xml", "<a/>")
        refused(tmp_path / "x.docx")

    def test_a_part_that_is_no_xml(self, tmp_path):
        path = template(tmp_path, "x")
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "bad.docx", "w") as new:
            for part in old.infolist():
                new.writestr(part, b"<w:document" if part.filename == "word/document.xml" else old.read(part))
        refused(tmp_path / "bad.docx")

    def test_an_archive_that_unpacks_to_very_much(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", b"\0" * (module._MOST_UNPACKED + 1))
        assert (tmp_path / "bomb.docx").stat().st_size < 200_000
        assert refused(tmp_path / "bomb.docx").startswith("the template is larger than")

    def test_an_archive_of_very_many_parts(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "many.docx", "w") as archive:
            for i in range(module._MOST_PARTS + 1):
                archive.writestr(f"{i}", b"")
        assert refused(tmp_path / "many.docx").startswith("the template is larger than")

    def test_a_very_large_file(self, tmp_path, monkeypatch):
        monkeypatch.setattr(module, "_MOST_BYTES", 1000)
        assert refused(template(tmp_path, "x")).startswith("the template is larger than")

    def test_entities_are_not_expanded(self, tmp_path):
        path = template(tmp_path, "x")
        bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'"><!ENTITY c "' + b"&b;" * 1000 + b'">]>'
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "bad.docx", "w") as new:
            for part in old.infolist():
                content = old.read(part)
                if part.filename == "word/document.xml":
                    head, _, body = content.partition(b"?>")
                    content = head + b"?>" + bomb + body.replace(b">x<", b">" + b"&c;" * 100 + b"<")
                new.writestr(part, content)
        try:
            size = len(assessed().report("criteria", template=tmp_path / "bad.docx"))
        except kd.InputError:
            size = 0
        assert size < 1_000_000
