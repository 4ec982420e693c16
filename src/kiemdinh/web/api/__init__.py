"""The JSON API: the questions that can be asked about a dossier, their answers, and the document that describes both.

Begin with ``routes``. A request is read and answered in a worker.

Answers are what the public calls of kiemdinh return; nothing else is computed here.
"""

from kiemdinh.web.api.openapi import describe_parameters, describe_problem, name_frameworks
from kiemdinh.web.api.operations import Operation, list_operations
from kiemdinh.web.api.routes import API, list_routes, make_endpoint

__all__ = [
    "API",
    "Operation",
    "describe_parameters",
    "describe_problem",
    "list_operations",
    "list_routes",
    "make_endpoint",
    "name_frameworks",
]
