import json
import pickle
import re
import unicodedata
from pathlib import Path

import pytest

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError, format_path, raise_if_errors
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.wording import count_columns, quote_text, suggest
from kiemdinh.linter.code_pages import LINT_CODES, read_page
from kiemdinh.parsing.readers import read_object, read_text

PAGE = Path(__file__).parents[2] / "docs" / "diagnostics.md"
LINT = PAGE.with_name("lint.md")


def at(line, code="KD102", severity="error", file="a.yaml"):
    return Diagnostic(code, severity, "wrong", file=file, line=line, column=1, source="text")


class TestRendering:
    """every problem ... with a stable code, `file:line:column`, the source line with a caret, what was
    expected, what was found, and "did you mean"."""

    def test_whole(self):
        source = read_text("tree:\n  - id: a\n    mandtory: true\n", "thcs.yaml")
        diagnostic = source.diagnostic(
            "KD102",
            "unknown key 'mandtory'",
            ("tree", 0, "mandtory"),
            key=True,
            expected="one of id, vi, en, tags",
            found="mandtory",
            hint="did you mean 'mandatory'?",
        )
        assert str(diagnostic).split("\n") == [
            "thcs.yaml:3:5: error KD102: unknown key 'mandtory'",
            "   3 |     mandtory: true",
            "     |     ^^^^^^^^",
            "   expected: one of id, vi, en, tags",
            "   found: mandtory",
            "   hint: did you mean 'mandatory'?",
        ]

    def test_of_plain_objects_says_the_path(self):
        source = read_object({"findings": {"1.3": "muc-9"}})
        diagnostic = source.diagnostic("KD104", "no such level", ("findings", "1.3"))
        assert str(diagnostic) == "findings['1.3']: error KD104: no such level"

    def test_of_a_named_object(self):
        diagnostic = read_object({"a": 1}, "school 7").diagnostic("KD103", "wrong", ("a",))
        assert str(diagnostic) == "school 7: a: error KD103: wrong"

    @pytest.mark.parametrize("text", ["é: x", "e\u0301: x", "ế: x", "e\u0302\u0301: x"])
    def test_combining_marks_do_not_shift_the_caret(self, text):
        source = read_text(text)
        rendered = str(source.diagnostic("KD103", "wrong", tuple(source.data)))
        assert rendered.split("\n")[2] == "     |    ^"

    def test_tabs_and_wide_characters_keep_the_caret_below(self):
        diagnostic = read_text('{"表":\t"x"}').diagnostic("KD103", "wrong", ("表",))
        _, shown, marks = str(diagnostic).split("\n")
        assert shown == '   1 | {"表": "x"}'
        assert marks == "     | " + " " * 7 + "^^^"

    def test_long_line_is_cut_around_the_place(self):
        text = json.dumps({f"key{n}": "x" * 20 for n in range(200)})
        diagnostic = read_text(text).diagnostic("KD102", "unknown key", ("key150",), key=True)
        _, shown, marks = str(diagnostic).split("\n")
        assert len(shown) < 200
        assert shown[marks.index("^") : marks.rindex("^") + 1] == '"key150"'
        assert diagnostic.column == text.index('"key150"') + 1

    @pytest.mark.parametrize("width", [40, 60, 80])
    def test_lines_fit_a_width_and_the_caret_stays_below(self, width):
        line = "tree: [{id: '1', vi: Có kế hoạch năm học của nhà trường, met_if: {value: bookz, at_least: 100, of: 3}}]"
        start = line.index("bookz")
        message = Message("'{name}' is not one of the choices", name="bookz")
        diagnostic = Diagnostic(
            "KD104", "error", message, "a.yaml", 7, start + 1, expected=list_names([f"name-{i}" for i in range(20)]),
            source=line, caret=(start, 5),
        )  # fmt: skip
        lines = diagnostic.to_text("vi", width).splitlines()
        assert max(map(count_columns, lines)) <= width
        (marked,) = (i for i, text in enumerate(lines) if "^" in text)
        at = lines[marked].index("^^^^^")
        assert lines[marked - 1][at:].startswith("bookz")
        assert " ".join(diagnostic.to_text("vi").split("cần có:")[1].split()) == " ".join(
            " ".join(lines).split("cần có:")[1].split()
        )

    def test_control_characters_are_not_printed(self):
        with pytest.raises(InputError) as caught:
            read_text("a: \x1b[31m")
        assert "\x1b" not in str(caught.value)


class TestDiagnostic:
    """its `.diagnostics` carry code, severity, file, line, column, path, expected, found, hint, and
    `.to_dict()`."""

    def test_to_dict_is_json(self):
        diagnostic = read_text("a: 1").diagnostic("KD103", "wrong", ("a",), found="1")
        assert json.loads(json.dumps(diagnostic.to_dict())) == {
            "code": "KD103",
            "severity": "error",
            "message": "wrong",
            "file": "<text>",
            "line": 1,
            "column": 4,
            "path": "a",
            "expected": None,
            "found": "1",
            "hint": None,
            "source": "a: 1",
        }

    def test_severity_can_be_lowered(self):
        diagnostic = read_text("a: 1").diagnostic("KD103", "wrong", ("a",), severity="warning")
        assert diagnostic.severity == "warning"
        assert " warning KD103" in str(diagnostic)

    def test_is_frozen(self):
        with pytest.raises(AttributeError):
            at(1).code = "KD001"


class TestInputError:
    """Bad input raises `kd.InputError` (a ValueError)."""

    def test_sorted_by_place(self):
        error = InputError([at(9), at(2), at(30), at(1, file="b.yaml")])
        assert [(d.file, d.line) for d in error.diagnostics] == [
            ("a.yaml", 2),
            ("a.yaml", 9),
            ("a.yaml", 30),
            ("b.yaml", 1),
        ]
        assert isinstance(error, ValueError)

    def test_first_fifty_are_rendered(self):
        message = str(InputError(at(line) for line in range(1, 61)))
        assert "a.yaml:50:1" in message
        assert "a.yaml:51:1" not in message
        assert message.endswith("and 10 more")

    def test_survives_pickling(self):
        error = InputError([at(1), at(2)])
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert again.diagnostics == error.diagnostics
        assert str(again) == str(error)

    def test_needs_a_diagnostic(self):
        with pytest.raises(ValueError, match="at least one"):
            InputError([])

    def test_warnings_alone_are_not_refused(self):
        raise_if_errors([at(1, severity="warning"), at(2, severity="note")])
        with pytest.raises(InputError) as caught:
            raise_if_errors([at(1, severity="warning"), at(2)])
        assert len(caught.value.diagnostics) == 2


class TestSuggest:
    """ "Did you mean" for unknown keys and ids."""

    @pytest.mark.parametrize(
        ("word", "expected"),
        [
            ("mandtory", "mandatory"),
            ("MANDATORY", "mandatory"),
            ("muc_1", "muc-1"),
            ("bắt buộc", "bat-buoc"),
            ("đạt", "dat"),
            ("tie\u0302u-chi\u0301", "tiêu-chí"),
            ("zebra", None),
            ("m" * 10_000, None),
        ],
    )
    def test_nearest(self, word, expected):
        assert suggest(word, ["mandatory", "muc-1", "bat-buoc", "dat", "tiêu-chí"]) == expected

    def test_nothing_to_suggest(self):
        assert suggest("a", []) is None


class TestWords:
    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ((), ""),
            (("tree", 0, "parts", 1, "levels", "muc-1", 0), "tree[0].parts[1].levels['muc-1'][0]"),
            (("findings", "1.3"), "findings['1.3']"),
            ((2, "name"), "[2].name"),
            (("it's",), '["it\'s"]'),
        ],
    )
    def test_format_path(self, path, expected):
        assert format_path(path) == expected

    def test_quoted_is_one_short_line(self):
        assert quote_text("a\nb") == "'a b'"
        assert len(quote_text("x" * 1000)) < 70


class TestCodes:
    """Each code is stable and has its section, or as one of lint its page: Summary, Avoid, Prefer, Why."""

    @pytest.mark.parametrize("code", [code for code in CODES if code not in LINT_CODES])
    def test_has_its_section(self, code):
        sections = dict(re.findall(r"^## (KD\d{3}) .*\n((?:(?!## ).*\n)*)", PAGE.read_text("utf-8"), re.MULTILINE))
        assert code in sections, f"docs/diagnostics.md has no section for {code}"
        for heading in ("**Summary**", "**Avoid**", "**Prefer**", "**Why**"):
            assert heading in sections[code], f"{code} lacks {heading}"

    def test_page_titles_are_those_of_the_codes(self):
        titles = re.findall(r"^## (KD\d{3}) (.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
        assert titles == [(code, info.title) for code, info in CODES.items() if code not in LINT_CODES]

    def test_lint_lists_its_own(self):
        listed = re.findall(
            r"^\| \[(KD\d{3})\]\(\S+/(KD\d{3})\.md\) \| (\w+) \| \*\*(.*?)\*\*: ", LINT.read_text("utf-8"), re.M
        )
        assert listed == [(code, code, CODES[code].severity, CODES[code].title) for code in LINT_CODES]

    @pytest.mark.parametrize("code", LINT_CODES)
    def test_lint_has_a_page_for_each(self, code):
        headings = [line for line in read_page(code).splitlines() if line.startswith("#")]
        sections = [f"## {name}" for name in ("Summary", "Avoid", "Prefer", "Why", "Configure")]
        assert headings == [f"# {code} {CODES[code].title}", *sections]

    @pytest.mark.parametrize("code", [code for code in CODES if "KD004" <= code <= "KD016"])
    def test_examples_of_reading_are_true(self, code):
        section = PAGE.read_text("utf-8").split(f"## {code} ")[1].split("\n## ")[0]
        avoid, prefer = re.findall(r"```yaml\n(.*?)\n```", section, re.DOTALL)
        with pytest.raises(InputError) as caught:
            read_text(avoid)
        assert {diagnostic.code for diagnostic in caught.value.diagnostics} == {code}
        assert read_text(prefer).data

    def test_cannot_be_changed(self):
        with pytest.raises(TypeError):
            CODES["KD999"] = CODES["KD001"]


def test_a_line_takes_the_columns_of_its_characters():
    characters = [chr(code) for code in (*range(0x4000), *range(0xF900, 0x10000), *range(0x1F000, 0x1F900))]
    for char in characters:
        wide = unicodedata.east_asian_width(char) in "WF"
        assert count_columns(char) == (0 if unicodedata.combining(char) else 2 if wide else 1)
    assert count_columns("".join(characters)) == sum(map(count_columns, characters))
