"""Read catalogs and mappings with compliance-trestle, which knows the models of OSCAL; it raises where one is wrong."""

import sys
from pathlib import Path

from trestle.oscal.catalog import Catalog
from trestle.oscal.mapping import MappingCollection

folder = Path(sys.argv[1])
catalogs = [Catalog.oscal_read(file) for file in sorted(folder.glob("*.catalog.json"))]
mappings = [MappingCollection.oscal_read(file) for file in sorted(folder.glob("*.mapping.json"))]
if not catalogs or not mappings or None in (*catalogs, *mappings):
    sys.exit("nothing was read")
sys.stdout.write(f"trestle reads {len(catalogs)} catalogs and {len(mappings)} mappings\n")
