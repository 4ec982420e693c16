"""The pages of a school."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe

from schools.forms import FindingsForm
from schools.models import School


def show_school(request: HttpRequest, school_id: int) -> HttpResponse:
    """Show where a school stands."""
    school = get_object_or_404(School, pk=school_id)
    # Every text in the fragment is escaped already.
    result = mark_safe(school.assess().to_html("vi"))  # noqa: S308
    return render(request, "schools/school.html", {"school": school, "result": result})


def edit_school(request: HttpRequest, school_id: int) -> HttpResponse:
    """Edit what is found of a school."""
    school = get_object_or_404(School, pk=school_id)
    form = FindingsForm(request.POST or None, instance=school)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("school", school_id=school.pk)
    return render(request, "schools/edit.html", {"school": school, "form": form})
