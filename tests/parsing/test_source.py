import json
import os
import pickle
import time
import unicodedata
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.parsing.placed_tree.scalars import Scalar
from kiemdinh.parsing.readers import read_file, read_object, read_text

SOON = 60
"""Seconds of the processor, many times what is taken: where a bound is missing it takes minutes, or has no end."""
"""Seconds of this process, whatever else the machine does: a guard against a file that takes without end."""
SAMPLE = Path(__file__).parents[1] / "data" / "reading" / "sample.yaml"


def problems(read, *arguments, **options):
    with pytest.raises(InputError) as caught:
        read(*arguments, **options)
    return caught.value.diagnostics


def codes(read, *arguments, **options):
    return [diagnostic.code for diagnostic in problems(read, *arguments, **options)]


def places(text, name="<text>"):
    return [(d.code, d.line, d.column) for d in problems(read_text, text, name)]


class TestScalars:
    """YAML's traps are closed: scalars ... read by the type asked for, from what was written; ids are text
    (`1.10` is not 1.1; `no` and `on` are words)."""

    @pytest.mark.parametrize(
        "word",
        ["1.10", "no", "on", "true", "2026-07-07", "12:30", "0o17", "1_000", "1e3", ".nan", "=", "92%"],
    )
    def test_kept_as_written(self, word):
        value = read_text(f"a: {word}").data["a"]
        assert value == word
        assert isinstance(value, Scalar)
        assert value.plain

    def test_keys_are_text(self):
        assert list(read_text("1.10: a\n1.1: b\nno: c\nnull: d\n2026: e").data) == [
            "1.10",
            "1.1",
            "no",
            "null",
            "2026",
        ]

    @pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
    def test_nothing_is_none(self, written):
        assert read_text(f"a: {written}\nb: [x, {written or '~'}]").data == {"a": None, "b": ["x", None]}

    @pytest.mark.parametrize("written", ['""', "''", '"null"', "'~'"])
    def test_quoted_is_text(self, written):
        value = read_text(f"a: {written}").data["a"]
        assert value == written[1:-1]
        assert not value.plain

    def test_block_text(self):
        assert read_text("a: |\n  x\n  y\n").data["a"] == "x\ny\n"

    def test_json_scalars(self):
        data = read_text('{"a": 94.60, "b": true, "c": null, "d": "true", "e": -1e2}').data
        assert data == {"a": "94.60", "b": "true", "c": None, "d": "true", "e": "-1e2"}
        assert [data[key].plain for key in "abde"] == [True, True, False, True]

    def test_survive_pickling(self):
        value = pickle.loads(pickle.dumps(Scalar("x", plain=False)))  # noqa: S301 - our own bytes
        assert (value, value.plain, type(value)) == ("x", False, Scalar)


class TestUnicode:
    """Vietnamese text in NFC and NFD is the same text."""

    @pytest.mark.parametrize("text", ["tiêu chí: bắt buộc, đạt", '{"tiêu chí": "bắt buộc"}', '{"\\u0065\\u0302": "x"}'])
    def test_composed_and_decomposed(self, text):
        composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
        assert read_text(composed).data == read_text(decomposed).data
        keys = list(read_text(decomposed).data)
        assert keys == [unicodedata.normalize("NFC", key) for key in keys]

    def test_duplicates_in_two_forms(self):
        assert places("ế: 1\ne\u0302\u0301: 2") == [("KD006", 2, 1)]
        assert codes(read_object, {"ế": 1, "e\u0302\u0301": 2}) == ["KD006"]

    def test_objects(self):
        assert read_object({"e\u0302": ["e\u0302"]}).data == {"ê": ["ê"]}

    def test_byte_order_mark_is_accepted(self, tmp_path):
        file = tmp_path / "a.yaml"
        file.write_bytes(b"\xef\xbb\xbfa: [1, 2\n")
        assert [(d.code, d.line) for d in problems(read_file, file)] == [("KD004", 2)]
        file.write_bytes(b"\xef\xbb\xbfa: 1\n")
        assert read_file(file).position(("a",)) == (1, 4, 1)

    def test_outside_the_basic_plane(self):
        source = read_text('a: "😀", b: x}'.join(["{", ""]))
        assert source.position(("b",)) == (1, 13, 1)
        assert read_text('{"a": "\\ud83d\\ude00"}').data == {"a": "😀"}


class TestPositions:
    """Loading keeps source positions."""

    TEXT = 'framework: x\ntree:\n  - id: "1"\n    vi: {a: b}\n  - [p, q r]\nempty:\nlast: |\n  text\n'

    @pytest.mark.parametrize(
        ("path", "value", "key"),
        [
            ((), (1, 1, 12), (1, 1, 12)),
            (("framework",), (1, 12, 1), (1, 1, 9)),
            (("tree",), (2, 1, 4), (2, 1, 4)),
            (("tree", 0), (3, 5, 7), (3, 5, 7)),
            (("tree", 0, "id"), (3, 9, 3), (3, 5, 2)),
            (("tree", 0, "vi", "a"), (4, 13, 1), (4, 10, 1)),
            (("tree", 1, 1), (5, 9, 3), (5, 9, 3)),
            (("empty",), (6, 1, 5), (6, 1, 5)),
            (("last",), (7, 7, 1), (7, 1, 4)),
        ],
    )
    def test_of_values_and_keys(self, path, value, key):
        source = read_text(self.TEXT)
        assert source.position(path) == value
        assert source.key_position(path) == key

    @pytest.mark.parametrize("path", [("tree", 0, "nothing"), ("tree", 0, "nothing", 3, "more")])
    def test_of_what_is_absent_is_that_of_the_nearest_ancestor(self, path):
        source = read_text(self.TEXT)
        assert source.position(path) == source.position(("tree", 0))
        assert source.key_position(path) == source.position(("tree", 0))
        assert source.position(("framework", "deeper")) == source.position(("framework",))

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_any_line_ends(self, end):
        source = read_text(self.TEXT.replace("\n", end))
        assert source.position(("tree", 1, 1)) == (5, 9, 3)
        assert source.line(3) == '  - id: "1"'

    def test_every_scalar_of_a_real_file_stands_where_it_is_said_to(self):
        source, lines = read_file(SAMPLE), SAMPLE.read_text("utf-8").split("\n")
        seen = 0
        for path, value in leaves(source.data):
            line, column, length = source.position(path)
            shown = lines[line - 1][column - 1 : column - 1 + length]
            assert shown == (value if value.plain else f'"{value}"')
            seen += 1
        assert seen > 100

    def test_json_stands_where_it_is_said_to(self):
        text = json.dumps({"a": [{"b": "ế"}, 12, "x\ty"], "c": {"d": None}}, indent="\t", ensure_ascii=False)
        source, lines = read_text(text), text.split("\n")
        for path, expected in [
            (("a", 0, "b"), '"ế"'),
            (("a", 1), "12"),
            (("c", "d"), "null"),
            (("a", 2), '"x\\ty"'),
        ]:
            line, column, length = source.position(path)
            assert lines[line - 1][column - 1 : column - 1 + length] == expected
        line, column, length = source.key_position(("c", "d"))
        assert lines[line - 1][column - 1 : column - 1 + length] == '"d"'

    def test_decomposed_text_counts_the_characters_of_the_file(self):
        assert read_text("[e\u0302\u0301: x]".join(["a: ", ""])).position(("a", 0, "ế")) == (1, 10, 1)

    def test_alias_points_at_what_it_stands_for(self):
        source = read_text("a: &x {b: c}\nd: *x")
        assert source.data["d"] == {"b": "c"}
        assert source.position(("d", "b")) == (1, 11, 1)

    def test_objects_have_none(self):
        source = read_object({"a": 1})
        assert source.position(("a",)) is None
        assert source.key_position(("a",)) is None
        assert source.line(1) == ""
        assert not source.is_text
        assert read_text("a: 1").is_text

    def test_source_survives_pickling(self):
        source = pickle.loads(pickle.dumps(read_text(self.TEXT)))  # noqa: S301 - our own bytes
        assert source.position(("tree", 1, 1)) == (5, 9, 3)

    def test_no_such_line(self):
        assert [read_text("a: 1").line(number) for number in (0, 1, 2, -1)] == ["", "a: 1", "", ""]


class TestTraps:
    """YAML's traps are closed as the language says."""

    def test_duplicate_keys_are_all_reported_with_the_first(self):
        found = problems(read_text, "a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n")
        assert [(d.line, d.column, d.path) for d in found] == [(2, 11, "b"), (3, 1, ""), (4, 1, "")]
        assert "first in line 1, column 1" in found[2].message

    def test_duplicate_keys_in_json(self):
        assert places('{"a": 1,\n "a": {"b": 1, "b": 2}}') == [("KD006", 2, 2), ("KD006", 2, 16)]

    def test_comma_in_unquoted_text(self):
        (found,) = problems(read_text, "a: {vi: Sân chơi, bãi tập, nhà, en: Playground}")
        assert (found.code, found.column, found.caret[1]) == ("KD013", 19, 12)
        assert found.hint == 'vi: "Sân chơi, bãi tập, nhà"'

    def test_comma_is_pointed_at_and_mended(self):
        (found,) = problems(read_text, "a: {vi: Sân chơi, bãi tập, en: Playground}")
        assert (found.code, found.line, found.column, found.caret[1]) == ("KD013", 1, 19, 7)
        assert found.message == "put the text in quotes: it has a comma"
        assert found.hint == 'vi: "Sân chơi, bãi tập"'
        assert found.path == "a.vi"

    def test_decimal_comma_is_told_apart_from_a_text(self):
        found = problems(read_text, "{a: 4,5, b: 80,5%, c: 1,2,3, d: -0,5, e: Lớp 4,5}")
        assert [(d.path, d.hint) for d in found] == [
            ("a", "a: 4.5"),
            ("b", "b: 80.5%"),
            ("c", 'c: "1, 2, 3"'),
            ("d", "d: -0.5"),
            ("e", 'e: "Lớp 4, 5"'),
        ]
        assert {d.message for d in found if d.path in "abd"} == {"a number has a decimal point, not a comma"}

    def test_comma_over_two_lines(self):
        assert places("a: {vi: Sân chơi,\n  bãi tập }") == [("KD013", 2, 3)]

    def test_key_without_a_value_is_not_taken_for_a_comma(self):
        assert places('{vi: "Sân chơi", bãi}') == [("KD012", 1, 18)]
        assert places("{a, b}") == [("KD012", 1, 2), ("KD012", 1, 5)]
        assert places("{vi: , bãi}") == [("KD012", 1, 8)]

    def test_empty_value_after_a_colon_is_absence(self):
        assert read_text("a: {b: , c: }\nd:\ne: {f : }").data == {
            "a": {"b": None, "c": None},
            "d": None,
            "e": {"f": None},
        }

    def test_quoted_text_may_hold_a_comma(self):
        assert read_text('{vi: "Sân chơi, bãi tập"}').data == {"vi": "Sân chơi, bãi tập"}

    def test_every_tab_that_indents(self):
        assert places("a:\n\tb: 1\n  \tc: 2\n") == [("KD005", 2, 1), ("KD005", 3, 3)]

    def test_tabs_are_white_space_in_json(self):
        assert read_text('{\n\t"a":\t[1,\t2]\n}').data == {"a": ["1", "2"]}

    @pytest.mark.parametrize("tag", ["!!python/object:os.system", "!foo", "!", "!!str", "!<tag:x,2026:y>"])
    @pytest.mark.parametrize("value", ["x", "[x]", "{x: y}"])
    def test_tags(self, tag, value):
        assert places(f"a: {tag} {value}") == [("KD009", 1, 4)]

    def test_merge_key(self):
        assert places("a: &x {b: 1}\nc:\n  <<: *x\n") == [("KD015", 3, 3)]
        assert read_text('"<<": 1').data == {"<<": "1"}

    @pytest.mark.parametrize("text", ["? [a, b]\n: 1", "? {a: b}\n: 1", "[a, b]: 1", '"": 1'])
    def test_key_that_is_no_text(self, text):
        assert [code for code, *_ in places(text)] == ["KD016"]

    def test_alias_as_key(self):
        assert places("a: &x b\n*x : 1") == [("KD016", 2, 1)]

    def test_several_documents(self):
        assert places("a: 1\n---\nb: 1\n") == [("KD011", 2, 1)]
        assert read_text("---\na: 1\n...\n").data == {"a": "1"}

    @pytest.mark.parametrize("text", ["- a", "[a]", "a", "", "# only a comment", "~", '"x"', "[]", "null"])
    def test_not_a_mapping(self, text):
        assert [code for code, *_ in places(text)] == ["KD010"]

    @pytest.mark.parametrize(("text", "found"), [("[a]", "một danh sách"), ("a", "chữ"), ("", "trống")])
    def test_what_is_found_instead_is_said_in_both_languages(self, text, found):
        with pytest.raises(InputError) as caught:
            read_text(text)
        assert f"đang ghi: {found}" in caught.value.diagnostics[0].to_text("vi")

    def test_unknown_alias(self):
        assert places("a: *x\nb: *y") == [("KD004", 1, 4), ("KD004", 2, 4)]

    def test_all_problems_in_one_go(self):
        text = "a: 1\na: 2\nb: !t x\nc: {vi: x, y}\n<<: {d: 1}\ne: {f: 1, f: 2}"
        assert [code for code, *_ in places(text)] == ["KD006", "KD009", "KD013", "KD015", "KD006"]

    def test_problems_before_a_syntax_error_are_kept(self):
        assert [code for code, *_ in places("a: 1\na: 2\nb: [")] == ["KD006", "KD004"]

    def test_problems_can_be_collected_instead(self):
        collected = []
        source = read_text("a: 1\na: 2\nc: {vi: x, y, en: z}", problems=collected)
        assert source.data == {"a": "1", "c": {"vi": "x, y", "en": "z"}}
        assert [d.code for d in collected] == ["KD006", "KD013"]
        source = read_object({"a": 1, 1.5: 2}, problems=collected)
        assert source.data == {"a": 1}
        assert len(collected) == 3


class TestSyntax:
    """Each a clear diagnostic."""

    @pytest.mark.parametrize(
        ("text", "place", "hint"),
        [
            ("vi: Tiêu chí: tổ chức", (1, 13), "colon"),
            ('a: 1\nb: "x', (2, 6), "not closed"),
            ("a: @x", (1, 4), "quotes"),
            ("a: [1, 2\nb: 3", (2, 2), "missing"),
            ('a: "\\d"', (1, 5), "backslash"),
        ],
    )
    def test_yaml(self, text, place, hint):
        (found,) = problems(read_text, text)
        assert (found.code, found.line, found.column) == ("KD004", *place)
        assert hint in found.hint

    @pytest.mark.parametrize(
        ("text", "column", "hint"),
        [
            ('{"a": 1,}', 9, "comma"),
            ("{'a': 1}", 2, "double quotes"),
            ('{"a": NaN}', 7, "NaN"),
            ('{"a": 1 // x\n}', 9, "comments"),
            ('{"a": "x}', 7, "not closed"),
            ('{"a": "\\x"}', 7, "backslash"),
            ('{"a": 1 "b": 2}', 9, "comma"),
            ('{"a": 1', 8, None),
            ('{"a" 1}', 6, None),
            ('{"a": 1]', 8, None),
            ('{"a": 1} x', 10, None),
            ('{"a": 01}', 8, None),
            ('{"a": [1, ]}', 11, "comma"),
            ('{"a": tru}', 7, None),
            ("", 1, None),
        ],
    )
    def test_json(self, text, column, hint):
        found = problems(read_text, text, "a.json")[0]
        assert (found.code, found.line, found.column) == ("KD004", 1, column)
        assert found.hint is None if hint is None else hint in found.hint

    def test_without_libyaml_the_tree_is_the_same(self, monkeypatch):
        quick = read_file(SAMPLE)
        monkeypatch.setattr("kiemdinh.parsing.read_yaml._LOADER", yaml.SafeLoader)
        slow = read_file(SAMPLE)
        assert slow.data == quick.data
        assert all(slow.position(path) == quick.position(path) for path, _ in leaves(quick.data))

    def test_json_nothing_but_json(self):
        assert codes(read_text, "a: 1", "a.JSON") == ["KD004"]
        assert codes(read_text, "[1]", "a.json") == ["KD010"]

    def test_yaml_may_begin_with_a_brace(self):
        assert read_text("{a: 1, b: [x,]} # yes").data == {"a": "1", "b": ["x"]}

    @pytest.mark.parametrize("character", ["\0", "\x1b", "\x7f", "\x9b", "\ufffe", "\ud800"])
    def test_control_characters(self, character):
        assert places(f"a: 1\nb: x{character}") == [("KD014", 2, 5)]
        assert codes(read_object, {"a": character}) == ["KD014"]
        assert codes(read_object, {character: 1}) == ["KD014"]

    @pytest.mark.parametrize("text", ['a: "\\0"', '{"a": "\\u0000"}', '{"a": "\\ud800"}', '{"\\u001b": 1}', '"\\e": 1'])
    def test_control_characters_as_escapes(self, text):
        assert codes(read_text, text) == ["KD014"]


class TestBounds:
    """Quickly and in bounded memory."""

    def test_billion_laughs(self):
        text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        text += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
        started = time.process_time()
        assert "KD007" in codes(read_text, text)
        assert time.process_time() - started < SOON

    def test_moderate_aliases_are_allowed(self):
        source = read_text("a: &x {b: [1, 2]}\nc: [*x, *x]")
        assert source.data["c"] == [{"b": ["1", "2"]}, {"b": ["1", "2"]}]

    def test_alias_of_itself(self):
        assert places("a: &x [*x]") == [("KD007", 1, 8)]

    def test_too_many_values(self):
        assert codes(read_text, "a: [" + "1, " * 250_000 + "]") == ["KD007"]
        assert codes(read_text, '{"a": [' + "1, " * 250_000 + "1]}") == ["KD007"]
        assert codes(read_object, {"a": [1] * 250_000}) == ["KD007"]

    @pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "{? ", '{"a":', "a:\n" + " " * 9])
    @pytest.mark.parametrize("name", ["a.yaml", "a.json"])
    def test_endless_nesting(self, opening, name):
        started = time.process_time()
        problems(read_text, opening * 200_000, name)
        assert time.process_time() - started < SOON

    def test_depth(self):
        def nested(depth):
            return '{"a": ' + "[" * (depth - 1) + "]" * (depth - 1) + "}"

        assert read_text(nested(64)).data
        assert codes(read_text, nested(65)) == ["KD008"]
        assert codes(read_text, nested(65), "a.json") == ["KD008"]
        assert codes(read_object, json.loads(nested(65))) == ["KD008"]
        assert read_object(json.loads(nested(64))).data

    def test_depth_by_aliases(self):
        chain = "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 80))
        assert codes(read_text, f"a0: &a0 x\n{chain}") == ["KD008"]

    def test_thousands_of_mistakes(self):
        assert 100 < len(problems(read_text, "a: 1\n" * 50_000)) < 5000

    def test_real_definition_is_quick(self):
        line = '- {id: a, vi: "Có kế hoạch, được rà soát hằng năm", en: "There is a plan"}\n'
        text = "tree:\n" + line * 700
        started = time.process_time()
        read_text(text)
        assert time.process_time() - started < SOON


class TestFiles:
    """Non-UTF-8, a 100 MB file ...: each a clear diagnostic."""

    def test_read(self, tmp_path):
        file = tmp_path / "a.json"
        file.write_text('{"a": 1}', encoding="utf-8")
        assert read_file(file).data == {"a": "1"}
        assert read_file(str(file)).name == str(file)

    def test_json_by_extension(self, tmp_path):
        file = tmp_path / "a.json"
        file.write_text("a: 1", encoding="utf-8")
        assert codes(read_file, file) == ["KD004"]

    def test_absent(self, tmp_path):
        (found,) = problems(read_file, tmp_path / "absent.yaml")
        assert found.code == "KD001"
        assert found.line is None
        assert str(found).startswith(f"{tmp_path / 'absent.yaml'}: error KD001: cannot be read: ")

    def test_null_in_the_name(self):
        assert codes(read_file, "a\0b") == ["KD001"]

    def test_directory(self, tmp_path):
        assert codes(read_file, tmp_path) == ["KD001"]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    def test_pipe_is_not_waited_for(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        assert codes(read_file, tmp_path / "pipe") == ["KD001"]

    def test_too_large(self, tmp_path):
        file = tmp_path / "large.yaml"
        with file.open("wb") as opened:
            opened.truncate(100_000_000)
        assert codes(read_file, file) == ["KD003"]
        assert codes(read_text, "a: " + "x" * 20, limit=10) == ["KD003"]
        assert read_text("a: 1234567", limit=10).data

    def test_limit_is_inclusive(self, tmp_path):
        file = tmp_path / "a.yaml"
        file.write_bytes(b"a: 1")
        assert read_file(file, limit=4).data == {"a": "1"}
        assert codes(read_file, file, limit=3) == ["KD003"]

    def test_not_utf8(self, tmp_path):
        file = tmp_path / "a.yaml"
        file.write_bytes("a: 1\nvi: Tiêu chí".encode() + b" \xe9")
        (found,) = problems(read_file, file)
        assert (found.code, found.line, found.column) == ("KD002", 2, 14)

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_utf16(self, tmp_path, encoding):
        file = tmp_path / "a.yaml"
        file.write_bytes("a: 1".encode(encoding))
        assert codes(read_file, file) == ["KD002"]


class TestObjects:
    """Plain Python objects get a path (`findings['1.3']`) in place of a line."""

    def test_scalars_stay_what_they_are(self):
        value = {"a": 1, "b": Fraction(1, 3), "c": date(2026, 7, 7), "d": None, "e": 0.5, "f": True}
        data = read_object(value).data
        assert data == value
        assert {key: type(item) for key, item in data.items()} == {key: type(item) for key, item in value.items()}

    def test_is_a_copy(self):
        value = {"a": [{"b": 1}], "c": (1, 2)}
        data = read_object(value).data
        value["a"][0]["b"] = 2
        assert data == {"a": [{"b": 1}], "c": [1, 2]}

    def test_year_as_key(self):
        assert read_object({2026: 1}).data == {"2026": 1}
        assert codes(read_object, {2026: 1, "2026": 2}) == ["KD006"]

    @pytest.mark.parametrize("key", [1.1, None, True, ("a",), date(2026, 1, 1), ""])
    def test_key_that_is_no_text(self, key):
        (found,) = problems(read_object, {"inputs": {key: 1}})
        assert (found.code, found.path, found.line) == ("KD016", "inputs", None)

    @pytest.mark.parametrize("value", [[], [{}], "a: 1", None, 3])
    def test_not_a_mapping(self, value):
        assert codes(read_object, value) == ["KD010"]

    def test_cycle(self):
        value = {}
        value["a"] = value
        assert codes(read_object, value) == ["KD008"]

    def test_shared_beyond_bounds(self):
        value = []
        for _ in range(40):
            value = [value, value]
        started = time.process_time()
        assert codes(read_object, {"a": value}) == ["KD007"]
        assert time.process_time() - started < SOON


def leaves(data, path=()):
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for step, value in items:
        if isinstance(value, (dict, list)):
            yield from leaves(value, (*path, step))
        elif value is not None:
            yield (*path, step), value
