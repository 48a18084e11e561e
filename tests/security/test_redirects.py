"""No address of this site leads to another one."""

from urllib.parse import urljoin, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from tests import factories as make
from tests.signing_in import code_of

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "https:elsewhere.example",
    "https:///elsewhere.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " https://elsewhere.example",
    "/\t/elsewhere.example",
    "https://testserver@elsewhere.example/",
    "https://elsewhere.example\\@testserver/",
    "http://[::1]/",
    "\x00//elsewhere.example",
]
ASKING = [
    "/accounts/login/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/authenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/passkeys/login/",
    "/admin/login/",
    "/admin/logout/",
    "/admin/jsi18n/",
    "/admin/",
]
# Addresses that are completed, moved or brought into another language.
PATHS = [
    "//elsewhere.example/about",
    "//elsewhere.example/%2e%2e",
    "///elsewhere.example/api/v1",
    "/\\elsewhere.example/about",
    "/%5Celsewhere.example",
    "/%2F%2Felsewhere.example/about",
    "/api//elsewhere.example",
    "/az//elsewhere.example",
    "/az/%2felsewhere.example/meetings.json",
    "/meetings//elsewhere.example.json",
    "/admin//elsewhere.example",
    "/about?//elsewhere.example",
    "/id/%2F%2Felsewhere.example/",
    "/%09/elsewhere.example/",
    "/https://elsewhere.example",
]


# What a browser would take for another host where it stood in a `Location`, before addresses that lead on.
HOSTS = [
    "//elsewhere.example",
    "///elsewhere.example",
    "//elsewhere.example:80",
    "//testserver@elsewhere.example",
    "//elsewhere.example/az",
    "/az//elsewhere.example",
    "/\\elsewhere.example",
    "/\t/elsewhere.example",
    "/ru/\\elsewhere.example",
]
LEADING_ON = [
    "", "/", "/about", "/az", "/meetings/one", "/meetings/one/", "/meetings/one.json", "/api/v1", "/admin", "/data",
    "/accounts/login", "/topics.json/", "/id/{uid}", "/id/{uid}/", "/meetings/?topic=old", "/static",
]  # fmt: skip


def stays(answer):
    """Whether a browser that follows the answer is still here."""
    if not 300 <= answer.status_code < 400:
        return True
    location = answer["Location"]
    parts = urlsplit(location.replace("\\", "/"))
    inside = parts.netloc in {"", "testserver"} and parts.scheme in {"", "http", "https"}
    return inside and not location.replace("\\", "/").startswith("//") and location.isprintable()


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("path", PATHS)
def test_no_path_does(client, path):
    assert stays(client.get("/", PATH_INFO=path))
    assert stays(client.get(path))


@pytest.fixture
def moved():
    """A meeting and a topic that stood at other addresses."""
    topic = make.make_topic("Old", slug="old")
    meeting = make.make_meeting("One", slug="one", topics=[topic])
    for record in (topic, meeting):
        record.slug = "new"
        record.save()
    return meeting


def host_after(client, path, **headers):
    """Where a browser is that asks for the path and goes where it is led."""
    path, _question, query = path.partition("?")
    answer = client.get("/", PATH_INFO=path, QUERY_STRING=query, **headers)
    if not 300 <= answer.status_code < 400:
        return "testserver"
    # As browsers read it: a backslash is a slash, and tabs are nothing.
    location = answer["Location"].replace("\\", "/").replace("\t", "").strip()
    return urlsplit(urljoin("http://testserver/some/page/", location)).hostname


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("headers", [{}, {"HTTP_ACCEPT_LANGUAGE": "az", "HTTP_HX_REQUEST": "true"}])
def test_a_path_that_begins_like_a_host_does_not(client, moved, host, headers):
    for rest in LEADING_ON:
        for path in (host + rest.format(uid=moved.uid), rest.format(uid=moved.uid) + host, rest + host + "/about"):
            assert host_after(client, path, **headers) == "testserver", path


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("host", HOSTS)
def test_nor_does_it_on_the_way_to_https(client, settings, moved, host):
    settings.SECURE_SSL_REDIRECT = True
    for rest in LEADING_ON:
        assert host_after(client, host + rest) == "testserver"
    answer = client.get("/", PATH_INFO="//elsewhere.example/about")
    assert (answer.status_code, answer["Location"]) == (301, "https://testserver//elsewhere.example/about")


@pytest.mark.engine("sqlite")
def test_the_slash_that_is_missing_is_added_on_this_host(client, moved):
    """What leads on does, so that the tests above see redirects where there are some."""
    asked = (
        "/about",
        "/az/meetings/one/",
        f"/id/{moved.uid}/",
        "/meetings/?topic=old",
        "/meetings/one.json",
        "/api/v1",
    )
    answers = [client.get(path) for path in asked]
    assert [answer.status_code in {301, 302} for answer in answers] == [True] * len(asked)
    assert [host_after(client, path) for path in asked] == ["testserver"] * len(asked)


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("path", ASKING)
def test_no_wish_where_to_go_next_does(client, django_user_model, path):
    signed_in = Client()
    signed_in.force_login(django_user_model.objects.create_superuser("leyla", password="x"))
    for wish in ELSEWHERE:
        for method in ("get", "post"):
            for browser in (client, signed_in):
                answer = getattr(browser, method)(path, {"next": wish, "redirect": wish, "return": wish})
                assert stays(answer), (path, wish, method, answer["Location"])
                if not browser.session.session_key:
                    signed_in.force_login(django_user_model.objects.get())


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("wish", ELSEWHERE)
def test_who_signs_in_does_not_end_elsewhere(client, django_user_model, wish):
    user = django_user_model.objects.create_user("leyla", password="right one", is_staff=True)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client.post("/accounts/login/", {"login": "leyla", "password": "right one", "next": wish})
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret), "next": wish}).url == "/admin/"


@pytest.mark.engine("sqlite")
def test_a_moved_record_leads_to_its_new_address_here(client):
    meeting = make.make_meeting("One", slug="one")
    meeting.slug = "two"
    meeting.save()
    for address in (
        "/meetings/one/",
        "/az/meetings/one/",
        "/meetings/one.json",
        "/api/v1/meetings/one/",
        f"/id/{meeting.uid}/",
    ):
        for query in ("", "?//elsewhere.example", "?next=//elsewhere.example"):
            answer = client.get(address + query)
            assert answer.status_code in {301, 302, 400}
            assert stays(answer)


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize(
    "host",
    [
        "elsewhere.example",
        "testserver:80@elsewhere.example",
        "testserver.elsewhere.example",
        "",
        "testserver, elsewhere.example",
        "testserver\r\nX: y",
    ],
)
def test_a_foreign_host_is_answered_nothing(client, host):
    answer = client.get("/about", HTTP_HOST=host)
    assert answer.status_code == 400
    assert "elsewhere.example" not in answer.content.decode()


@pytest.mark.engine("sqlite")
def test_the_host_of_a_proxy_is_not_believed(client):
    page = client.get("/about/", HTTP_X_FORWARDED_HOST="elsewhere.example", HTTP_FORWARDED="host=elsewhere.example")
    assert page.status_code == 200
    assert "elsewhere.example" not in page.content.decode()
