"""The frameworks that come with kiemdinh, as YAML beside this file, and the search for the framework that is meant.

Begin with ``load.py``: ``load`` takes an id, a text, a file, a mapping or a framework. ``bundled.py`` lists what comes
with kiemdinh, and ``named.py`` finds the framework that a dossier or a scenario file names.

Words: a framework that comes with kiemdinh is *bundled*; its id is *reserved*. The file of a framework has its id as
its name; a framework that is split into files has a folder of that name. The file of an amendment is named ``ID@DAY``,
by its first day in force.
"""

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use
from kiemdinh.standards.catalogue.bundled import (
    Bundled,
    Edition,
    bundled_ids,
    catalogue,
    describe_unknown_id,
    editions,
    is_bundled,
    is_unofficial,
    load_bundled,
    split_edition,
)
from kiemdinh.standards.catalogue.files import digest_catalogue
from kiemdinh.standards.catalogue.load import (
    AnyFramework,
    HasAmendment,
    apply,
    edition_before,
    load,
    load_opened,
    looks_like_file_name,
    open_definition,
)
from kiemdinh.standards.catalogue.named import load_named

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue.choice import choose_edition, in_force

__all__ = [
    "AnyFramework",
    "Bundled",
    "Edition",
    "HasAmendment",
    "apply",
    "bundled_ids",
    "catalogue",
    "choose_edition",
    "describe_unknown_id",
    "digest_catalogue",
    "edition_before",
    "editions",
    "in_force",
    "is_bundled",
    "is_unofficial",
    "load",
    "load_bundled",
    "load_named",
    "load_opened",
    "looks_like_file_name",
    "open_definition",
    "split_edition",
]

# Loaded when they are first used: most dossiers name their framework.
_MODULES = {"choice": ("choose_edition", "in_force")}

if not TYPE_CHECKING:  # hidden from type checkers, which would else accept every name
    __getattr__ = load_on_use(__name__, _MODULES)
