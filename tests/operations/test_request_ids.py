"""Each request has a name, which a proxy may give and nobody can misuse."""

import re

import pytest
from django.test import RequestFactory

from cooperation.browse.errors import server_error
from cooperation.operations import request_ids

pytestmark = pytest.mark.engine("sqlite")


def named(**environ):
    """The name that a request gets, in the site and in the answer."""
    found, begun = [], []

    def site(environ, start_response):
        found.append((environ[request_ids.ID], request_ids.current()))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return []

    request_ids.around(site)(environ, lambda status, headers: begun.extend(headers))
    assert begun[0] == ("Content-Type", "text/plain")
    assert {*found[0], dict(begun)["X-Request-ID"]} == {found[0][0]}
    return found[0][0]


def test_a_request_gets_a_name_of_its_own():
    first, second = named(), named()
    assert re.fullmatch("[0-9a-f]{32}", first)
    assert first != second


def test_the_name_that_a_proxy_gives_stays():
    given = "5f0c6f1e-2b7e-4f0e-9a3b-0c8d5e6f7a1b"
    assert named(HTTP_X_REQUEST_ID=given) == given


@pytest.mark.parametrize(
    "given",
    [
        "",
        "short",
        "a" * 65,
        "with space in it",
        "line\r\nSet-Cookie: x=1",
        "<script>alert</script>",
        "имя-запроса",
        "--------",
    ],
)
def test_what_is_no_name_is_replaced(given):
    assert re.fullmatch("[0-9a-f]{32}", named(HTTP_X_REQUEST_ID=given))


def test_a_page_that_failed_says_the_name():
    request = RequestFactory().get("/")
    assert "Reference" not in server_error(request).content.decode()
    request.META[request_ids.ID] = "5f0c6f1e2b7e"
    assert "Reference: 5f0c6f1e2b7e" in server_error(request).content.decode()
