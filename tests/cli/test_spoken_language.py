"""The language of the command: --lang, the locale, and Vietnamese help, prompts and messages."""

import json
import re
from importlib.resources import files

import click
import pytest
import yaml
from babel.messages.pofile import read_po
from commands import SCHOOL, process, run

from kiemdinh.cli import main
from kiemdinh.cli.shared.language import find_locale_language, given_language

VIETNAMESE = re.compile(r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]")
ENGLISH_FRAMEWORK = {
    "kiemdinh": 1,
    "framework": "example.lab",
    "en": "Good laboratory",
    "source": {"document": "Rule 1"},
    "subject": {"kind": "laboratory"},
    "layers": [{"id": "criterion", "verdict": "met"}],
    "tree": [{"id": "1", "en": "It is clean"}],
    "outcomes": [
        {
            "id": "result",
            "cases": [{"id": "good", "if": {"every": "criterion", "that": "met"}}],
            "otherwise": {"id": "poor"},
        }
    ],
}


def paragraphs(text):
    return [" ".join(paragraph.split()) for paragraph in (text or "").split("\n\n") if paragraph.strip()]


def texts_of(command):
    """Every text of help, and every name of a value, of a command and of all commands in it."""
    yield from paragraphs(command.help)
    yield from paragraphs(command.short_help)
    yield command.options_metavar
    for param in command.params:
        if isinstance(param, click.Option):
            yield from paragraphs(param.help)
            yield from (text for text in (param.metavar, param.prompt) if text)
        else:
            yield param.metavar or (param.name.upper() if param.required else f"[{param.name.upper()}]")
    if isinstance(command, click.Group):
        yield command.subcommand_metavar
        for inner in command.commands.values():
            yield from texts_of(inner)


def commands_of(group):
    """Every command of a group, and of the groups in it."""
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from commands_of(command)


@pytest.fixture(scope="module")
def catalogue():
    with files("kiemdinh.cli").joinpath("vi.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file, abort_invalid=True) if message.id}


class TestHelp:
    def test_each_text_is_translated_and_nothing_else_is(self, catalogue):
        """Add what is missing to src/kiemdinh/cli/vi.po, then run `poe messages`."""
        used = set(texts_of(main))
        assert sorted(used - catalogue.keys()) == []
        assert sorted(catalogue.keys() - used) == []
        assert [text for text, said in catalogue.items() if not said] == []

    def test_a_text_names_a_value_as_the_usage_does(self, catalogue):
        values = {name for name, said in catalogue.items() if name != said and re.fullmatch("[A-Z]+", name)}
        found = {text: values & set(re.findall(r"(?<!\w)[A-Z]+(?!\w)", said)) for text, said in catalogue.items()}
        assert {text: names for text, names in found.items() if names and text not in values} == {}

    @pytest.mark.parametrize("command", [(), *((name,) for name in main.commands)], ids="-".join)
    def test_no_english_is_left(self, command):
        said = run(*command, "--help", "--lang", "vi").stdout
        assert said.startswith("Cách dùng: ")
        # What is long enough to be a sentence is one in Vietnamese.
        sentences = [line for line in said.splitlines() if len(line.split()) > 5 and "[" not in line]
        assert [line for line in sentences if not VIETNAMESE.search(line.lower())] == []
        assert "Show this message" not in said

    def test_in_english_it_is_as_click_says_it(self):
        said = run("explain", "--help", "--lang", "en").stdout
        assert said.startswith("Usage: ")
        assert "Say what keeps the school of DOSSIER from a level" in said

    @pytest.mark.parametrize("command", [*commands_of(main)], ids=lambda command: command.name)
    def test_every_command_takes_a_language(self, command):
        assert [param.name for param in command.params].count("lang") == 1

    def test_one_run_leaves_nothing_for_the_next(self):
        english = run("check", "--help").stdout
        assert run("check", "--help", "--lang", "vi").stdout != english
        assert run("check", "--help").stdout == english


class TestWhichLanguage:
    @pytest.mark.parametrize(
        ("environment", "lang"),
        [
            ({}, "vi"),
            ({"LANG": "C"}, "vi"),
            ({"LANG": "C.UTF-8"}, "vi"),
            ({"LANG": "POSIX"}, "vi"),
            ({"LANG": ""}, "vi"),
            ({"LANG": "vi_VN.UTF-8"}, "vi"),
            ({"LANG": "vi"}, "vi"),
            ({"LANG": "en_US.UTF-8"}, "en"),
            ({"LANG": "en_GB@euro"}, "en"),
            ({"LANG": "fr_FR.UTF-8"}, "en"),
            ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, "vi"),
            ({"LANG": "vi_VN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
            ({"LANG": "vi_VN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
            ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, "vi"),
            ({"LANG": "en_US.UTF-8", "LANGUAGE": "vi:en"}, "vi"),
            ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr:vi"}, "vi"),
            ({"LANG": "C", "LANGUAGE": "en"}, "vi"),
            ({"LC_CTYPE": "en_US.UTF-8"}, "vi"),
        ],
    )
    def test_of_the_locale(self, environment, lang):
        assert find_locale_language(environment) == lang

    @pytest.mark.parametrize(
        ("arguments", "lang"),
        [
            ([], None),
            (["--lang", "en"], "en"),
            (["--lang=vi", "assess"], "vi"),
            (["--lang=vi", "assess", "--lang", "en"], "en"),
            (["--lang"], None),
            (["--lang", "fr"], None),
            (["--language", "en"], None),
            (["check", "--", "--lang", "en"], None),
        ],
    )
    def test_of_the_arguments(self, arguments, lang):
        assert given_language(arguments) == lang

    @pytest.mark.parametrize(("locale", "word"), [("C", "lỗi"), ("vi_VN.UTF-8", "lỗi"), ("en_US.UTF-8", "error")])
    def test_problems_follow_the_locale(self, locale, word):
        done = process("check", "nothing.yaml", LC_ALL=locale)
        assert done.stderr.decode().startswith(f"nothing.yaml: {word} KD001: ")

    @pytest.mark.parametrize(("locale", "word"), [("C", "Cách dùng"), ("vi_VN", "Cách dùng"), ("en_US.UTF-8", "Usage")])
    def test_help_follows_the_locale(self, locale, word):
        assert process("--help", LC_ALL=locale).stdout.decode().startswith(f"{word}: ")

    @pytest.mark.parametrize("locale", ["C", "vi_VN.UTF-8", "en_US.UTF-8", "fr_FR.UTF-8"])
    def test_results_do_not(self, locale):
        assert process("assess", SCHOOL, LC_ALL=locale).stdout == process("assess", SCHOOL, "--lang", "vi").stdout

    def test_results_are_english_where_the_definition_is(self, tmp_path):
        definition = tmp_path / "lab.yaml"
        definition.write_text(yaml.safe_dump(ENGLISH_FRAMEWORK, allow_unicode=True), encoding="utf-8")
        dossier = tmp_path / "dossier.yaml"
        dossier.write_text("framework: lab.yaml\ndate: 2027-06-30\nfindings: {'1': unmet}\n", encoding="utf-8")
        for command in ("assess", "explain", "repair", "margin"):
            asked = (command, str(dossier), *(("--target", "good") if command in ("explain", "repair") else ()))
            said = process(*asked, LC_ALL="vi_VN.UTF-8").stdout.decode()
            assert said == process(*asked, "--lang", "en").stdout.decode()
            assert said.startswith("Laboratory without a name\n")
            assert VIETNAMESE.search(said.lower()) is None
        for command in ("show", "new"):
            said = process(command, str(definition), LC_ALL="C").stdout
            assert said == process(command, str(definition), "--lang", "en").stdout

    def test_before_the_command_it_counts_for_all(self):
        assert run("--lang", "en", "assess", SCHOOL).stdout == run("assess", SCHOOL, "--lang", "en").stdout
        assert run("--lang=vi", "check", "nothing.yaml").stderr == run("check", "nothing.yaml", "--lang=vi").stderr
        assert (
            run("--lang", "vi", "assess", SCHOOL, "--lang", "en").stdout == run("assess", SCHOOL, "--lang", "en").stdout
        )

    def test_another_language_is_refused(self):
        done = run("check", SCHOOL, "--lang", "fr")
        assert (done.exit_code, "'fr'" in done.stderr) == (2, True)


class TestMessages:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("chek",), ["Lỗi: Không có lệnh 'chek'"]),
            (("assess",), ["Lỗi: Thiếu tham số", "HỒ-SƠ"]),
            (
                ("assess", SCHOOL, "--require", "muc-9"),
                ["lỗi KD331: 'muc-9' không phải là mức của vn.tt57-2026.pho-thong"],
            ),
            (("assess", SCHOOL, "--require", "muc-2"), ["yêu cầu muc-2, nhưng chưa chắc chắn đạt"]),
            (("assess", SCHOOL, "--framework", "vn.tt57"), ["lỗi KD243: không có bộ tiêu chuẩn có sẵn 'vn.tt57'"]),
            (("lint",), ["Lỗi: cần ghi một định nghĩa, bằng tên tệp hoặc mã"]),
            (("lint", "--explain", "KD52"), ["không có mã KD52"]),
            (("what-if", SCHOOL, "--set", "x"), ["'x' không có dạng MÃ=GIÁ-TRỊ"]),
            (("uses", "vn.tt18-2018"), ["cần ghi MÃ, hoặc --article NỘI-DUNG"]),
            (("repair", SCHOOL, "--limit", "0"), ["nằm ngoài khoảng"]),
            (("check", SCHOOL), []),
        ],
    )
    def test_in_vietnamese(self, arguments, words):
        done = run(*arguments, "--lang", "vi")
        assert [word for word in words if word not in done.stderr] == []
        assert "rror" not in done.stderr

    def test_a_file_that_is_in_order(self):
        assert run("check", SCHOOL, "--lang", "vi").stdout == f"{SCHOOL}: hồ sơ, không có lỗi\n"
        assert run("check", SCHOOL, "--lang", "en").stdout == f"{SCHOOL}: dossier, ok\n"

    def test_data_for_programs_is_the_same_in_each_language(self):
        said = {lang: run("assess", SCHOOL, "--format", "json", "--lang", lang).stdout for lang in ("vi", "en")}
        assert said["vi"] == said["en"]
        assert json.loads(said["vi"])["words"]["states"]["met"] == {"vi": "đạt", "en": "met"}


class TestLint:
    """What lint finds is said in Vietnamese to people; data for programs is the same on every machine."""

    @pytest.fixture
    def faulty(self, tmp_path):
        file = tmp_path / "lab.yaml"
        text = yaml.safe_dump(ENGLISH_FRAMEWORK | {"tags": {"urgent": {"en": "Urgent"}}}, sort_keys=False)
        file.write_text(text, encoding="utf-8")
        return str(file)

    def test_text(self, faulty):
        said = run("lint", faulty, "--lang", "vi").stdout
        assert "cảnh báo KD530: nhãn 'urgent' được khai báo mà không dùng\n" in said
        assert "   loại: hẳn là ngoài ý muốn\n" in said
        assert re.search(r"\n\d+ vấn đề: .*cảnh báo", said)
        assert not re.search(r"warning|kind|findings", said)

    def test_commands_for_github(self, faulty):
        said = run("lint", faulty, "--format", "github", "--lang", "vi").stdout
        assert "title=KD530 Khai báo mà không dùng::nhãn 'urgent'" in said

    @pytest.mark.parametrize("form", ["json", "sarif"])
    def test_data_is_in_english_unless_a_language_is_named(self, faulty, form):
        told = {locale: process("lint", faulty, "--format", form, LC_ALL=locale).stdout for locale in ("C", "en_US")}
        assert told["C"] == told["en_US"]
        assert b"tag 'urgent' is declared and not used" in told["C"]
        in_vietnamese = run("lint", faulty, "--format", form, "--lang", "vi").stdout
        assert "nhãn 'urgent' được khai báo mà không dùng" in in_vietnamese
        assert json.loads(in_vietnamese)
