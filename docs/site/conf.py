"""How Sphinx makes the site: its source is the repository itself, so that a link between two files is a link there."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from kiemdinh.version import __version__

project = "kiemdinh"
author = "the authors of kiemdinh"
release = version = __version__
language = "en"

root_doc = "docs/index"
include_patterns = [
    "docs/*.md",
    "docs/reference/*.rst",
    "docs/training/*.md",
    "examples/*/README.md",
    "benchmarks/*.md",
    "tests/README.md",
    "README.md",
    "README.vi.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "changelog.d/README.md",
    "src/kiemdinh/linter/pages/*.md",
]
exclude_patterns = ["build", "**/.venv*", "**/node_modules"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "public_names",
    "page_lists",
    "page_languages",
    "drawings",
    "repository_links",
    "sidebar",
]

myst_enable_extensions = ["attrs_inline", "deflist"]
myst_heading_anchors = 6
# A table of contents is made from the lists of the index page.
suppress_warnings = ["toc.not_included", "myst.header", "misc.highlighting_failure", "ref.python"]

nitpicky = True
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_preprocess_types = False

html_theme = "furo"
html_title = "kiemdinh"
# Beside the assets stands the library of the drawings, where .ci/site has fetched it.
html_static_path = ["assets", *filter(None, [os.environ.get("KIEMDINH_SITE_LIBRARY")])]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_additional_pages = {"index": "start.html", "search.vi": "search.vi.html"}
templates_path = ["templates"]
