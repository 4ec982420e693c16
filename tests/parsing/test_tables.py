"""Tables as spreadsheets save them, and what is wrong in them, told at the cell."""

import contextlib
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.parsing.cells import is_table, read_table

COLUMNS = ("cost", "who")


def read(text):
    return read_table(text, "t.csv", key="id", columns=COLUMNS)


def problems(text):
    with pytest.raises(kd.InputError) as caught:
        read(text)
    for found in caught.value.diagnostics:
        assert "None" not in str(found)
        assert found.source is not None
    return [(d.code, d.line, d.column) for d in caught.value.diagnostics]


class TestTables:
    def test_quotes(self):
        table = read('id,who\r\n1,"A ""B"", C"\r\n2, "two\nlines" \r\n3,5" pipe\r\n')
        assert table.data == {"1": {"who": 'A "B", C'}, "2": {"who": "two\nlines"}, "3": {"who": '5" pipe'}}
        assert table.position(("3", "who")) == (5, 3, 7)
        assert table.key_position(("2",)) == (3, 1, 1)

    def test_columns_that_are_not_known_keep_their_names(self):
        assert read("WHO,Id,Days\nA,1,3\n").data == {"1": {"who": "A", "Days": "3"}}

    def test_text_is_composed(self):
        assert read("id,who\n1,Hie\u0323\u0302u\n").data == {"1": {"who": "Hi\u1ec7u"}}

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("cost,who\n1,2\n", [("KD101", 1, 1)]),
            ("\n \n", [("KD101", 1, 1)]),
            ("id,cost,Cost\n1,2,3\n", [("KD006", 1, 9)]),
            ("id,cost\n1,2\n,3\n1,4\n", [("KD101", 3, 2), ("KD006", 4, 1)]),
            ('id,cost\n1,"2\n3,4\n', [("KD017", 2, 3)]),
            ('id,cost\n1,"2" x\n', [("KD017", 2, 6)]),
            ("id,cost\n1,2,5\n3,4,,\n", [("KD017", 2, 5)]),
            ("id,cost\n1,\x00\n", [("KD014", 2, 3)]),
            (f"id,who\n1,{'x' * 140_000}\n", [("KD017", 2, 3)]),
            (f'id,who\n1,"{"x,y" * 140_000}"\n', [("KD017", 2, 3)]),
            ('id,cost\n1,"' + '""' * 50_000, [("KD017", 2, 3)]),
        ],
    )
    def test_what_is_wrong_is_told_at_its_place(self, text, found):
        assert problems(text) == found

    def test_a_sea_of_mistakes_ends(self):
        assert len(problems("id,cost\n" + "1,2\n" * 50_000)) == 1_000

    def test_a_large_table(self):
        table = read("id;cost\n" + "".join(f"{i};{i}\n" for i in range(50_000)))
        assert len(table.data) == 50_000
        assert table.data["49999"] == {"cost": "49999"}

    @given(
        st.lists(
            st.tuples(st.text("abé", min_size=1, max_size=3), st.text('ab ,;"\n\té', max_size=8)),
            max_size=5,
            unique_by=lambda row: row[0],
        ),
        st.sampled_from(",;\t"),
        st.sampled_from(["\n", "\r\n"]),
    )
    def test_what_the_standard_library_writes_is_read(self, rows, separator, line_break):
        file = io.StringIO(newline="")
        csv.writer(file, delimiter=separator, lineterminator=line_break, quoting=csv.QUOTE_ALL).writerows(
            [("id", "who"), *rows]
        )
        expected = {key: {"who": cell.strip()} if cell.strip() else {} for key, cell in rows}
        assert read(file.getvalue()).data == expected

    @given(st.text('id,;\t"\r\n\u00a01\ufeff=sep', max_size=40))
    def test_no_text_makes_it_crash(self, text):
        for whole in (text, "id,cost\n" + text, "sep=;\n" + text):
            with contextlib.suppress(kd.InputError):
                assert read(whole).name == "t.csv"
            is_table(whole, key="id")


@pytest.mark.parametrize("text", ["id: 3\n", "{}", "", "id", "- id, cost\n", '"id": 1\ncost: 2\n'])
def test_what_is_no_table(text):
    assert not is_table(text, key="id")
