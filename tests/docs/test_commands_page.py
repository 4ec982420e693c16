"""docs/commands.md and its Vietnamese twin: the help of every command with its options, and an example of each.

They are written again by ``KIEMDINH_SNAPSHOTS=write pytest tests/docs/test_commands_page.py``. The examples are run
with those of the other pages, in ``test_docs.py``.
"""

import re
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import click
import pytest
from click.testing import CliRunner

from kiemdinh.cli import main
from snapshots import check_snapshot

PAGES = {name: Path(__file__).parents[2] / "docs" / name for name in ("commands.md", "commands.vi.md")}
SCHOOL = "examples/thcs-binh-an/dossier.yaml"
TABLE = "examples/tinh-mau/schools.csv --columns examples/tinh-mau/columns.yaml"
PROVINCE = f"{TABLE} --framework vn.tt57-2026.pho-thong --on 2027-06-30"
MUSIC = "examples/music-schools/standards/music-schools"


class Example(NamedTuple):
    """What is shown of a command: the command lines, and what they are about in each language."""

    lines: str
    en: str
    vi: str


EXAMPLES = {
    "ask-next": Example(
        "ask-next examples/th-suoi-khoang/dossier.yaml",
        "Which of the unknown facts of a primary school is to be settled first:",
        "Trong những điều chưa rõ của một trường tiểu học, nên làm rõ điều gì trước:",
    ),
    "assess": Example(
        f"assess {SCHOOL} --target muc-2",
        "Where a school stands, and what blocks level 2:",
        "Trường đạt mức nào, và còn thiếu gì để đạt Mức 2:",
    ),
    "batch": Example(
        f"batch {PROVINCE} --out levels.csv",
        "The levels of all schools of a province, with a file of the columns, written to a file:",
        "Mức của mọi trường trong một tỉnh, có tệp khai báo cột, ghi ra tệp:",
    ),
    "carry-over": Example(
        "carry-over examples/thpt-nam-sai/dossier.yaml --to vn.tt57-2026.pho-thong --on 2027-06-30 --out nam-sai.yaml",
        "A dossier under Circular 18/2018 becomes a draft under Circular 57/2026:",
        "Hồ sơ theo Thông tư 18/2018 được chuyển thành bản nháp theo Thông tư 57/2026:",
    ),
    "catalogue": Example("catalogue", "All bundled frameworks:", "Mọi bộ tiêu chuẩn có sẵn:"),
    "check": Example(
        f"check {SCHOOL} {MUSIC}.yaml",
        "The problems of a dossier and of a definition:",
        "Các lỗi của một hồ sơ và của một tệp định nghĩa:",
    ),
    "columns": Example(
        "columns examples/tinh-mau/schools.csv --framework vn.tt57-2026.pho-thong",
        "What the columns of a table of schools are taken for:",
        "Mỗi cột của một bảng trường được hiểu là gì:",
    ),
    "compare": Example(
        f"compare {PROVINCE} --register examples/tinh-mau/register.csv --by commune --out compare.html",
        "The schools of each commune side by side, as a page:",
        "Các trường của từng xã đặt cạnh nhau, ghi thành một trang:",
    ),
    "diff": Example(
        "diff vn.tt18-2018@2018-10-10 vn.tt18-2018@2025-01-25",
        "What differs between Circular 18/2018 as issued and as amended:",
        "Những gì thay đổi giữa Thông tư 18/2018 bản ban hành và bản được sửa đổi:",
    ),
    "explain": Example(
        f"explain {SCHOOL} --target muc-2 --costs examples/thcs-binh-an/efforts.yaml",
        "What to do first for level 2, and what it takes:",
        "Nên làm gì trước để đạt Mức 2, và cần bao nhiêu công sức:",
    ),
    "export": Example(
        "export vn.tt57-2026.gdtx --format xlsx --out gdtx.xlsx",
        "A framework as a workbook:",
        "Một bộ tiêu chuẩn ghi thành bảng tính:",
    ),
    "forecast": Example(
        f"forecast {SCHOOL} --until 2031-12-31",
        "On which days something changes for a school by the end of 2031:",
        "Đến hết năm 2031, ngày nào có gì thay đổi với một trường:",
    ),
    "impact": Example(
        "synth --framework vn.tt18-2018@2018-10-10 --schools 20 --out tt18.csv\n"
        "impact tt18.csv vn.tt18-2018@2018-10-10 vn.tt18-2018@2025-01-25 --on 2026-06-30 --out impact.html",
        "What the amendment of Circular 18/2018 does to the schools of a table:",
        "Văn bản sửa đổi Thông tư 18/2018 tác động thế nào đến các trường trong một bảng:",
    ),
    "lint": Example(f"lint {MUSIC}.yaml", "A definition without a flaw:", "Một tệp định nghĩa không có vấn đề nào:"),
    "margin": Example(
        f"margin {SCHOOL}", "How firm the level of a school is:", "Mức hiện có của một trường vững đến đâu:"
    ),
    "mutate": Example(
        f"mutate {MUSIC}.yaml --scenarios {MUSIC}.scenarios.yaml",
        "Which changes of a definition its scenarios would not notice:",
        "Những thay đổi nào của tệp định nghĩa mà các kịch bản không phát hiện:",
    ),
    "new": Example(
        "new vn.tt57-2026.pho-thong --format xlsx --on 2027-06-30 --out school.xlsx",
        "A workbook for one school to fill in:",
        "Bảng tính để một trường điền:",
    ),
    "peers": Example(
        f"peers {TABLE.replace(' ', ' SYN-003 ', 1)} --framework vn.tt57-2026.pho-thong --on 2027-06-30 --by stage",
        "A school beside the others of its stage:",
        "Một trường đặt cạnh các trường cùng cấp học:",
    ),
    "plan": Example(
        f"plan {PROVINCE} --terms examples/tinh-mau/plan.yaml --efforts examples/tinh-mau/efforts.yaml --out plan.xlsx",
        "Which schools of a province do what in which year, as a workbook:",
        "Trường nào của tỉnh làm gì, vào năm nào, ghi thành bảng tính:",
    ),
    "renewals": Example(
        "renewals examples/tinh-mau/recognised.csv --on 2026-12-01 --until 2028-06-30"
        " --teams examples/tinh-mau/teams.yaml --out schedule.xlsx",
        "Which awards end, and which team visits which school in which month:",
        "Công nhận nào hết hiệu lực, và đoàn nào đến trường nào vào tháng nào:",
    ),
    "repair": Example(
        f"repair {SCHOOL} --target muc-2 --limit 3",
        "Three ways to level 2, the cheapest first:",
        "Ba cách đạt Mức 2, cách ít tốn nhất trước:",
    ),
    "report": Example(
        f"report {SCHOOL} --form mau-1 --date 2027-06-12 --out report.docx",
        "The self-assessment report of Circular 57/2026:",
        "Báo cáo tự đánh giá theo Thông tư 57/2026:",
    ),
    "risk": Example(
        f"risk {PROVINCE} --register examples/tinh-mau/awards.csv --until 2028-06-30 --out risk.xlsx",
        "Which awards of a province are at risk, as a workbook:",
        "Danh hiệu nào của một tỉnh có nguy cơ, ghi thành bảng tính:",
    ),
    "scenarios suggest": Example(
        f"scenarios suggest {MUSIC}.yaml --scenarios {MUSIC}.scenarios.yaml",
        "Scenarios for what those that are there do not cover:",
        "Kịch bản cho những chỗ mà các kịch bản đã có chưa phủ tới:",
    ),
    "schema": Example(
        "schema dossier > dossier.schema.json",
        "The schema of dossiers, for an editor:",
        "Lược đồ của hồ sơ, dùng cho trình soạn thảo:",
    ),
    "serve": Example(
        f"serve --store board.db --load {SCHOOL} --user hong",
        "A board of one school, for one user on this machine:",
        "Bảng theo dõi một trường, cho một người dùng trên máy này:",
    ),
    "show": Example(
        "show vn.tt57-2026.pho-thong 1.3",
        "A criterion, and what depends on it, in words:",
        "Một tiêu chí, và những gì phụ thuộc vào nó, bằng lời:",
    ),
    "synth": Example(
        "synth --framework vn.tt57-2026.pho-thong --schools 20 --seed 1 --out schools.csv",
        "A table of 20 schools that do not exist:",
        "Một bảng gồm 20 trường không có thật:",
    ),
    "unverified": Example(
        "unverified vn.tt57-2026.gdtx",
        "What of a framework is still to be checked against the law:",
        "Những gì của một bộ tiêu chuẩn còn phải đối chiếu với văn bản:",
    ),
    "uses": Example(
        "uses vn.tt57-2026.pho-thong 1.3",
        "What depends on a criterion:",
        "Những gì phụ thuộc vào một tiêu chí:",
    ),
    "what-if": Example(
        f"what-if {SCHOOL} --set 3.3=muc-2 --set 1.2=muc-2",
        "A school as if two criteria had reached level 2:",
        "Một trường khi giả định hai tiêu chí đã đạt Mức 2:",
    ),
}


class Words(NamedTuple):
    """The words of the page in a language."""

    head: str
    columns: tuple[str, str]
    commands: tuple[str, str]


WORDS = {
    "en": Words(
        """\
# Commands

What each command does, its options, and an example. The examples are meant for a clone of the repository, whose example
schools they read. `kiemdinh COMMAND --help` says the same. Options may stand before or after the arguments; after `--`
all are arguments.
*(Tiếng Việt: [các lệnh](commands.vi.md).)*
""",
        ("option", "what it is"),
        ("command", "what it does"),
    ),
    "vi": Words(
        """\
# Các lệnh

Mỗi lệnh làm gì, có tùy chọn nào, và một ví dụ. Các ví dụ chạy trong bản sao của kho mã, vì chúng đọc những trường mẫu ở
đó. `kiemdinh LỆNH --help` in ra cùng nội dung. Tùy chọn có thể đứng trước hoặc sau tham số; sau `--` thì mọi từ đều là
tham số. (Bản [tiếng Anh](commands.md).)
""",
        ("tùy chọn", "ý nghĩa"),
        ("lệnh", "công dụng"),
    ),
}


class HelpCollector(click.HelpFormatter):
    """Keeps what click writes as help, in place of setting it for a terminal."""

    def __init__(self):
        super().__init__()
        self.usage, self.text, self.lists = "", [], []

    def write_usage(self, prog, args="", prefix=None):
        self.usage = f"{prog} {args}"

    def write_text(self, text):
        self.text += [" ".join(part.split()) for part in text.split("\n\n")]

    def write_dl(self, rows, col_max=30, col_spacing=2):
        self.lists.append(list(rows))


def collect_help(lang, *command):
    """The help of a command in a language, as click hands it to what sets it for a terminal."""
    found = HelpCollector()
    with mock.patch.object(click.Context, "make_formatter", return_value=found):
        told = CliRunner().invoke(main, [*command, "--help", "--lang", lang], prog_name="kiemdinh")
    assert told.exit_code == 0
    return found


CODE = re.compile(r'("[^"\s]*=[^"]*"|(?<![\w-])--?[a-z][\w-]*|(?<!\w)\.[a-z]{3,7}\b)')
"""What is shown as code: settings in quotes, options, and the endings of files."""


def plain(text):
    """Text as Markdown, with nothing as markup but code."""
    parts = re.split(
        r'("[^"\s]*=[^"]*"|(?<![\w-])--?[a-z][\w-]*|(?<!\w)\.[a-z]{3,7}\b)',
        " ".join(text.split()).replace("\\", "\\\\"),
    )
    shown = [f"`{part}`" if i % 2 else re.sub(r"([*_<`|\[])", r"\\\1", part) for i, part in enumerate(parts)]
    return "".join(shown)


def table(heads, rows):
    lines = [heads, ("---", "---"), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def list_commands():
    """The names of all commands, each as it is typed: a group is not one itself."""
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        inner = command.list_commands(click.Context(command)) if isinstance(command, click.Group) else [""]
        yield from (f"{name} {one}".strip() for one in inner)


def write_section(name, lang):
    found = collect_help(lang, *name.split())
    (options,) = found.lists
    rows = [("`" + names.replace("|", "\\|") + "`", plain(said)) for names, said in options if "--help" not in names]
    example = EXAMPLES[name]
    return [
        f"## kiemdinh {name}\n",
        *(plain(paragraph) + "\n" for paragraph in found.text),
        f"```text\n{found.usage}\n```\n",
        table(WORDS[lang].columns, rows),
        f"{example.vi if lang == 'vi' else example.en}\n",
        "```sh\n" + "".join(f"kiemdinh {line}\n" for line in example.lines.splitlines()) + "```\n",
    ]


def write_page(lang):
    words = WORDS[lang]
    found = collect_help(lang)
    short = dict(found.lists[-1])
    names = list(list_commands())
    rows = [
        (f"[`kiemdinh {name}`](#kiemdinh-{name.replace(' ', '-')})", plain(short[name.split()[0]])) for name in names
    ]
    parts = [words.head, table(words.commands, rows), *(plain(text) + "\n" for text in found.text[1:])]
    return "\n".join([*parts, *(part for name in names for part in write_section(name, lang))])


class TestThePages:
    def test_each_command_has_an_example(self):
        assert list(list_commands()) == list(EXAMPLES)

    @pytest.mark.parametrize(("page", "lang"), [("commands.md", "en"), ("commands.vi.md", "vi")])
    def test_they_say_what_the_help_says(self, page, lang):
        check_snapshot(PAGES[page], write_page(lang))

    @pytest.mark.parametrize("name", list(EXAMPLES))
    def test_an_example_is_of_its_command(self, name):
        assert f"{EXAMPLES[name].lines.splitlines()[-1]} ".startswith(f"{name} ")
