"""Tables of schools, written to files and drawn for hypothesis."""

import csv
import datetime as dt
import io

import kiemdinh as kd
import plain_dossiers
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.portfolio.batch import assess_many


def write_table(path, rows, columns=None):
    """Write dictionaries as a table with commas."""
    names = columns or list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def row_of(number, mapping):
    """Return the row of a plain dossier: a column for each node and input."""
    row = {"school": f"T{number}", "stage": ",".join(mapping["school"].get("stages", ()))}
    for node, said in mapping["findings"].items():
        row[node] = "n/a: x" if isinstance(said, dict) else said
    for name, said in mapping["inputs"].items():
        places = {f"{name}@{year}": value for year, value in said.items()} if isinstance(said, dict) else {name: said}
        row.update(places)
    return row


def draw_rows(framework, random, count):
    declared = [stage.id for stage in framework.definition.subject.stages]
    rows = []
    for number in range(count):
        stages = (random.choice(declared),) if declared and random.random() < 0.5 else None
        mapping = plain_dossiers.draw_mapping(framework, random, stages=stages)
        mapping["findings"] = {node: said for node, said in mapping["findings"].items() if isinstance(said, str)}
        rows.append(row_of(number, mapping))
    return rows


def draw_dated_rows(framework, random, count, days, stages=None):
    """Return rows that are assessed on days of their own; some have figures that only rules of another day read."""
    rows = []
    for number in range(count):
        row = {"school": f"T{number}", "stage": ", ".join(stages or ()), "date": random.choice(days).isoformat()}
        for stage in (None, *(stages or ())):
            for day in {row["date"], random.choice(days).isoformat()}:
                mapping = plain_dossiers.draw_mapping(framework, random, stages=stages, on=dt.date.fromisoformat(day))
                kept = 1 if stage is None else 0.3
                row |= {name: cell for name, cell in cells_of(mapping, stage).items() if random.random() < kept}
        rows.append(row)
    return rows


def draw_batch(framework, random, folder):
    """Return the results of a drawn table, of several stages where the framework has some.

    None stands for a table that cannot be read: a drawn name can be one that no heading says.
    """
    stages = [stage.id for stage in framework.definition.subject.stages]
    rows = draw_staged_rows(framework, random, 5, stages) if stages else draw_rows(framework, random, 5)
    try:
        return assess_many(framework, write_table(folder / "schools.csv", rows), on=plain_dossiers.ON)
    except InputError:
        return None


def draw_staged_rows(framework, random, count, stages):
    """Return rows of schools with several stages, which can have records of their own beside those of the school."""
    own = random.choice([0, 0.5, 1])
    rows = []
    for number in range(count):
        chosen = tuple(stages[: random.randint(1, len(stages))])
        row = {"school": f"T{number}", "stage": ", ".join(chosen)}
        for stage in (None, *(one for one in chosen if random.random() < own)):
            cells = cells_of(plain_dossiers.draw_mapping(framework, random, stages=chosen), stage)
            kept = 1 if stage is None else 0.7
            row |= {name: cell for name, cell in cells.items() if random.random() < kept}
        rows.append(row)
    return rows


def cells_of(mapping, stage):
    """Return the cells of the school, or of one stage."""
    row = {
        node if stage is None else f"{stage}/{node}": said
        for node, said in mapping["findings"].items()
        if not isinstance(said, dict)
    }
    for name, said in mapping["inputs"].items():
        for year, value in said.items() if isinstance(said, dict) else [(None, said)]:
            place = "/".join(one for one in (stage, year) if one)
            row[f"{name}@{place}" if place else name] = value
    return row


def draw_long_rows(framework, random, count, stages=None):
    """Return records as rows of their own: findings of schools, also that something does not apply."""
    chosen = None if stages is None else tuple(stages)
    rows = []
    for number in range(count):
        for stage in (None, *(chosen or ())):
            for node, said in plain_dossiers.draw_mapping(framework, random, stages=chosen)["findings"].items():
                is_left_out = isinstance(said, dict)
                value, reason = (said["is"], said["why"]) if is_left_out else (said, None)
                if stage is None or random.random() < 0.3:
                    row = {"school": f"T{number}", "stage": stage, "id": node, "value": value, "reason": reason}
                    rows.append(row)
    return rows


def rows_one_by_one(batch, table):
    """Return the rows of a table of nodes by the assessment of each row."""
    found = []
    for row in batch.rows:
        about = batch.table.rows
        result = kd.assess(batch.framework, batch.table.dossier_of(row), on=about.days[row])
        told = [node for node in result.nodes if table.tells(node.layer, node.kind)]
        found += [(about.schools[row], about.years[row], *table.cells_of(node).values()) for node in told]
    return found
