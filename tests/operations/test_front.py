"""Finished pages are given again only where they are what Django would say now, to someone whom nobody knows."""

import threading
import time

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client as Browser

from cooperation.models import Generation, Meeting, Topic
from cooperation.operations import front as fronts
from cooperation.operations.headers import ON_EVERY_ANSWER
from cooperation.operations.watch import Watch
from cooperation.record import changes
from tests.factories import make_meeting, make_program, make_topic
from tests.operations.fronts import ROOM, Client

pytestmark = pytest.mark.django_db

GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}
BLOCK = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "results"}


@pytest.fixture
def site() -> Client:
    return Client(changes.stamp)


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_page_is_made_once(site):
    make_topic("Health")
    first, second = site.get("/topics/"), site.get("/topics/")
    assert (first, site.made) == (second, ["/topics/"])
    assert "Health" in second.text


def test_what_the_front_gives_is_what_django_says(site):
    make_topic("Health")
    said = Browser().get("/topics/")
    for _ in range(2):
        given = site.get("/topics/")
        own = {name: given.headers.pop(name) for name in ("ETag",)}
        assert given.text == said.content.decode()
        assert given.headers == dict(said.headers)
        assert own["ETag"].startswith('"')


def test_a_kept_page_is_known_by_its_time(site):
    make_topic("Health")
    path, since = "/topics.json", "HTTP_IF_MODIFIED_SINCE"
    Generation.objects.update(changed="2023-11-14T22:13:20.25Z")
    told = site.get(path).headers["Last-Modified"]
    site.made.clear()
    assert site.get(path, **{since: told}).status == 304
    assert site.get(path, **{since: "Tue, 14 Nov 2023 22:13:20 GMT"}).status == 200
    assert site.get(path, **{since: "yesterday"}).status == 200
    # What is exact goes before what is to the second.
    assert site.get(path, **{since: told, "HTTP_IF_NONE_MATCH": '"another"'}).status == 200
    assert site.made == []
    assert site.get("/topics/", **{since: told}).status == site.get("/topics/", **{since: told}).status == 200


CHANGES = {
    "save": lambda topic: make_topic("New"),
    "update()": lambda topic: Topic.objects.update(name_en="New"),
    "plain SQL": lambda topic: sql("UPDATE cooperation_topic SET name_en = 'New'"),
    "a meeting about it": lambda topic: make_meeting("New", topics=[topic]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_page_is_made_anew_after_a_change(site, change):
    topic = make_topic("Health")
    before = site.get("/topics/")
    change(topic)
    assert site.get("/topics/").text == Browser().get("/topics/").content.decode() != before.text


def test_a_cascade_is_seen(site):
    topic = make_topic("Health")
    make_meeting(topics=[topic], state="draft")
    site.get("/topics/")
    Meeting.objects.all().delete()
    site.get("/topics/")
    assert site.made == ["/topics/"] * 2


def test_a_save_in_the_admin_is_seen(site):
    topic = make_topic("Health")
    site.get("/topics/")
    editor = get_user_model().objects.create_superuser("editor")
    browser = Browser()
    browser.force_login(editor)
    page = f"/admin/cooperation/topic/{topic.pk}/change/"
    form = browser.get(page).context["adminform"].form
    fields = {name: form[name].value() or "" for name in form.fields if not isinstance(form[name].value(), list)}
    assert browser.post(page, fields | {"name_en": "Hygiene"}).status_code == 302
    assert "Hygiene" in site.get("/topics/").text


def test_a_sign_in_takes_no_page_away(site):
    site.get("/topics/")
    Browser().force_login(get_user_model().objects.create_user("reader"))
    site.get("/topics/")
    assert site.made == ["/topics/"]


def test_a_page_made_while_the_record_changes_is_not_given_afterwards(site):
    make_topic("Health")
    site.meanwhile = lambda: Topic.objects.update(name_en="Hygiene")
    assert "Health" in site.get("/topics/").text
    site.meanwhile = lambda: None
    assert "Hygiene" in site.get("/topics/").text


def test_a_withdrawn_record_is_gone_at_once(site):
    meeting = make_meeting("Secret talks")
    page = meeting.get_absolute_url()
    assert "Secret talks" in site.get(page).text
    Meeting.objects.update(state="withdrawn", withdrawal_reason_en="Entered twice.")
    assert site.get(page).status == 410
    assert "Secret talks" not in site.get("/meetings/").text


def test_a_draft_is_in_no_kept_page(site):
    make_meeting("Hidden", state="draft")
    editor = get_user_model().objects.create_superuser("editor")
    browser = Browser()
    browser.force_login(editor)
    assert "Hidden" in browser.get("/admin/cooperation/meeting/").content.decode()
    cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    assert "Hidden" in site.get("/admin/cooperation/meeting/", HTTP_COOKIE=cookie).text
    assert site.get("/admin/cooperation/meeting/").status == 302
    for page in ("/", "/meetings/"):
        assert "Hidden" not in site.get(page).text


@pytest.mark.parametrize(
    "known", [{"HTTP_COOKIE": f"a=b; {settings.SESSION_COOKIE_NAME}=x"}, {"HTTP_AUTHORIZATION": "Basic eDp5"}]
)
def test_who_may_be_known_goes_past(site, known):
    for _ in range(2):
        assert site.get("/topics/", **known).headers["Cache-Control"] == "private, no-store"
    assert len(site.front.shelf) == 0
    site.get("/topics/")
    assert "ETag" not in site.get("/topics/", **known).headers


@pytest.mark.parametrize("condition", ["HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"])
def test_a_condition_is_for_django_to_judge(site, condition):
    assert site.get("/topics.json").status == 200
    met = {"HTTP_IF_MATCH": "*", "HTTP_IF_UNMODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT"}[condition]
    failed = {"HTTP_IF_MATCH": '"other"', "HTTP_IF_UNMODIFIED_SINCE": "Mon, 01 Jan 1990 00:00:00 GMT"}[condition]
    assert [site.get("/topics.json", **{condition: value}).status for value in (met, failed)] == [200, 412]


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/nope/", "/meetings/?date=x&from=never", "/topics"])
def test_what_is_not_a_public_page_is_not_kept(site, path):
    site.get(path)
    assert len(site.front.shelf) == 0


def test_an_answer_for_machines_is_kept_with_its_own_tag(site):
    make_meeting("One")
    first, second = (site.get("/meetings.json", **GZIP) for _ in range(2))
    assert (first, len(site.made)) == (second, 1)
    assert site.get("/meetings.json", **GZIP, HTTP_IF_NONE_MATCH=first.headers["ETag"]).status == 304


def test_an_export_that_is_streamed_is_not_kept_and_compressed_all_the_same(site):
    make_meeting("One")
    answer = site.get("/meetings.csv", **GZIP)
    assert (answer.headers["Content-Encoding"], len(site.front.shelf)) == ("gzip", 0)
    assert "One" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_answered(site, method):
    site.get("/topics/")
    assert "ETag" not in site.get("/topics/", method).headers
    assert site.made == ["/topics/"] * 2


def test_the_block_that_htmx_asks_for_is_another_page(site):
    make_meeting("One")
    page, block = site.get("/meetings/"), site.get("/meetings/", **BLOCK)
    assert "<html" in page.text
    assert "<html" not in block.text
    assert (site.get("/meetings/"), site.get("/meetings/", **BLOCK)) == (page, block)
    assert "<html" in site.get("/meetings/", **BLOCK, HTTP_HX_HISTORY_RESTORE_REQUEST="true").text
    assert len(site.made) == 3


def test_each_language_has_its_page_whatever_the_browser_prefers(site):
    english = site.get("/topics/", HTTP_ACCEPT_LANGUAGE="az")
    assert 'lang="en"' in english.text
    assert 'lang="az"' in site.get("/az/topics/", HTTP_ACCEPT_LANGUAGE="ru").text
    assert site.get("/topics/", HTTP_ACCEPT_LANGUAGE="ru") == english
    assert "Accept-Language" not in english.headers["Vary"]


def test_each_encoding_has_its_form_and_its_tag(site):
    make_topic("Health")
    plain, packed = site.get("/topics/"), site.get("/topics/", **GZIP)
    assert (plain.text, plain.headers.get("Content-Encoding")) == (packed.text, None)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert plain.headers["ETag"] != packed.headers["ETag"]
    for answer in (plain, packed):
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert "Accept-Encoding" in answer.headers["Vary"]
    assert site.get("/topics/", **GZIP) == packed


def test_processes_give_a_page_the_same_tag(site):
    make_topic("Health")
    assert Client(changes.stamp).get("/topics/", **GZIP) == site.get("/topics/", **GZIP)


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        *[(accepted, True) for accepted in ("gzip", "br, gzip;q=0.5", "*", "GZIP", "gzip;q=high")],
        *[(accepted, False) for accepted in ("", "br", "gzip;q=0", "gzip; q=0.0, *", "x-gzip")],
    ],
)
def test_gzip_is_for_those_who_take_it(accepted, taken):
    assert fronts.takes_gzip(accepted) is taken


def test_a_head_has_the_headers_of_the_page_and_no_body(site):
    assert site.get("/topics/", "HEAD").status == 200
    page, head = site.get("/topics/"), site.get("/topics/", "HEAD")
    assert (head.status, head.headers, head.body) == (200, page.headers, b"")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_page_that_the_client_has_is_not_sent_again(site, form):
    page = site.get("/topics/", **GZIP)
    asked = form.format(page.headers["ETag"])
    answer = site.get("/topics/", HTTP_IF_NONE_MATCH=asked, **GZIP)
    assert (answer.status, answer.body) == (304, b"")
    same = {"cache-control", "cdn-cache-control", "etag", "vary"} | ON_EVERY_ANSWER
    assert answer.headers == {name: value for name, value in page.headers.items() if name.lower() in same}


def test_a_page_that_changed_is_sent_to_who_has_the_old_one(site):
    old = site.get("/topics/").headers["ETag"]
    make_topic("Health")
    answer = site.get("/topics/", HTTP_IF_NONE_MATCH=old)
    assert (answer.status, answer.headers["ETag"] == old) == (200, False)


def test_a_page_just_made_may_be_one_that_the_client_has(site):
    tag = site.get("/topics/").headers["ETag"]
    fresh = Client(changes.stamp)
    assert fresh.get("/topics/", HTTP_IF_NONE_MATCH=tag).status == 304


def test_the_order_of_a_query_is_kept(site):
    make_meeting("One", topics=[make_topic("Health")], programs=[make_program("Care")])
    there = site.get("/meetings/?topic=health&program=care")
    back = site.get("/meetings/?program=care&topic=health")
    assert len(site.made) == 2
    assert there.text != back.text


def test_another_day_has_other_pages():
    day = ["2024-01-11"]
    site = Client(lambda: (changes.stamp(), day[0]))
    site.get("/topics/")
    site.get("/topics/")
    day[0] = "2024-01-12"
    site.get("/topics/")
    assert len(site.made) == 2


def test_a_record_without_a_state_is_never_kept():
    site = Client(lambda: None)
    site.get("/topics/")
    site.get("/topics/")
    assert (len(site.made), len(site.front.shelf)) == (2, 0)


def test_memory_stays_within_its_bound():
    site = Client(changes.stamp, room=300_000)
    for number in range(60):
        site.get(f"/about/?page={number}")
        assert site.front.shelf.taken <= 300_000
    # A page and what it varies by; the one asked for last is still there, the first is not.
    assert 2 < len(site.front.shelf) < 2 * 60
    site.get("/about/?page=59")
    assert len(site.made) == 60
    site.get("/about/?page=0")
    assert len(site.made) == 61


def test_a_page_too_large_for_its_room_is_given_but_not_kept():
    site = Client(changes.stamp, room=20_000)
    assert site.get("/topics/").status == 200
    assert site.front.shelf.taken <= 20_000


def test_a_foreign_host_is_refused_and_not_kept(site):
    for _ in range(2):
        assert site.get("/topics/", HTTP_HOST="evil.example").status == 400
    assert len(site.front.shelf) == 0


def test_hosts_do_not_share_a_page(site):
    make_topic("Health")
    assert "//localhost/" in site.get("/topics/", HTTP_HOST="localhost").text
    assert "localhost" not in site.get("/topics/", HTTP_HOST="testserver").text


def test_headers_of_a_proxy_that_is_not_trusted_change_nothing(site):
    poisoned = {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_REWRITE_URL": "/x"}
    first = site.get("/topics/", **poisoned)
    assert "evil" not in first.text
    assert site.get("/topics/") == first


def test_a_page_asked_for_by_https_is_not_given_to_one_who_must_be_redirected(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    site = Client(changes.stamp)
    assert site.get("/topics/", HTTP_X_FORWARDED_PROTO="https").status == 200
    assert site.get("/topics/").status == 301


def test_no_public_page_holds_a_secret(client):
    make_meeting("One")
    for page in ("/", "/meetings/", "/topics/", "/search/?q=one", "/about/", "/az/"):
        answer = client.get(page)
        assert b"csrf" not in answer.content
        assert not answer.cookies


def test_requests_for_one_page_wait_for_the_first():
    site, go = Client(lambda: "state"), threading.Event()
    kept = site.get("/topics/")
    page = site.front._kept
    # Until the first has made it, nobody finds it.
    site.front._kept = lambda *asked: page(*asked) if go.is_set() else None
    made = threading.Barrier(2)

    def slow(environ, start_response):
        made.wait(5)
        go.wait(5)
        start_response("200 OK", [])
        return [b"by itself"]

    site.front.application = slow
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(site.get("/topics/"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    made.wait(5)
    go.set()
    for thread in threads:
        thread.join()
    assert sorted(answer.body for answer in answers) == sorted([b"by itself", kept.body, kept.body])


def test_the_front_can_be_switched_off(settings, monkeypatch):
    # It would go on looking, beside all tests that follow.
    monkeypatch.setattr(Watch, "keep_looking", lambda self: None)
    application = object()
    settings.PAGE_CACHE_MB = 0
    assert fronts.before(application) is application
    settings.PAGE_CACHE_MB, settings.DEBUG = 1, True
    assert fronts.before(application) is application
    settings.DEBUG = False
    assert fronts.before(application).shelf.room == ROOM / 4


def test_while_the_database_is_silent_a_page_says_for_how_long_it_could_not_be_confirmed():
    site, ages = Client(lambda: 1), [0]
    site.front.age_now = lambda: ages[0]
    given = site.get("/topics/").headers, site.get("/topics/").headers
    assert not {"Age", "Cache-Status"} & given[1].keys()
    ages[0] = 31
    stale = site.get("/topics/")
    assert (stale.headers["Age"], stale.headers["Cache-Status"]) == (
        "31",
        'record; hit; ttl=-31; detail="database does not answer"',
    )
    assert site.made.count("/topics/") == 1


def test_few_wait_for_a_page_that_another_request_is_making(monkeypatch):
    site = Client(lambda: 1)
    monkeypatch.setattr(site.front, "_room_to_wait", threading.BoundedSemaphore(1))
    page = threading.Event()
    waiting = threading.Thread(target=site.front._wait_for, args=(page,))
    waiting.start()
    while site.front._room_to_wait._value:
        time.sleep(0.001)
    # There is no room for a second one.
    assert not site.front._wait_for(page)
    page.set()
    waiting.join()
    assert site.front._room_to_wait._value == 1


def test_who_finds_no_room_to_wait_for_a_page_is_sent_away(monkeypatch):
    site = Client(lambda: 1)
    monkeypatch.setattr(site.front, "_room_to_wait", threading.BoundedSemaphore(1))
    site.front._room_to_wait.acquire()
    make, others = site.django, []

    def making(environ, start_response):
        site.django = make
        others.append(site.get("/topics/"))
        return make(environ, start_response)

    site.django = making
    assert site.get("/topics/").status == 200
    assert [(other.status, other.headers["Retry-After"]) for other in others] == [(503, "3")]
    assert site.get("/topics/").status == 200


def test_what_is_asked_for_often_is_marked_as_popular_once_it_must_be_made_anew(monkeypatch):
    state, marked, now = [1], [], [1000.0]
    monkeypatch.setattr("cooperation.operations.pages.time.monotonic", lambda: now[0])
    site = Client(lambda: state[0])
    make = site.django
    site.django = lambda environ, start: (marked.append("cooperation.popular" in environ), make(environ, start))[1]
    for number, seconds in ((1, 0), (1, 0), (1, 0), (1, 0), (2, 1), (2, 0), (3, 0), (3, 0), (3, 0), (3, 0), (4, 9)):
        state[0], now[0] = number, now[0] + seconds
        site.get("/topics/")
    # Made in each state: asked for four times in a second before the second, too seldom or slowly before the others.
    assert marked == [False, True, False, False]
