"""What every kind of answer says to browsers."""

import pytest
from django.test import Client, RequestFactory

from cooperation.browse import about
from cooperation.operations import headers, refusals
from cooperation.operations.bodies import Refusal
from cooperation.operations.condition import probes, ready
from cooperation.operations.condition.findings import fault
from cooperation.operations.metrics import scrapes
from cooperation.record import changes
from tests import factories as make
from tests.operations import fronts

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
}  # fmt: skip
ALWAYS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HTTPS = {"HTTP_X_FORWARDED_PROTO": "https"}
LARGE = {"CONTENT_LENGTH": str(12 * 2**20)}


@pytest.fixture
def served(settings, tmp_path):
    """The site as it is behind a proxy with TLS, with a record of each standing and a static file."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "page.css").write_text("a{}")
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_HSTS_SECONDS = 63_072_000
    make.make_meeting("Known", slug="known")
    make.make_meeting("Gone", slug="gone", state="withdrawn", withdrawal_reason_en="Twice.")
    return Client(raise_request_exception=False, **HTTPS)


def broken(request):
    raise ValueError


# Of each kind its status, the method, the address and what is sent with it.
KINDS = {
    "page": (200, "get", "/", {}),
    "head of a page": (200, "head", "/about/", {}),
    "page of data": (200, "get", "/data/", {}),
    "sign-in": (200, "get", "/accounts/login/", {}),
    "desk, to a stranger": (302, "get", "/admin/", {}),
    "JSON": (200, "get", "/meetings.json", {}),
    "CSV": (200, "get", "/meetings.csv", {}),
    "spreadsheet": (200, "get", "/meetings.xlsx", {}),
    "feed": (200, "get", "/meetings.atom", {}),
    "calendar": (200, "get", "/meetings.ics", {}),
    "API": (200, "get", "/api/v1/", {}),
    "preflight": (204, "options", "/api/v1/meetings/", {}),
    "robots": (200, "get", "/robots.txt", {}),
    "sitemap": (200, "get", "/sitemap.xml", {}),
    "file": (200, "get", "/static/page.css", {}),
    "redirect": (301, "get", "/about", {}),
    "other scheme": (301, "get", "/about/", {"HTTP_X_FORWARDED_PROTO": "http"}),
    "bad question": (400, "get", "/meetings/?from=nonsense", {}),
    "bad question of data": (400, "get", "/meetings.json?from=nonsense", {}),
    "other host": (400, "get", "/", {"HTTP_HOST": "elsewhere.example"}),
    "form without its token": (403, "post", "/accounts/login/", {}),
    "no page": (404, "get", "/nothing/", {}),
    "no data": (404, "get", "/api/v1/nothing/", {}),
    "no file": (404, "get", "/static/nothing.css", {}),
    "method of data": (405, "delete", "/meetings.json", {}),
    "method": (405, "trace", "/about/", {}),
    "withdrawn": (410, "get", "/meetings/gone/", {}),
    "too large": (413, "post", "/accounts/login/", LARGE),
    "failure": (500, "get", "/about/", {}),
}


def must_bear_all(answer, secure=True):
    must_hold(dict(answer.headers), secure)


def must_hold(headers, secure):
    headers = {name.lower(): value for name, value in headers.items()}
    expected = {name.lower(): value for name, value in ALWAYS.items()}
    if not secure:
        # Over HTTP a browser must pass it over.
        del expected["strict-transport-security"]
        assert "strict-transport-security" not in headers
    assert {name: headers.get(name) for name in expected} == expected
    assert set(headers["content-security-policy"].split("; ")) == POLICY
    assert "geolocation=()" in headers["permissions-policy"]
    is_for_all = headers.get("access-control-allow-origin") == "*"
    assert headers["cross-origin-resource-policy"] == ("cross-origin" if is_for_all else "same-origin")
    assert "server" not in headers
    assert "x-powered-by" not in headers


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_bears_them(served, kind, monkeypatch):
    status, method, address, more = KINDS[kind]
    if kind == "failure":
        monkeypatch.setattr(about, "_page", broken)
    if kind == "form without its token":
        served = Client(enforce_csrf_checks=True, **HTTPS)
    answer = getattr(served, method)(address, **more)
    answer.close()
    assert answer.status_code == status
    must_bear_all(answer, secure=kind != "other scheme")


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("address", ["/meetings.json", "/static/page.css"])
def test_so_does_one_that_says_that_nothing_changed(served, address):
    known = served.get(address)
    held = {"HTTP_IF_NONE_MATCH": known.headers["ETag"]}
    answer = served.get(address, **held)
    for each in (known, answer):
        each.close()
    assert answer.status_code == 304
    must_bear_all(answer)


@pytest.mark.engine("sqlite")
def test_so_does_a_page_that_the_front_has_kept(served):
    site = fronts.Client(changes.stamp)
    first, second = (site.get("/about/", **HTTPS) for _ in range(2))
    unchanged = site.get("/about/", **HTTPS, HTTP_IF_NONE_MATCH=second.headers["ETag"])
    assert (site.made, unchanged.status) == (["/about/"], 304)
    for answer in (first, second, unchanged):
        must_bear_all(answer)


@pytest.mark.engine("sqlite")
def test_the_desk_and_the_account_are_kept_nowhere(served, admin_client):
    admin_client.defaults |= HTTPS
    for address in ("/admin/", "/admin/cooperation/meeting/", "/accounts/2fa/", "/az/admin/", "/ru/accounts/login/"):
        answer = admin_client.get(address)
        must_bear_all(answer)
        assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.engine("sqlite")
def test_what_is_too_large_is_not_read(served, monkeypatch):
    monkeypatch.setattr("django.http.HttpRequest._load_post_and_files", lambda request: pytest.fail("read"))
    assert served.post("/admin/import/", **LARGE).status_code == 413


def failing(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html")])
    raise ValueError("inside")


def answered_by(refusal):
    return lambda environ, start_response: refusal.answer(environ, start_response)


# What is answered without Django: status, who answers, the address, what is sent with it.
BEFORE_DJANGO = {
    "live": (200, probes.around(failing), "/health/live", {}),
    "not ready": (503, probes.around(failing), "/health/ready", {}),
    "method of a probe": (405, probes.around(failing), "/health/live", {"REQUEST_METHOD": "POST"}),
    "counts": (200, scrapes.around(failing), "/metrics", {"HTTP_AUTHORIZATION": "Bearer 0123456789abcdef"}),
    "counts refused": (403, scrapes.around(failing), "/metrics", {"HTTP_AUTHORIZATION": "Bearer x"}),
    "broken body": (400, answered_by(Refusal.BROKEN), "/", {}),
    "slow body": (408, answered_by(Refusal.SLOW), "/", {}),
    "failure": (500, refusals.around(failing), "/", {}),
}


@pytest.mark.engine("sqlite")
@pytest.mark.parametrize("proto", ["https", "http"])
@pytest.mark.parametrize("kind", BEFORE_DJANGO)
def test_so_does_what_is_answered_without_django(served, settings, monkeypatch, kind, proto):
    settings.METRICS_TOKEN = "0123456789abcdef"
    monkeypatch.setattr(ready.readiness, "findings", lambda: [fault("database", "away", "start it")])
    status, application, path, more = BEFORE_DJANGO[kind]
    environ = RequestFactory().get(path, HTTP_X_FORWARDED_PROTO=proto, **more).environ
    begun = []
    body = headers.around(application)(environ, lambda status, headers, *failure: begun.append((status, headers)))
    assert begun[-1][0][:3] == str(status)
    names = [name for name, _value in begun[-1][1]]
    assert len(names) == len(set(names))
    must_hold(dict(begun[-1][1]), secure=proto == "https")
    assert kind != "failure" or body == [b"500 Internal Server Error\n"]


@pytest.mark.engine("sqlite")
def test_what_bears_them_is_left_as_it_is(served):
    known = served.get("/meetings.json")
    begun = []

    def answered(environ, start_response):
        start_response("200 OK", [*known.items()])
        return []

    headers.around(answered)(RequestFactory().get("/").environ, lambda status, headers: begun.append(headers))
    assert begun == [[*known.items()]]
