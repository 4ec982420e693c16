"""kiemdinh on the web: a JSON API and a board of schools, as an application that others mount in theirs.

Begin with ``app``, which puts the parts together: ``api`` has the questions that can be asked of a dossier and answers
from ``workers``, processes that are ended when one takes too long. ``board`` has pages for people. ``access`` says who
may do what, ``limits`` how much a request may ask for, and ``problems`` how the application answers when something is
wrong.

No text of a request is used as the name of a file. What must not come in: what a framework or a dossier means.
"""

from typing import TYPE_CHECKING

from kiemdinh.diagnostics.optional import import_format
from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.web.app import make_asgi_app, make_wsgi_app
    from kiemdinh.web.limits import Limits
    from kiemdinh.web.router import make_router

__all__ = ["Limits", "make_asgi_app", "make_router", "make_wsgi_app"]

if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    _MODULES = {"app": ("make_asgi_app", "make_wsgi_app"), "limits": ("Limits",), "router": ("make_router",)}
    _load = load_on_use(__name__, _MODULES)

    def __getattr__(name: str) -> object:
        """Load a name when it is first used; if the extra is missing, say so first."""
        if name in __all__:
            import_format("starlette", "web")
        return _load(name)
