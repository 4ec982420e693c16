"""Whole texts that are kept as files, and written anew with ``KIEMDINH_SNAPSHOTS=write``, to be read before kept."""

import os


def check_snapshot(path, text):
    if os.environ.get("KIEMDINH_SNAPSHOTS") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
