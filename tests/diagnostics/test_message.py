"""Messages: a text of a problem knows how it was made, so that it can be said in either language."""

import ast
import copy
import pickle
import string
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import kiemdinh as kd
from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, join_alternatives, list_names, shorten_message, text_in
from kiemdinh.diagnostics.translations import load_translations

PACKAGE = Path(str(files("kiemdinh")))
KEYWORDS = {"Message": (1,), "for_count": (1, 2), "CodeInfo": (1,)}
MADE_OF_OTHERS = {
    ("diagnostics/codes.py", "self.title"): "titles are literals of CodeInfo",
    ("parsing/validation.py", "details['msg']"): "a discriminator raises the text of a message that stands in the code",
}


def key_of(message):
    return message.id[0] if message.pluralizable else message.id


def texts_of(message):
    return message.string if message.pluralizable else (message.string,)


def gaps(template):
    return {(name, spec) for _, name, spec, _ in string.Formatter().parse(template) if name is not None}


@pytest.fixture(scope="module")
def catalogue():
    with files("kiemdinh.diagnostics").joinpath("vi.po").open("rb") as file:
        return {key_of(message): message for message in read_po(file, abort_invalid=True) if message.id}


@pytest.fixture(scope="module")
def in_code():
    """The texts that stand in the code, with the file that each stands in first."""
    found = {}
    for name, _, text, _, _ in extract_from_dir(PACKAGE, method_map=[("**.py", "python")], keywords=KEYWORDS):
        found.setdefault(text if isinstance(text, tuple) else (text,), name)
    return found


class TestCatalogue:
    """mypy holds that the texts of every diagnostic are messages; here each message has its Vietnamese text."""

    def test_each_text_of_the_code_is_translated(self, in_code, catalogue):
        """Add what is missing to src/kiemdinh/diagnostics/vi.po, then run `poe messages`."""
        assert {text[0]: name for text, name in in_code.items() if text[0] not in catalogue} == {}
        assert [key for key, message in catalogue.items() if not all(texts_of(message)) or message.fuzzy] == []

    def test_nothing_is_translated_that_does_not_stand_in_the_code(self, in_code, catalogue):
        assert sorted(catalogue.keys() - {text[0] for text in in_code}) == []

    def test_both_languages_have_the_same_gaps(self, in_code, catalogue):
        wrong = {}
        for texts in in_code:
            for text in (*texts, *texts_of(catalogue[texts[0]])):
                if gaps(text) != gaps(texts[0]):
                    wrong[texts[0]] = text
        assert wrong == {}

    def test_texts_with_a_number_have_plural_forms_and_no_others(self, in_code, catalogue):
        assert [texts for texts in in_code if catalogue[texts[0]].pluralizable != (len(texts) == 2)] == []

    def test_what_is_compiled_is_what_is_written(self, catalogue):
        compiled = load_translations("kiemdinh.diagnostics", "vi")
        for key, message in catalogue.items():
            text = compiled.ngettext(key, "", 1) if message.pluralizable else compiled.gettext(key)
            assert (text,) == texts_of(message), "run `poe messages`, which compiles the catalogues"

    def test_no_text_ends_with_a_full_stop_or_begins_or_ends_with_a_space(self, catalogue):
        texts = [text for key, message in catalogue.items() for text in (key, *texts_of(message))]
        assert [text for text in texts if text != text.strip() or text.endswith(".")] == []

    def test_each_text_is_a_literal_where_the_message_is_made(self, in_code):
        """Else Babel would not find it; nor does it look inside an f-string."""
        made, hidden = set(), set()
        for path in PACKAGE.rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Message":
                    first = call.args[0]
                    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                        made.add((path.relative_to(PACKAGE).as_posix(), ast.unparse(first)))
                    elif (first.value,) not in in_code:
                        hidden.add(first.value)
        assert made == MADE_OF_OTHERS.keys()
        assert hidden == set()

    def test_each_code_has_a_title_in_both_languages(self):
        assert [
            code for code, info in CODES.items() if info.title_in("en") != info.title or not info.title_in("vi")
        ] == []


class TestLanguages:
    def test_it_is_its_english_text(self):
        message = Message("'{key}' is missing", key="date")
        assert message == "'date' is missing"
        assert f"{message}" == message.text_in("en") == "'date' is missing"

    def test_a_message_inside_is_said_in_the_same_language(self):
        message = Message("{expected} is expected", expected=Message("a list"))
        assert (message, message.text_in("vi")) == ("a list is expected", "cần một danh sách")

    def test_braces_of_what_is_filled_in_stay(self):
        message = Message("unknown key '{key}'", key="{key} {0} {")
        assert (message, message.text_in("vi")) == ("unknown key '{key} {0} {'", "không có khóa '{key} {0} {'")

    def test_numbers_are_grouped_as_the_language_does(self):
        message = Message("more than {max_nodes:,} values", max_nodes=1_000_000)
        assert (message, message.text_in("vi")) == ("more than 1,000,000 values", "nhiều hơn 1.000.000 giá trị")

    def test_english_has_two_forms_and_vietnamese_one(self):
        one, two = (
            Message.for_count("{name}, or of {n} other,", "{name}, or of {n} others,", n, name="'x'") for n in (1, 2)
        )
        assert (one, two) == ("'x', or of 1 other,", "'x', or of 2 others,")
        assert (one.text_in("vi"), two.text_in("vi")) == ("'x' (hoặc của 1 thứ khác)", "'x' (hoặc của 2 thứ khác)")

    def test_alternatives_and_names(self):
        assert join_alternatives(["a"]) == "a"
        assert join_alternatives(["a", "b", "c"]).text_in("vi") == "a, b hoặc c"
        names = list_names([str(n) for n in range(14)])
        assert names == "one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, and 2 more"
        assert names.text_in("vi").endswith("10, 11 và 2 giá trị khác")

    def test_what_is_no_message_is_a_quotation(self):
        assert text_in("a list", "vi") == "a list"
        assert Message.verbatim("a list").text_in("vi") == "a list"

    def test_it_is_kept_in_copies(self):
        message = Message("unknown key '{key}'", key=Message("key"))
        for kept in (copy.copy(message), copy.deepcopy(message), pickle.loads(pickle.dumps(message))):  # noqa: S301
            assert (kept, kept.text_in("vi")) == (message, "không có khóa 'khóa'")

    def test_of_a_text_that_is_too_long_the_values_are_cut(self):
        short = shorten_message(Message("unknown key '{key}'", key="x" * 1000), 100)
        assert len(short) < 100
        assert text_in(short, "vi").startswith("không có khóa 'xxx")

    def test_of_a_text_that_is_too_long_short_values_stay_whole(self):
        names = Message.join(["1.1/muc-1", "x" * 1000, "1.1/muc-2"])
        short = shorten_message(Message("no relation names {n} nodes: {names}", n=3, names=names), 100)
        assert len(short) < 100
        assert short.startswith("no relation names 3 nodes: 1.1/muc-1, xxx")
        assert short.endswith("x…, 1.1/muc-2")


class TestDiagnostics:
    FOUND = Diagnostic(
        "KD104",
        "error",
        Message("'{word}' is not one of the choices", word="hight"),
        path="layers[0].verdict",
        expected=list_names(["met", "level"]),
        found="hight",
        hint=Message("did you mean '{near}'?", near="level"),
    )

    def test_in_english(self):
        assert str(self.FOUND) == self.FOUND.to_text("en")
        assert self.FOUND.to_text() == (
            "layers[0].verdict: error KD104: 'hight' is not one of the choices\n"
            "   expected: one of met, level\n"
            "   found: hight\n"
            "   hint: did you mean 'level'?"
        )

    def test_in_vietnamese(self):
        assert self.FOUND.to_text("vi") == (
            "layers[0].verdict: lỗi KD104: 'hight' không thuộc các giá trị cho phép\n"
            "   cần có: một trong các giá trị met, level\n"
            "   đang ghi: hight\n"
            "   gợi ý: có phải ý là 'level'?"
        )

    def test_as_data(self):
        assert self.FOUND.to_dict()["message"] == "'hight' is not one of the choices"
        said = self.FOUND.to_dict("vi")
        assert (said["severity"], said["message"]) == ("error", "'hight' không thuộc các giá trị cho phép")
        assert (said["found"], said["hint"]) == ("hight", "có phải ý là 'level'?")

    def test_an_error_says_all_in_one_language(self):
        error = InputError([self.FOUND] * 60)
        assert error.to_text("en") == str(error)
        assert error.to_text("vi").endswith("\nvà 10 lỗi khác")
        assert error.to_dict("vi")["diagnostics"][0] == self.FOUND.to_dict("vi")

    @pytest.mark.parametrize("lang", ["fr", "vi-VN", "", None, 3])
    def test_another_language_is_refused(self, lang):
        for ask in (self.FOUND.to_text, self.FOUND.to_dict, InputError([self.FOUND]).to_text):
            with pytest.raises(InputError, match="KD334") as caught:
                ask(lang)
            assert caught.value.diagnostics[0].expected == "one of vi, en"

    def test_of_a_real_input_no_english_is_left(self):
        with pytest.raises(kd.InputError) as caught:
            kd.assess("vn.tt57-2026.pho-thong", {"inputs": {"clases": 3}, "findings": {"1.1": "x"}}, on="30/06/2027")
        assert caught.value.to_text("vi").splitlines()[:4] == [
            "on: lỗi KD107: '30/06/2027' không phải là ngày",
            "   cần có: ngày dạng 2026-07-07",
            "   đang ghi: 30/06/2027",
            "   gợi ý: ghi 2027-06-30",
        ]
