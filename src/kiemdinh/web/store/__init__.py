"""The store of the board: schools with their dossiers, and a log of who changed what.

Begin with ``store``. A dossier is kept as entries, one for each finding, item of evidence and the like: ``entries``
takes a dossier apart and puts it together. Each revision of a school says which entries it changed, so that the log
replays to every earlier dossier. ``tables`` are the tables of the database, and ``migrations`` bring an older one up to
date. ``filling`` reads folders of dossiers and tables of schools into a store.

What must not come in: what a dossier means. The store keeps dossiers that were read elsewhere.
"""

from kiemdinh.web.store.entries import Entries, EntryChange, EntryPlace, join_entries, replay_changes, split_dossier
from kiemdinh.web.store.filling import FilledStore, fill_store
from kiemdinh.web.store.store import EditedSinceError, Store, StoredSchool, StoreRevision, UnknownSchoolError

__all__ = [
    "EditedSinceError",
    "Entries",
    "EntryChange",
    "EntryPlace",
    "FilledStore",
    "Store",
    "StoreRevision",
    "StoredSchool",
    "UnknownSchoolError",
    "fill_store",
    "join_entries",
    "replay_changes",
    "split_dossier",
]
