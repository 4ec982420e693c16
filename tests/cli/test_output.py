"""Output: whole and plain in any pipe and locale, with styles on a terminal, and the help of every command."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from commands import GENERAL, SCHOOL, process, run

import kiemdinh as kd
from kiemdinh.cli import main
from kiemdinh.diagnostics.wording import count_columns

ANSI = re.compile(r"\x1b\[")


class TestOutput:
    """5.10 ... text in Vietnamese or English is rendered from them afterwards."""

    def test_piped_output_is_plain_and_vietnamese_whole_in_any_locale(self):
        done = process("assess", SCHOOL, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
        assert done.returncode == 0
        text = done.stdout.decode("utf-8")
        assert text.replace("\r\n", "\n") == kd.assess(None, Path(SCHOOL)).to_text("vi")
        assert not ANSI.search(text)

    def test_standard_input_of_the_real_command(self):
        school = f"school: {{name: Trường Đồng Tiến}}\nframework: {GENERAL}\ndate: 2027-06-30".encode()
        assert process("assess", "-", stdin=school).stdout.decode("utf-8").startswith("Trường Đồng Tiến")

    @pytest.mark.skipif(sys.platform == "win32", reason="pipes close in another way there")
    def test_a_reader_that_goes_away_is_no_error(self):
        command = f'"{sys.executable}" -m kiemdinh assess "{SCHOOL}" --format json'
        done = subprocess.run(  # noqa: S602 - the shell makes the pipe
            f"({command}; echo code=$? >&2) | head -c 1 >/dev/null", shell=True, capture_output=True, check=False
        )
        assert done.stderr.decode().strip() == "code=0"

    def test_help_of_every_command(self):
        for command in main.commands:
            assert run(command, "--help").exit_code == 0
        assert kd.__version__ in run("--version").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty there")
class TestTerminal:
    """5.10 ... the same page, set apart by weight and colour on a terminal."""

    @pytest.mark.parametrize("no_color", [False, True])
    def test_headings_stand_out_and_no_color_is_heeded(self, no_color):
        text = on_terminal("catalogue", **({"NO_COLOR": "1"} if no_color else {}))
        assert "Các bộ tiêu chuẩn có sẵn" in text
        assert ANSI.search(text)
        assert not re.search(r"\x1b\[[0-9;]*3\d", text) if no_color else True

    def test_the_page_of_a_code_keeps_its_paragraphs_apart(self):
        wide, narrow = (on_terminal("lint", "--explain", "KD503", COLUMNS=columns) for columns in ("200", "50"))
        assert [" ".join(part.split()) for part in narrow.split("\n\n")] == [
            " ".join(part.split()) for part in wide.split("\n\n")
        ]

    @pytest.mark.parametrize("lang", ["vi", "en"])
    @pytest.mark.parametrize("columns", [40, 80])
    @pytest.mark.parametrize(
        "command",
        [
            ("assess", SCHOOL),
            ("repair", "--help"),
            ("scenarios", "suggest", "--help"),
            ("check", "wrong.yaml"),
            ("lint", "wrong.yaml"),
            ("show", "vn.tt57"),
        ],
        ids=" ".join,
    )
    def test_no_line_is_wider_than_the_terminal(self, command, columns, lang, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        wrong = (
            f"kiemdinh: 1\nframework: org.example.a\ninputs: {{books: {{rnage: {'1' * 90}, type: numbr}}}}\ntree: []\n"
        )
        (tmp_path / "wrong.yaml").write_text(wrong, encoding="utf-8")
        told = on_terminal(*command, "--lang", lang, COLUMNS=str(columns))
        lines = re.sub(r"\x1b\[[0-9;]*m", "", told).splitlines()
        assert lines
        assert [line for line in lines if count_columns(line) > columns] == []


def on_terminal(*arguments, **environment):
    """What a command writes to a terminal."""
    import pty

    output, terminal = pty.openpty()
    own = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    command = [sys.executable, "-m", "kiemdinh", *arguments]
    given = {**own, "TERM": "xterm-256color", **environment}
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal, env=given) as child:
        os.close(terminal)
        content = b""
        while chunk := _read(output):
            content += chunk
        child.wait()
    os.close(output)
    return content.decode("utf-8").replace("\r\n", "\n")


def _read(file):
    try:
        return os.read(file, 4096)
    except OSError:
        return b""
