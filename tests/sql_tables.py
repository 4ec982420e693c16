"""Tables of drawn schools in DuckDB, typed as a database has them, and what SQL says of them."""

import datetime as dt

import duckdb

import kiemdinh as kd
import plain_dossiers
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.portfolio.batch.sql.sql_columns import read_columns
from kiemdinh.portfolio.columns import HeadingReader
from plain_dossiers import ON


def draw_rows(framework, random, count, *, stages=None):
    """Return rows of plain findings and figures; no cell says that a figure is unknown, which no number can."""
    rows = []
    for number in range(count):
        mapping = plain_dossiers.draw_mapping(framework, random, stages=stages)
        row = {"school": f"S{number}"}
        row |= {n: "not-applicable" if isinstance(said, dict) else said for n, said in mapping["findings"].items()}
        for name, said in mapping["inputs"].items():
            row |= {f"{name}@{at}": one for at, one in said.items()} if isinstance(said, dict) else {name: said}
        rows.append(
            {heading: cell for heading, cell in row.items() if cell != "unknown" or _has_words(framework, heading)}
        )
    return rows


def _has_words(framework, heading):
    allowed = allowed_entries(framework)
    form = allowed.nodes.get(heading) or allowed.inputs.get(heading.partition("@")[0])
    return form is None or form.measure is None or form.measure.kind == "words"


def read_headings(framework, rows):
    """Return the headings of rows that some column can have."""
    headings = HeadingReader(allowed_entries(framework))
    found = []
    for name in dict.fromkeys(name for row in rows for name in row if name != "school"):
        try:
            read_columns({name: name}, headings)
        except kd.InputError:
            continue
        found.append(name)
    return found


def column_types(framework, names, number="DOUBLE"):
    """Return the type of each column, those of the school before; numbers have the one that is asked for."""
    columns = {one.name: one for one in read_columns({n: n for n in names}, HeadingReader(allowed_entries(framework)))}
    types = {"school": "VARCHAR", "year": "VARCHAR"}
    for name in names:
        measure = columns[name].measure
        types[name] = "VARCHAR" if columns[name].words else "DATE" if measure.kind == "date" else number
    return types


def fill_table(framework, rows, names, connection, *, number="DOUBLE", table="schools"):
    """Write rows into a table of typed columns."""
    types = column_types(framework, names, number)
    quoted = ", ".join(f"{quote(name)} {kind}" for name, kind in types.items())
    connection.execute(f"CREATE OR REPLACE TABLE {quote(table)} ({quoted})")
    cells = [[write_cell(row.get(name), kind) for name, kind in types.items()] for row in rows]
    connection.executemany(f"INSERT INTO {quote(table)} VALUES ({', '.join('?' * len(types))})", cells)  # noqa: S608


def write_cell(cell, kind):
    """Return a cell as a column of its type has it."""
    if cell is None:
        return None
    return str(cell) if kind == "VARCHAR" else dt.date.fromisoformat(cell) if kind == "DATE" else float(cell)


def quote(name):
    return '"' + name.replace('"', '""') + '"'


def run_duckdb(text, connection):
    """Return the rows of a query as dictionaries, in the order of the table."""
    found = connection.execute(text)
    names = [one[0] for one in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def assess_row(framework, row, names, *, stages=None):
    """Return the assessment of a row by itself."""
    dossier = {"findings": {}, "inputs": {}} | ({"school": {"stages": list(stages)}} if stages else {})
    headings = HeadingReader(allowed_entries(framework))
    for name in names:
        if name in row:
            headings.read(name).place(dossier, row[name])
    return kd.assess(framework, dossier, on=ON)


def standing_of(framework, result):
    """Return what SQL has to say of a result."""
    found = {
        "level": result.level and result.level.id,
        "attainable": result.attainable and result.attainable.id,
        "determined": result.determined,
    }
    if framework.main_ladder is None:
        label = result.outcomes[0].labels
        found["level"] = found["attainable"] = label[0].id if len(label) == 1 else None
    found |= {f"award.{award.id}": award.certain and award.certain.id for award in result.awards}
    for node in result.nodes:
        if node.layer is not None and node.kind == "level":
            found[f"criterion.{node.node}"] = node.guaranteed and node.guaranteed.id
            found[f"attainable.{node.node}"] = node.attainable and node.attainable.id
        elif node.layer is not None and node.kind == "met":
            found[f"criterion.{node.node}"] = str(node.truth)
    return found


def new_connection():
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    return connection
