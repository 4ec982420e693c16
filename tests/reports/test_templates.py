"""A document of the user's own: fields filled in, misspelt ones refused, and files that are no documents."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from reported_schools import DAY, HOSTILE, assessed, hostile

import kiemdinh as kd
from kiemdinh.diagnostics.wording import quote_text
from kiemdinh.documents import template as module

LOOP = "{% for one in criteria %} … {% endfor %}"
DOUBLED = "{% set n = namespace(x='a') %}{% for i in range(60) %}"


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


def refused(path, form="criteria", *, code="KD801", lang="en"):
    """What is wrong with a template, and the hint behind a bar where there is one."""
    with pytest.raises(kd.InputError) as error:
        assessed().report(form, template=path)
    (one,) = error.value.diagnostics
    assert one.code == code
    return " | ".join(text.text_in(lang) for text in (one.message, one.hint) if text is not None)


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
        path = template(tmp_path, *("{% if " + name + " is defined %}x{% endif %}" for name in fields))
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
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("{{ shcool.name }}", "'shcool' | did you mean 'school'?"),
            ("{{ school.nmae }}", "'nmae' | did you mean 'name'?"),
            ("{% for x in criterai %}{% endfor %}", "'criterai' | did you mean 'criteria'?"),
            ("{% for x in criteria %}{{ x.wy }}{% endfor %}", "'wy' | the fields are listed in docs/documents.md"),
            ("{{ criteria[99] }}", "'99' | the fields are listed in docs/documents.md"),
            ("{{ lipsum(9) }}", "'lipsum' | the fields are listed in docs/documents.md"),
        ],
    )
    def test_a_misspelt_field(self, tmp_path, text, said):
        assert refused(template(tmp_path, text)) == f"the template names a field that there is not: {said}"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("{{ school.name } }}", "the text in braces cannot be read"),
            ("{{ school.name level }}", "the text in braces cannot be read"),
            ("{% what %}", "there is no tag 'what'"),
            ("{{ level|upcase }}", "there is no filter 'upcase'"),
        ],
    )
    def test_what_is_written_wrongly_is_shown(self, tmp_path, text, said):
        path = template(tmp_path, "before", "{{ level }}", text, "after", "{{ level }}")
        assert refused(path) == f"the template is written wrongly near '{text}': {said}"

    def test_what_is_not_closed(self, tmp_path):
        path = template(tmp_path, "{% for x in criteria %}", "after")
        assert refused(path) == "the template is written wrongly: 'for' is not closed"
        assert "the text in braces" in refused(template(tmp_path, "{{ school.name"))

    def test_a_test_that_there_is_not(self, tmp_path):
        said = refused(template(tmp_path, "{% if level is high %}{% endif %}"))
        assert said == "the template is written wrongly: there is no test 'high'"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("{{ school.nmae }}", "văn bản mẫu nêu một trường không có: 'nmae' | có phải ý là 'name'?"),
            ("{% for x in criteria %}", "văn bản mẫu viết sai: 'for' chưa đóng"),
            (
                "{% for x in %}",
                "văn bản mẫu viết sai ở gần '{% for x in %}': không đọc được nội dung trong dấu ngoặc nhọn",
            ),
            (
                "{% if 1 < level %}{% endif %}",
                (
                    "văn bản mẫu viết sai ở gần '{% if 1 < level %}{% endif %}': "
                    "không thể đặt '<' giữa một con số và một đoạn chữ"
                ),
            ),
            ("{{ criteria }}", f"văn bản mẫu ghi một danh sách ở chỗ cần chữ | hãy đi qua danh sách: {LOOP}"),
            ("{{ 1 // 0 }}", "văn bản mẫu chia cho không"),
        ],
    )
    def test_in_vietnamese(self, tmp_path, text, said):
        assert refused(template(tmp_path, text), lang="vi") == said

    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("{{ school.__class__.__mro__[1].__subclasses__() }}", "__class__"),
            ("{{ criteria.append(1) }}", "append"),
            ("{{ school|attr('__class__') }}", None),
            ("{{ criteria|map(attribute='__class__')|list|length }}", "__class__"),
            ("{{ 'a'.center(10**10) }}", "center"),
            ("{{ '{:>9999999999}'.format(1) }}", "format"),
            ("{{ '%09999999999d' % 1 }}", "%"),
            ("{{ [1] * 10**10 }}", "*"),
            ("{{ (1).to_bytes(10**10) }}", "to_bytes"),
            ("{{ 'a'|center(10**10) }}", None),
            ("{{ 1|round(10**9, 'floor') }}", None),
            ("{% for x in criteria recursive %}{{ loop(criteria) }}{% endfor %}", "recursive"),
            ("{% macro f() %}{% set x = varargs %}{% endmacro %}{{ f(1) }}", "varargs"),
            ("{% autoescape false %}{{ school.name }}{% endautoescape %}", "autoescape"),
            ("{% include 'x' %}", "include"),
            ("{% import 'x' as x %}", "import"),
            ("{% extends 'x' %}", "extends"),
        ],
    )
    def test_what_is_not_allowed(self, tmp_path, text, what):
        said = refused(template(tmp_path, text))
        assert "there is no filter" in said if what is None else f"what is not allowed: '{what}' |" in said

    @pytest.mark.parametrize("text", ["{{ criteria }}", "{{ school }}", "{{ [criteria] }}", "{{ criteria ~ 'x' }}"])
    def test_a_list_where_a_text_belongs(self, tmp_path, text):
        assert refused(template(tmp_path, text)).startswith("the template writes a list where a text belongs | go")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("{{ 1 < 'a' }}", "'<' cannot be used between a number and a text"),
            ("{{ none >= 3 }}", "'>=' cannot be used between an empty value and a number"),
            ("{{ level() }}", "a text is followed by brackets as if it were a function"),
            ("{% for x in 5 %}{% endfor %}", "a number is gone through as if it were a list"),
            ("{{ 5|length }}", "a number has no length"),
            (
                "{{ level|title(3) }}",
                "a filter or method has a wrong argument, too many or too few",
            ),
            ("{% for a, b in [level] %}{% endfor %}", "something there cannot take the value that it is given"),
        ],
    )
    def test_a_value_of_another_kind(self, tmp_path, text, said):
        path = template(tmp_path, "before", text, "{{ level }}")
        assert refused(path) == f"the template is written wrongly near {quote_text(text)}: {said}"

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


class TestDoingTooMuch:
    """What a template may do is bounded in steps and in letters, whichever way it takes."""

    @pytest.mark.parametrize(
        "text",
        [
            "{% for i in range(10**9) %}{% endfor %}",
            "{% for i in range(10**5) %}{% for j in range(10**5) %}{% endfor %}{% endfor %}",
            "{% for i in range(10**5) %}{% for j in range(10**5) if false %}{% endfor %}{% endfor %}",
            "{% for i in range(10**5) %}{{ range(10**5)|list|length }}{% endfor %}",
            "{% for i in range(10**5) %}{{ range(10**5)|select('odd')|list|length }}{% endfor %}",
            "{{ range(10**5)|map('string')|join('x' * 1000) }}",
            "{{ 'a' * 10**10 }}",
            "{{ 10**(10**8) }}",
            "{{ 1.0e300 ** 2 }}",
            "{% set n = namespace(x=10**300) %}{% for i in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}",
            DOUBLED + "{% set n.x = n.x ~ n.x %}{% endfor %}",
            DOUBLED + "{% set n.x = n.x + n.x %}{% endfor %}",
            DOUBLED + "{% set n.x = [n.x, n.x]|join %}{% endfor %}",
            "{% set n = namespace(x='aa') %}{% for i in range(60) %}{% set n.x = n.x|replace('a', n.x) %}{% endfor %}",
            DOUBLED + "{% set x %}{{ n.x }}{{ n.x }}{% endset %}{% set n.x = x %}{% endfor %}",
            "{% set x = 'a' * 10**6 %}{% for i in range(100) %}{% if x[1:] %}{% endif %}{% endfor %}",
            "{% set x = 'a' * 10**6 %}{% for i in range(100) %}{{ x }}{% endfor %}",
            "{% for i in range(10**5) %}" + "x" * 1000 + "{% endfor %}",
            "{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}",
            "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}",
            "{% block a %}{{ self.a() }}{{ self.a() }}{% endblock %}",
            "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        ],
    )
    def test_it_is_refused(self, tmp_path, text):
        said = refused(template(tmp_path, text), code="KD803")
        assert said.startswith("the template takes too many steps, or writes too much | ")

    def test_parts_of_a_document_count_together(self, tmp_path):
        text = "{% for i in range(60000) %}{% endfor %}" * 5
        document = docx.Document()
        document.add_paragraph(text * 2)
        document.save(str(tmp_path / "own.docx"))
        assert filled(assessed(), tmp_path / "own.docx") == ([], [])
        document.sections[0].header.paragraphs[0].text = text * 2
        document.save(str(tmp_path / "own.docx"))
        assert refused(tmp_path / "own.docx", code="KD803")

    def test_what_a_report_needs_is_allowed(self, tmp_path):
        path = template(
            tmp_path,
            "{{ [school.name, level]|join(', ') }}",
            "{% macro cell(one) %}{{ one.id }}: {{ one.stands|lower }}{% endmacro %}{{ cell(criteria[0]) }}",
            "{% for k, v in school.items() %}{{ loop.index0 + 1 }}{{ k ~ '=' ~ v|upper }};{% endfor %}",
            "{% for stands, ones in criteria|groupby('stands') %}{{ stands }}: {{ ones|length }}; {% endfor %}",
            "{{ criteria|selectattr('why')|map(attribute='id')|join(' ') }}{{ school.name[:4] }}",
            "{% if level in ['Đạt Mức 1', 'x'] %}{{ school.name|replace('THCS ', '') }}{{ '-' * 3 }}{% endif %}",
        )
        texts, _ = filled(assessed(), path)
        assert texts == [
            "THCS Bình An, Đạt Mức 1",
            "1.1: đạt mức 1",
            "1id=A;2name=THCS BÌNH AN;3stages=THCS;4founded=……;",
            "Không đạt Mức 1: 1; Đạt Mức 1: 1; Đạt Mức 2: 13; ",
            "1.1THCS",
            "Bình An---",
        ]
