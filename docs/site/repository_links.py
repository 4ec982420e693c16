"""Links to folders of the repository, which no page of the site opens: their text stays, with the path."""

from __future__ import annotations

from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx


def unlink_folders(app: Sphinx, doctree: nodes.document) -> None:
    """Put the text of each link to a folder in its place, with the path where the text is another."""
    for link in list(doctree.findall(pending_xref)):
        path = normpath(join(dirname(app.env.docname), str(link["reftarget"])))
        if link["reftype"] != "myst" or path.startswith("..") or not (Path(app.srcdir) / path).is_dir():
            continue
        where = [nodes.Text(" ("), nodes.literal("", f"{path}/"), nodes.Text(")")]
        link.replace_self([*link.children, *([] if link.astext().strip("/") == path else where)])


def setup(app: Sphinx) -> dict[str, Any]:
    """Take links to folders out before they are reported as missing."""
    app.connect("doctree-read", unlink_folders)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
