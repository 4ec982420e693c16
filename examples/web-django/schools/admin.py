"""Schools in the admin, with their levels in the list."""

from django.contrib import admin

from schools.models import School


@admin.register(School)
class SchoolAdmin(admin.ModelAdmin):
    """The list shows where each school stands."""

    list_display = ("name", "on", "level")
    search_fields = ("name",)

    @admin.display(description="mức")
    def level(self, school: School) -> str:
        """Return the guaranteed level."""
        level = school.assess().level
        return "—" if level is None else level.vi
