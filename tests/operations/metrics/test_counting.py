"""What is counted of requests, and that no reader can make a new series of what he types."""

import pytest
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.test import RequestFactory

from cooperation.opendata.sending import places
from cooperation.operations.caching import ROUTE
from cooperation.operations.metrics import counting, meters
from cooperation.operations.watch import SQLiteWatch
from cooperation.record.index.keeper import keeper
from tests.operations.fronts import Client

pytestmark = pytest.mark.engine("sqlite")


def counted(name, **labels):
    return meters.REGISTRY.get_sample_value(f"cooperation_{name}", labels) or 0


def site(environ, start_response):
    if environ["PATH_INFO"] == "/broken":
        raise RuntimeError("Nothing was answered.")
    if environ["PATH_INFO"] == "/meetings/":
        environ[ROUTE] = "timeline"
    start_response("200 OK" if ROUTE in environ else "404 Not Found", [])
    return []


def ask(*paths):
    application = counting.around(site)
    for path in paths:
        list(application(RequestFactory().get(path).environ, lambda *begin: None))


def test_requests_are_counted_by_route_and_status():
    before = counted("requests_total", route="timeline", status="200", by="site")
    seconds = counted("request_seconds_count", route="timeline")
    ask("/meetings/?q=somebody", "/meetings/")
    assert counted("requests_total", route="timeline", status="200", by="site") == before + 2
    assert counted("request_seconds_count", route="timeline") == seconds + 2


def test_what_nobody_has_a_route_for_is_one_series():
    ask("/first")
    before = counted("requests_total", route="none", status="404", by="site")
    series = len(next(iter(meters.requests.collect())).samples)
    ask(*[f"/{number}?x={number}" for number in range(50)], "/static/no.css")
    assert counted("requests_total", route="none", status="404", by="site") == before + 50
    # One more for static files.
    assert len(next(iter(meters.requests.collect())).samples) <= series + 1


def test_a_site_that_breaks_is_counted_as_broken():
    before = counted("requests_total", route="none", status="500", by="site")
    with pytest.raises(RuntimeError):
        ask("/broken")
    assert counted("requests_total", route="none", status="500", by="site") == before + 1


@pytest.mark.django_db
def test_a_finished_page_is_counted_by_its_route_too():
    client = Client(lambda: "a state")
    client.front = counting.around(client.front)
    hits = counted("requests_total", route="list", status="200", by="front")
    made = counted("requests_total", route="list", status="200", by="site")
    for _ in range(3):
        assert client.get("/topics/").status == 200
    assert client.made == ["/topics/"]
    assert counted("requests_total", route="list", status="200", by="front") == hits + 2
    assert counted("requests_total", route="list", status="200", by="site") == made + 1


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "route"), [("/api/v1/meetings/", "api"), ("/admin/login/", "admin"), ("/az/", "")])
def test_routes_have_names_and_no_languages(client, path, route):
    request = client.get(path).wsgi_request
    assert "/" not in request.META[ROUTE]
    assert request.META[ROUTE].startswith(route)
    assert "az" not in request.META[ROUTE]


def test_errors_are_counted_by_kind():
    ask()
    defects, lost = (
        counted("errors_total", kind="ValueError"),
        counted("database_errors_total", kind="OperationalError"),
    )
    for error in (ValueError("of a reader"), OperationalError("away")):
        try:
            raise error
        except type(error):
            got_request_exception.send(None)
    assert counted("errors_total", kind="ValueError") == defects + 1
    assert counted("database_errors_total", kind="OperationalError") == lost + 1


def test_a_database_that_is_not_there_is_counted(tmp_path):
    ask()
    before = counted("database_errors_total", kind="unreadable")
    assert SQLiteWatch({"NAME": str(tmp_path / "none.sqlite3")})() is None
    assert counted("database_errors_total", kind="unreadable") == before + 1


def test_streams_that_are_refused_are_counted(settings):
    ask()
    settings.DATA_STREAMS_AN_ADDRESS = 0
    before = counted("streams_refused_total", reason="address")
    with pytest.raises(Exception, match="Other long answers"):
        places.take("192.0.2.1")
    assert counted("streams_refused_total", reason="address") == before + 1


@pytest.mark.django_db
def test_what_the_index_shows_is_noted():
    keeper.current()
    counting.look_at_index()
    stamp, meetings, made = keeper.shown()
    assert (counted("index_meetings"), counted("index_generation")) == (meetings, stamp.number)
    assert counted("index_made_timestamp_seconds") == made > 0
