"""What the site shows, stores and refuses."""

import os
import re

import django
import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "site_of_office.settings"
django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.contrib.auth.models import User  # noqa: E402 - Django is set up first
from django.core.exceptions import ValidationError  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import get_runner, setup_test_environment, teardown_test_environment  # noqa: E402
from schools.forms import CRITERIA  # noqa: E402
from schools.models import School  # noqa: E402
from site_of_office.asgi import application  # noqa: E402
from starlette.testclient import TestClient  # noqa: E402

FOUND = {node.id: "muc-2" for node in CRITERIA} | {"1.1": "muc-1", "3.3": "khong-dat"}


@pytest.fixture(scope="module", autouse=True)
def _database():
    setup_test_environment()
    runner = get_runner(settings)(verbosity=0)
    databases = runner.setup_databases()
    yield
    runner.teardown_databases(databases)
    teardown_test_environment()


@pytest.fixture
def school():
    return School.objects.create(name="THCS <A>", on="2027-06-30", dossier={"findings": FOUND})


def test_a_page_of_a_school(school):
    page = Client().get(f"/schools/{school.pk}/").content.decode()
    assert 'class="kiemdinh"' in page
    assert "Đạt Mức 1" in page
    assert "THCS &lt;A&gt;" in page


def test_findings_are_edited(school):
    client = Client()
    form = {f"finding-{node.id}": "muc-2" for node in CRITERIA} | {"name": "THCS B", "on": "2027-06-30"}
    assert client.post(f"/schools/{school.pk}/edit", form).status_code == 302
    school.refresh_from_db()
    assert (school.name, school.assess().level.id) == ("THCS B", "muc-2")
    wrong = client.post(f"/schools/{school.pk}/edit", form | {"finding-1.1": "muc-9"})
    assert wrong.status_code == 200
    school.refresh_from_db()
    assert school.dossier["findings"]["1.1"] == "muc-2"


def test_a_dossier_that_cannot_be_read_is_refused_in_vietnamese():
    with pytest.raises(ValidationError) as caught:
        School(name="C", on="2027-06-30", dossier={"findings": {"9.9": "muc-1"}}).full_clean()
    assert "không có mục '9.9'" in " ".join(caught.value.messages)
    with pytest.raises(ValidationError):
        School(name="C", on="2027-06-30", dossier=["muc-1"]).full_clean()


def test_the_admin_lists_levels(school):
    User.objects.create_superuser("lan", password="of-the-test")  # noqa: S106
    client = Client()
    client.login(username="lan", password="of-the-test")  # noqa: S106
    page = client.get("/admin/schools/school/").content.decode()
    assert re.search(r'class="field-level">Đạt Mức 1<', page)


def test_the_questions_of_kiemdinh_beside_it(school):
    body = {"framework": "vn.tt57-2026.pho-thong", "dossier": {"findings": FOUND}, "on": "2027-06-30"}
    with TestClient(application) as client:
        assert client.post("/quality/api/v1/assess", json=body).json()["level"]["id"] == "muc-1"
        assert client.get("/quality/healthz").json() == {"status": "ok"}
