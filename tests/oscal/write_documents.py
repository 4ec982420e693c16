"""Write every bundled framework as a catalog, and every bundled crosswalk as a mapping, into a folder."""

import json
import sys
from pathlib import Path

import kiemdinh as kd
from kiemdinh.exchange import write_oscal_catalog, write_oscal_mapping
from kiemdinh.transitions.crosswalks import bundled_crosswalks, find_bundled_crosswalk

folder = Path(sys.argv[1])
for entry in kd.catalogue():
    catalog = write_oscal_catalog(entry.id, changed="2026-01-01")
    (folder / f"{entry.id}.catalog.json").write_text(json.dumps(catalog, ensure_ascii=False), "utf-8")
for source, target in bundled_crosswalks():
    crosswalk = find_bundled_crosswalk(source, target)
    assert crosswalk is not None
    mapping = write_oscal_mapping(crosswalk)
    (folder / f"{source}.mapping.json").write_text(json.dumps(mapping, ensure_ascii=False), "utf-8")
