"""Read catalogs and mappings with compliance-trestle, which knows the models of OSCAL; it raises where one is wrong.

Each is held against its validators too. A catalog with a wrong id and one with no title are refused, so that what is
read has been looked at.
"""

import json
import sys
from pathlib import Path

from trestle.common.err import TrestleError
from trestle.core.validator_factory import validator_factory
from trestle.oscal.catalog import Catalog
from trestle.oscal.mapping import MappingCollection

folder = Path(sys.argv[1])
MODELS = {"catalog": Catalog, "mapping": MappingCollection}


def read_all(kind: str) -> int:
    """Read every document of a kind; return how many there are."""
    files = sorted(folder.glob(f"*.{kind}.json"))
    for file in files:
        document = MODELS[kind].oscal_read(file)
        if document is None or not all(one.model_is_valid(document, True) for one in validator_factory.get_all()):
            sys.exit(f"{file.name} is not valid")
    return len(files)


def refuse(name: str, key: str, text: str | None) -> None:
    """See that a catalog is refused whose first control has another text at a key."""
    whole = json.loads((folder / "org.abet.catalog.json").read_text("utf-8"))
    whole["catalog"]["controls"][0][key] = text
    file = folder / f"{name}.json"
    file.write_text(json.dumps(whole), "utf-8")
    try:
        Catalog.oscal_read(file)
    except TrestleError:
        return
    sys.exit(f"a catalog with the {key} {text!r} was not refused")


counts = [read_all("catalog"), read_all("mapping")]
if 0 in counts:
    sys.exit("nothing was read")
refuse("wrong-id", "id", "1 is no token")
refuse("no-title", "title", None)
sys.stdout.write(f"trestle reads {counts[0]} catalogs and {counts[1]} mappings\n")
