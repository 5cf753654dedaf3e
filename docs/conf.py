"""How Sphinx builds the site: `make docs`.

The source folder is the repository's root, so that links from page to page, to the examples and to
the model cards are the same here as where the files are read as they are.
"""

import emotion_desktop

project = "emotion-desktop"
author = "The emotion-desktop team"
project_copyright = author
release = version = emotion_desktop.__version__

root_doc = "docs/index"
include_patterns = [
    "docs/**.md",
    "checkpoints/*.md",
    "examples/README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "assets/LICENSES.md",
]
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
templates_path = ["_templates"]

myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True}

html_theme = "furo"
html_title = f"{project} {release}"
html_favicon = html_logo = "../assets/icon-256.png"
html_show_sphinx = False
html_additional_pages = {"index": "redirect.html"}
