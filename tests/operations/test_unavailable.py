"""What is answered when the database fails in the middle of a request, and what is logged of it."""

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.test import Client

from cooperation.operations import unavailable
from tests.editorial.posting import ADD, meeting_form

pytestmark = pytest.mark.django_db


def lost(execute, sql, params, many, context):
    """The connection breaks off at whatever is asked."""
    raise OperationalError("the connection is lost") from psycopg.OperationalError("the connection is lost")


def defect(execute, sql, params, many, context):
    raise ValueError("No database says that.")


@pytest.fixture
def browser(monkeypatch) -> Client:
    monkeypatch.setattr(unavailable._Faults, "silent_until", 0.0)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("path", "language"), [("/agencies/", "en"), ("/az/agencies/", "az"), ("/ru/admin/", "ru")])
def test_a_page_is_refused_in_the_language_of_its_path(browser, path, language):
    browser.force_login(get_user_model().objects.create_superuser("leyla"))
    with connection.execute_wrapper(lost):
        response = browser.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response["Cache-Control"] == "private, no-store"
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize("path", ["/agencies.json", "/api/v1/agencies/", "/az/topics.csv"])
def test_data_are_refused_in_the_shape_of_problems(browser, path):
    with connection.execute_wrapper(lost):
        response = browser.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response.json()["code"] == "unavailable"


def test_an_editor_gets_back_all_that_he_sent(browser):
    browser.force_login(get_user_model().objects.create_superuser("leyla"))
    with connection.execute_wrapper(lost):
        response = browser.post(ADD, meeting_form(summary_en="What <nobody> wants to type again"))
    text = response.content.decode()
    assert response.status_code == 503
    assert '<textarea name="summary_en" hidden>\nWhat &lt;nobody&gt; wants to type again</textarea>' in text
    assert 'name="participations-TOTAL_FORMS"' in text
    assert f'action="{ADD}"' in text


def test_a_lasting_fault_is_one_line_of_the_log(browser, caplog):
    with connection.execute_wrapper(lost):
        for _ in range(3):
            browser.get("/agencies/?q=not-remembered")
    (line,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert line == "/agencies/ cannot be answered for the moment, and others like it: the connection is lost"


def test_a_defect_stays_a_defect(browser):
    with connection.execute_wrapper(defect):
        assert browser.get("/agencies/?q=not-remembered").status_code == 500
        assert browser.get("/agencies.json").json()["code"] == "server-error"
