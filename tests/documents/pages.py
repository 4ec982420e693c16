"""A page with every kind of block, and hostile words in each."""

from kiemdinh.narration.layout import Item, Line, Page, PageBreak, PageTable, Picture, Section, SideBySide

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" width="100" height="40">'
    '<rect width="100" height="40" fill="#cde"/><text x="5" y="20" font-size="10">Trường</text></svg>'
)
WORD = "Nghiêng" * 40
HOSTILE = (
    "A & B <x>",
    "{{ 7 * 7 }} {% for x in y %}",
    "=1+1",
    "+cmd|' /C calc'!A0",
    '"quotes" \\ back #eval("x") $x$ [y] @z',
    "a\x00b\x0bc\ud800d\ufffee",
    "two\nlines\tand a tab",
    WORD,
)

PAGE = Page(
    "Trường “Bình An” & con",
    (
        SideBySide((Line("PHƯỜNG"), Line("TRƯỜNG", True)), (Line("Độc lập - Tự do - Hạnh phúc", True),)),
        Line("Ngày ký", align="right", slanted=True),
        *(Line(text) for text in HOSTILE),
        Section(
            "Tiêu chí",
            (
                PageTable(("Tên", "Số", "Lời"), tuple((text, "1", text) for text in HOSTILE), texts=(2,)),
                Section("Bên dưới", (Item("một", (Item("hai", (Item("ba", (Item("bốn"),)),)),)),)),
            ),
        ),
        PageBreak(),
        Picture(SVG, "Hình"),
    ),
)
