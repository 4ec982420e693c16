"""The whole application: Django, and the questions of kiemdinh beside it at ``/quality``."""

import os

from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.routing import Mount

from kiemdinh.web import make_asgi_app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_of_office.settings")

quality = make_asgi_app(frameworks=["vn.tt57-2026.pho-thong"])
application = Starlette(
    routes=[Mount("/quality", quality), Mount("/", get_asgi_application())],
    # A mounted application is not told that the server ends, so this one tells it.
    lifespan=quality.router.lifespan_context,
)
