"""The desk's script learns by a cookie what was saved, on a site with TLS by one that belongs to its host."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.operations.commands import ROOT

from .conftest import PATIENCE

pytestmark = pytest.mark.apart

PAGE = '<!doctype html><title>Desk</title><script src="/unsaved.js" data-user="1" data-saved="{}"></script>'
KEEP = """() => { for (const id of ["one", "two"])
    localStorage["unsaved 1 " + id] = JSON.stringify({ id, path: "/x/", at: Date.now(), fields: [] }) }"""
KEPT = "Object.keys(localStorage).map((key) => key.split(' ').pop()).sort()"


def desk(chromium: Browser, address: str, cookie: str) -> Page:
    """A page of the desk at this address, which two pieces of unsaved work are kept for."""

    def answer(route: Route) -> None:
        if route.request.url.endswith(".js"):
            route.fulfill(path=ROOT / "static" / "admin_site" / "unsaved.js", content_type="text/javascript")
        else:
            route.fulfill(body=PAGE.format(cookie), content_type="text/html")

    page = chromium.new_context(base_url=address).new_page()
    page.set_default_timeout(PATIENCE)
    page.route("**/*", answer)
    page.goto("/admin/")
    page.evaluate(KEEP)
    return page


def given(page: Page, name: str, value: str, **where: object) -> None:
    page.context.add_cookies([{"name": name, "value": value, "httpOnly": False, **where}])


@pytest.mark.parametrize(
    ("address", "name"), [("https://record.example", "__Host-saved_work"), ("http://record.example", "saved_work")]
)
def test_saved_work_is_forgotten_and_the_cookie_goes(chromium, address, name):
    page = desk(chromium, address, name)
    given(page, name, "one", url=address, secure=address.startswith("https"))
    page.goto("/admin/")
    assert page.evaluate(KEPT) == ["two"]
    assert page.context.cookies() == []
    page.context.close()


def test_another_host_cannot_have_work_forgotten(chromium):
    page = desk(chromium, "https://desk.record.example", "__Host-saved_work")
    given(page, "saved_work", "one", domain=".record.example", path="/")
    page.goto("/admin/")
    assert page.evaluate(KEPT) == ["one", "two"]
    page.context.close()


def test_a_cookie_of_the_former_path_hides_no_new_one(chromium):
    page = desk(chromium, "http://record.example", "saved_work")
    given(page, "saved_work", "one", domain="record.example", path="/admin/")
    given(page, "saved_work", "two", domain="record.example", path="/")
    page.goto("/admin/")
    assert page.evaluate(KEPT) == []
    page.context.close()
