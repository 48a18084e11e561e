"""Who gets a cookie, and what it is called; what a page fetches from elsewhere."""

import json
import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings as own
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from cooperation.editorial import passkeys
from cooperation.editorial.admin import unsaved
from tests.browse.test_query_counts import make_record
from tests.editorial.posting import ADD, meeting_form
from tests.fuzz.inputs import DATA, PAGES
from tests.operations.commands import ROOT, manage

pytestmark = pytest.mark.engine("sqlite")

TELLING = """
import json
from django.conf import settings
names = [name for name in dir(settings) if "COOKIE" in name] + ["MESSAGE_STORAGE"]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


@pytest.mark.django_db
def test_a_reader_gets_no_cookie_and_nothing_of_another_host():
    make_record(1)
    for path in PAGES + DATA:
        if path.startswith("/accounts/"):
            continue
        reader = Client()
        answer = reader.get(path)
        if answer.streaming:
            list(answer)
        answer.close()
        assert (dict(reader.cookies), path) == ({}, path)
        if answer.get("Content-Type", "").startswith("text/html"):
            assert foreign(answer.content.decode()) == [], path


def foreign(page):
    """What a browser would fetch from another host by itself."""
    tree = LexborHTMLParser(page)
    loaded = [element.attributes.get("src") for element in tree.css("[src]")]
    loaded += [
        element.attributes.get("href")
        for element in tree.css("link")
        if set((element.attributes.get("rel") or "").split())
        & {"stylesheet", "icon", "preload", "manifest", "preconnect"}
    ]
    return [url for url in loaded if url and urlsplit(url).netloc not in {"", "testserver"}]


def test_no_style_or_script_asks_another_host():
    for path in [*(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]:
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"(?:url\(|import |fetch\()\s*[\"']?(?:https?:)?//[^\s\"')]+", text)
        assert found == [], path.name


def test_cookies_of_a_site_with_tls_belong_to_its_host(tmp_path):
    said = json.loads(
        manage("shell", "-v0", "-c", TELLING, DATA_DIR=tmp_path, SITE_URL="https://record.example").stdout.strip()
    )
    for kind, name in (("SESSION", "__Host-session"), ("CSRF", "__Host-csrf")):
        assert said[f"{kind}_COOKIE_NAME"] == name
        assert said[f"{kind}_COOKIE_SECURE"]
        assert said[f"{kind}_COOKIE_HTTPONLY"]
        assert said[f"{kind}_COOKIE_SAMESITE"] == "Lax"
        # What the prefix asks for besides.
        assert (said[f"{kind}_COOKIE_PATH"], said[f"{kind}_COOKIE_DOMAIN"]) == ("/", None)
    # A script reads this one, so its maker says the rest: see the next test.
    assert said["SAVED_WORK_COOKIE_NAME"] == "__Host-saved_work"
    assert said["MESSAGE_STORAGE"] == "django.contrib.messages.storage.session.SessionStorage"
    assert own.LANGUAGE_COOKIE_NAME not in (ROOT / "cooperation" / "urls.py").read_text()


@pytest.mark.django_db
def test_what_says_that_work_is_saved_belongs_to_its_host_too(admin_client, settings):
    settings.SESSION_COOKIE_SECURE, settings.SAVED_WORK_COOKIE_NAME = True, "__Host-saved_work"
    cookie = admin_client.post(ADD, meeting_form(_work="abc123")).cookies["__Host-saved_work"]
    assert (cookie.value, cookie["secure"], cookie["samesite"]) == ("abc123", True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert 'data-saved="__Host-saved_work"' in admin_client.get("/admin/").content.decode()


@pytest.mark.django_db
def test_cookies_last_as_long_as_the_page_on_privacy_says(client, settings):
    assert settings.SESSION_COOKIE_AGE == settings.CSRF_COOKIE_AGE == 12 * 60 * 60
    assert (unsaved._DAY, passkeys.SECONDS) == (24 * 60 * 60, 5 * 60)
    page = client.get("/about/privacy/").content.decode()
    assert "Two cookies hold the session, for twelve hours; one says, for a day, that a form was saved" in page
    assert "for five minutes, what a passkey was asked" in page
