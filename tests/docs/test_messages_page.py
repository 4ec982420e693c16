"""docs/messages.md: every message in both languages, side by side, for whoever reads them through.

It is written again by ``KIEMDINH_SNAPSHOTS=write pytest tests/docs/test_messages_page.py``.
"""

from importlib.resources import files
from pathlib import Path

from babel.messages.pofile import read_po

from kiemdinh.diagnostics.codes import CODES
from snapshots import check_snapshot

PAGE = Path(__file__).parents[2] / "docs" / "messages.md"
HEAD = """\
# All messages, in Vietnamese and English

This page is made from the catalogues: it is for reading all that kiemdinh says, side by side. Names in braces stand for
what is filled in; `{subject}` is the word for what is assessed, which a definition gives. To change a text see
[CONTRIBUTING](../CONTRIBUTING.md#a-message).
"""


def entries(package, name):
    """The entries of a catalogue by their key, each with its texts."""
    with files(package).joinpath(name).open("rb") as file:
        for message in read_po(file):
            if message.id:
                several = message.pluralizable
                yield message.id if several else (message.id,), message.string if several else (message.string,)


def cell(texts):
    plain = " / ".join(dict.fromkeys(text for text in texts if text)).replace("\\", "\\\\").replace("|", "\\|")
    # Braces, stars and underscores are part of the texts, and are no markup.
    return f"`` {plain.replace(chr(10), ' ').replace(chr(9), ' ')} ``" if plain else ""


def table(heads, rows):
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def write_page():
    titles = {info.title for info in CODES.values()}
    results = dict(entries("kiemdinh.narration.messages", "vi.po"))
    codes = [(code, cell([info.title]), cell([info.title_in("vi")])) for code, info in CODES.items()]
    parts = [
        HEAD,
        "## Codes\n",
        table(("code", "English", "Vietnamese"), codes),
        "## Problems\n",
        table(
            ("English", "Vietnamese"),
            [(cell(en), cell(vi)) for en, vi in entries("kiemdinh.diagnostics", "vi.po") if en[0] not in titles],
        ),
        "## Results and explanations\n",
        table(
            ("key", "English", "Vietnamese"),
            [
                (cell(key[:1]), cell(en), cell(results[key]))
                for key, en in entries("kiemdinh.narration.messages", "en.po")
            ],
        ),
        "## Help of the commands\n",
        table(("English", "Vietnamese"), [(cell(en), cell(vi)) for en, vi in entries("kiemdinh.cli", "vi.po")]),
        "## What click says\n",
        table(
            ("English", "Vietnamese"),
            [(cell(en), cell(vi)) for en, vi in entries("kiemdinh.cli", "locale/vi/LC_MESSAGES/click.po")],
        ),
    ]
    return "\n".join(parts)


class TestThePage:
    def test_it_has_every_message_in_both_languages(self):
        check_snapshot(PAGE, write_page())

    def test_every_row_is_said_in_both_languages(self):
        rows = [line.split(" | ") for line in write_page().splitlines() if line.startswith("| ``")]
        assert len(rows) > 1000
        assert [row for row in rows if "``" not in row[-1] and "aim.verb" not in row[0]] == []
