"""The catalogues of messages: both languages say the same, each key has a text, each text is used (semantics 5.10)."""

import ast
import shlex
import string
import subprocess
import sys
import tomllib
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.translations import load_translations
from kiemdinh.evidence.dossier import Reason
from kiemdinh.narration.language import LANGUAGES, Messages
from kiemdinh.narration.messages.families import FAMILIES
from kiemdinh.standards.definition import CERTAINTIES

ROOT = Path(__file__).parents[2]
MESSAGES = "kiemdinh.narration.messages"
NARRATION = Path(str(files("kiemdinh.narration")))
MAY_BE_EMPTY = {"aim.verb"}


def catalogue(lang):
    with files(MESSAGES).joinpath(f"{lang}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def key_of(message):
    return message.id[0] if message.pluralizable else message.id


def forms_of(message):
    return message.string if message.pluralizable else (message.string,)


def messages(lang):
    return {key_of(message): message for message in catalogue(lang) if message.id}


def parameters(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


class TestLanguagesSayTheSame:
    """5.10 Explanations are data (keys, parameters, references); text in Vietnamese or English is rendered from them
    afterwards."""

    def test_each_language_has_a_catalogue(self):
        assert sorted(p.name for p in files(MESSAGES).iterdir() if p.name.endswith(".po")) == sorted(
            f"{lang}.po" for lang in LANGUAGES
        )

    def test_both_languages_have_the_same_keys_in_the_same_order(self):
        vi, en = messages("vi"), messages("en")
        assert list(vi) == list(en)
        assert [key for key in vi if vi[key].pluralizable != en[key].pluralizable] == []

    def test_each_form_of_each_text_has_the_same_parameters(self):
        vi, en = messages("vi"), messages("en")
        wanted = {key: parameters(forms_of(message)[0]) for key, message in vi.items() if key not in MAY_BE_EMPTY}
        for said in (vi, en):
            assert {
                key: found
                for key, wants in wanted.items()
                for found in map(parameters, forms_of(said[key]))
                if found != wants
            } == {}

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_no_text_is_missing_or_doubtful(self, lang):
        said = messages(lang)
        assert {key for key, message in said.items() if not all(forms_of(message))} <= MAY_BE_EMPTY
        assert [key for key, message in said.items() if message.fuzzy] == []

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_reason_certainty_and_warning_has_words(self, lang):
        codes = [code for code in CODES if code.startswith("KD4")]
        keys = [*codes, *(f"reason.{r}" for r in Reason), *(f"footing.{c}" for c in CERTAINTIES)]
        assert [key for key in keys if not Messages(lang).has_text(key)] == []


class TestCompiled:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_what_is_compiled_is_what_is_written(self, lang):
        compiled = load_translations(MESSAGES, lang)
        numbers = dict(enumerate([1] if lang == "vi" else [1, 2]))
        for key, message in messages(lang).items():
            if message.pluralizable:
                got = tuple(compiled.ngettext(key, key, numbers[form]) for form in range(len(message.string)))
            else:
                got = compiled.gettext(key) if compiled.has(key) else ""
            assert got == message.string, "run `poe messages`, which compiles the catalogues"

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_nothing_is_compiled_that_is_not_written(self, lang):
        with files(MESSAGES).joinpath(f"{lang}.mo").open("rb") as file:
            size = int.from_bytes(file.read(12)[8:], "little")
        written = [message for message in catalogue(lang) if all(forms_of(message))]
        assert size == len(written), "run `poe messages`, which compiles the catalogues"

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_plural_rule_is_that_of_the_language(self, lang):
        assert catalogue(lang).plural_forms == Catalog(lang).plural_forms
        assert catalogue(lang).num_plurals == get_plural(lang)[0]


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """The keys that Babel finds, by the task that contributors run."""
    task = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["poe"]["tasks"]["keys"]["cmd"]
    name, *arguments = shlex.split(task)
    assert name == "pybabel"
    template = tmp_path_factory.mktemp("keys") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", *arguments, "--output-file", str(template)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with template.open("rb") as file:
        return {key_of(message): message for message in read_po(file) if message.id}


class TestKeysOfTheCode:
    def test_each_key_in_the_code_has_a_text(self, used):
        assert sorted(used.keys() - messages("en").keys()) == []

    def test_each_text_is_used(self, used):
        assert sorted(messages("en").keys() - used.keys()) == []

    def test_what_is_counted_has_plural_forms_and_nothing_else_has(self, used):
        said = messages("en")
        assert {key for key in used if used[key].pluralizable} == {key for key in said if said[key].pluralizable}

    def test_keys_put_together_are_of_declared_families(self):
        assert sorted({form for path in NARRATION.rglob("*.py") for form in forms_in(path)} - FAMILIES.keys()) == []

    def test_no_key_is_declared_twice(self):
        keys = [form.format(ending) for form, endings in FAMILIES.items() for ending in endings]
        assert len(keys) == len(set(keys))


def forms_in(path):
    """The forms of keys that a file puts together: ``state.{}`` for ``text(f"state.{truth}")``."""
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(call, ast.Call) and call.args and name_of(call.func) in ("text", "text_for_count", "has_text"):
            for part in ast.walk(call.args[0]):
                if isinstance(part, ast.JoinedStr):
                    yield "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in part.values)


def name_of(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)


class TestPlurals:
    @pytest.mark.parametrize(
        ("lang", "key", "texts"),
        [
            ("en", "duration.year", ["0 years", "1 year", "2 years", "5 years"]),
            ("vi", "duration.year", ["0 năm", "1 năm", "2 năm", "5 năm"]),
            ("en", "size.changes", ["0 changes", "1 change", "2 changes", "5 changes"]),
            ("vi", "size.changes", ["0 thay đổi", "1 thay đổi", "2 thay đổi", "5 thay đổi"]),
            ("en", "sum.months", ["0 months", "1 month", "2 months", "5 months"]),
            ("vi", "sum.months", ["0 tháng", "1 tháng", "2 tháng", "5 tháng"]),
        ],
    )
    def test_the_form_is_that_of_the_number(self, lang, key, texts):
        assert [Messages(lang).text_for_count(key, n) for n in (0, 1, 2, 5)] == texts

    def test_a_sentence_agrees_with_its_number(self):
        en = Messages("en")
        texts = [en.text_for_count("margin.size", n, level="Level 1") for n in (1, 2)]
        assert texts == [
            "At least 1 thing must be lost before “Level 1” is no longer certain.",
            "At least 2 things must be lost before “Level 1” is no longer certain.",
        ]

    def test_fractions_take_the_form_of_two(self):
        assert [Messages("en").format_sum("months", n) for n in (Fraction(1, 2), Fraction(1), Fraction(3, 2))] == [
            "0.5 months",
            "1 month",
            "1.5 months",
        ]

    def test_braces_in_what_is_filled_in_stay(self):
        assert Messages("en").text_for_count("sum.other", 2, name="book(s) {x}") == "book(s) {x} 2"


class TestLookUp:
    def test_a_key_without_a_text_is_an_error_and_no_text(self):
        with pytest.raises(KeyError, match="no such key"):
            Messages("en").text("no such key")
        with pytest.raises(KeyError, match="no such key"):
            Messages("en").text_for_count("no such key", 2)
        assert not Messages("en").has_text("no such key")

    def test_a_language_without_a_catalogue_is_an_error(self):
        with pytest.raises(FileNotFoundError, match=r"fr\.mo"):
            load_translations(MESSAGES, "fr")
