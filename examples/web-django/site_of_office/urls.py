"""The addresses of the site."""

from django.contrib import admin
from django.urls import path
from schools.views import edit_school, show_school

urlpatterns = [
    path("admin/", admin.site.urls),
    path("schools/<int:school_id>/", show_school, name="school"),
    path("schools/<int:school_id>/edit", edit_school, name="edit"),
]
