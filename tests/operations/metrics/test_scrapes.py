"""Who may read the counts."""

import pytest
from django.test import RequestFactory

from cooperation.operations.condition import ready
from cooperation.operations.condition.findings import fault, fine
from cooperation.operations.metrics import scrapes

pytestmark = pytest.mark.engine("sqlite")

TOKEN = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def found(monkeypatch):
    found = [fine("database", "answers", 0.0021), fine("disk", "room", 5e9), fine("backups", "young", 3600.0)]
    monkeypatch.setattr(ready.readiness, "findings", lambda: found)
    return found


def site(environ, start_response):
    start_response("418 A Site", [])
    return [b""]


def ask(authorization="", method="GET", path="/metrics"):
    begun = []
    given = {"HTTP_AUTHORIZATION": authorization} if authorization else {}
    request = RequestFactory().generic(method, path, **given)
    body = scrapes.around(site)(request.environ, lambda status, headers: begun.extend((status, dict(headers))))
    return int(begun[0][:3]), begun[1], b"".join(body).decode()


def test_who_has_the_token_reads_them_without_django(settings):
    settings.METRICS_TOKEN = TOKEN
    status, headers, text = ask(f"Bearer {TOKEN}")
    assert (status, headers["Cache-Control"]) == (200, "private, no-store")
    assert headers["Content-Type"].startswith("text/plain; version=")
    assert 'cooperation_check_state{check="database"} 0.0' in text
    assert "cooperation_database_answer_seconds 0.0021" in text
    assert "cooperation_backup_age_seconds 3600.0" in text
    assert ask(f"Bearer {TOKEN}", "POST")[0] == 405


@pytest.mark.parametrize(
    "given", [f"Bearer {TOKEN[:-1]}", "Bearer ", f"Basic {TOKEN}", "Bearer \xff\xfe", f"Bearer{TOKEN}"]
)
def test_who_has_another_is_refused(settings, given):
    settings.METRICS_TOKEN = TOKEN
    assert ask(given)[0] == 403


def test_a_refused_one_says_nothing(settings, caplog):
    """Neither to who sent it nor to the log: not how near it came, nor whether there is one at all."""
    caplog.set_level(0)
    nearly, far = f"Bearer {TOKEN[:-1]}x", "Bearer kumquat"
    settings.METRICS_TOKEN = ""
    unset = ask(nearly)
    settings.METRICS_TOKEN = TOKEN
    assert ask(nearly) == ask(far) == unset
    assert TOKEN[:8] not in repr(unset)
    assert caplog.text == ""


def test_they_are_compared_in_the_same_time_however_much_is_right(settings, monkeypatch):
    settings.METRICS_TOKEN = TOKEN
    compared = []
    monkeypatch.setattr(scrapes.hmac, "compare_digest", lambda *both: compared.append(both))
    # The right one, too: nothing else decides.
    assert [ask(f"Bearer {each}")[0] for each in (TOKEN, TOKEN[:-1])] == [403, 403]
    assert compared == [(TOKEN.encode(), TOKEN.encode()), (TOKEN[:-1].encode(), TOKEN.encode())]


def test_where_there_is_no_token_nobody_has_it():
    assert ask("Bearer ")[0] == ask("Bearer x")[0] == 403


def test_what_comes_without_one_goes_to_the_site():
    assert ask()[0] == ask(f"Bearer {TOKEN}", path="/meetings/")[0] == 418


@pytest.mark.django_db
def test_staff_read_them_and_nobody_else(client, settings, found, django_user_model):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    client.force_login(django_user_model.objects.create_user("reader"))
    assert client.get("/metrics").status_code == 403
    client.force_login(django_user_model.objects.create_user("editor", is_staff=True))
    answer = client.get("/metrics")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    found[0] = fault("database", "away", "start it")
    assert client.get("/metrics").status_code == 403
