"""The application of the schools."""

from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    """Its name and what it is called."""

    name = "schools"
    verbose_name = "Trường học"
