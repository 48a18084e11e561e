"""Editors sign in with an app or with a passkey, on a desk, a tablet and a phone."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.signing_in import code_of

from .additions import PASSWORD
from .axe import complaints
from .watching import watch

pytestmark = [pytest.mark.apart, pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.content]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDTHS = [1280, 768, 360]
# A phone's own passkeys: unlocked by a finger, and known without a name.
PASSKEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_localhost(site, chromium: Browser) -> Iterator[Callable[[], Page]]:
    """Opens the site by its name, without which there is no passkey; its pages may complain of nothing."""
    address = f"http://localhost:{urlsplit(site).port}"
    contexts, watched = [], []

    def opened() -> Page:
        contexts.append(chromium.new_context(base_url=address))
        watched.append(watch(contexts[-1].new_page(), address))
        return watched[-1].page

    yield opened
    for context in contexts:
        context.close()
    assert [problem for each in watched for problem in each.problems] == []


def show_password(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/accounts/login/$"))


def look_at(page: Page) -> None:
    """The page fits at each width, and axe has nothing to say."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(OVERFLOW) == 0, (page.url, width)
    assert complaints(page) == []


def test_an_editor_comes_in_with_an_app(open_page):
    page = open_page()
    page.goto("/accounts/login/")
    look_at(page)
    show_password(page, "leyla")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up the second factor")
    look_at(page)
    key = page.locator(".account-code").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(key))
    page.get_by_role("button", name="Set up").click()
    expect(page.locator(".account-codes li")).to_have_count(10)
    look_at(page)
    page.get_by_role("link", name="Go on to the editors' desk").click()
    expect(page.locator("#site-name")).to_be_visible()
    for address in ("/accounts/2fa/", "/accounts/sessions/", "/accounts/password/", "/accounts/2fa/app/remove/"):
        page.goto(address)
        look_at(page)

    another = open_page(color_scheme="dark")
    show_password(another, "leyla")
    look_at(another)
    another.get_by_label("Code").fill(code_of(key, ahead=1))
    another.get_by_role("button", name="Sign in").click()
    expect(another).to_have_url(re.compile(r":\d+/admin/$"))


def test_a_newcomer_chooses_a_password_first(open_page):
    page = open_page()
    show_password(page, "fidan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose your own password")
    look_at(page)
    page.locator("#id_oldpassword").fill(PASSWORD)
    for field, password in (("#id_password1", "P@ssw0rd123!"), ("#id_password2", "P@ssw0rd123!")):
        page.locator(field).fill(password)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("alert")).to_contain_text("too easy to guess")
    look_at(page)
    page.locator("#id_oldpassword").fill(PASSWORD)
    for field in ("#id_password1", "#id_password2"):
        page.locator(field).fill("seven grey herons over Shirvan")
    page.get_by_role("button", name="Change the password").click()
    expect(page).to_have_url(re.compile(r":\d+/admin/$"))


def test_an_administrator_comes_in_with_a_passkey_alone(at_localhost):
    page = at_localhost()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEYS})

    show_password(page, "rauf")
    page.get_by_role("link", name="Use a passkey instead").click()
    look_at(page)
    expect(page.get_by_label("without a password")).to_be_checked()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".account-codes li")).to_have_count(10)
    sign_out(page)

    page.goto("/admin/auth/user/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile(r":\d+/admin/auth/user/$"))

    sign_out(page)
    show_password(page, "rauf")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile(r":\d+/admin/$"))
