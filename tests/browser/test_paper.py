"""Briefings of subjects of whom everything is recorded, as Chromium prints them."""

import re

import pytest
from playwright.sync_api import Page

from tests.operations.commands import manage
from tests.operations.serving import served

from .addresses import in_language
from .fullness import ADDRESSES
from .test_tasks import pages_of

pytestmark = [pytest.mark.apart, pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.content]

SECTIONS = 9


@pytest.fixture(scope="module")
def full_site(tmp_path_factory) -> str:
    """A site of its own: so much of what is made up would stand in everyone's way."""
    data_dir = tmp_path_factory.mktemp("full")
    with served(data_dir) as site:
        added = manage("shell", "-c", "from tests.browser.fullness import add; add()", DATA_DIR=data_dir)
        assert added.returncode == 0, added.stderr
        yield site.address


@pytest.fixture
def paper(full_site, chromium) -> Page:
    page = chromium.new_page(base_url=full_site)
    yield page
    page.close()


@pytest.mark.parametrize(("language", "address"), [("ru", each) for each in ADDRESSES] + [("en", ADDRESSES[0])])
def test_a_full_briefing_has_two_pages(paper, language, address):
    paper.goto(in_language(language, address))
    assert paper.locator(".briefing > .section").count() >= SECTIONS - ("&" in address)
    assert paper.locator(".briefing .section:not(:has(p, li))").count() == 0
    assert pages_of(paper.pdf(format="A4")) == 2


def test_what_is_cut_says_how_much_there_is(paper):
    paper.goto(ADDRESSES[0])
    told = [re.search(r"(\d+) of (\d+) are shown", each) for each in paper.locator(".fine").all_inner_texts()]
    assert all(int(each[1]) < int(each[2]) for each in told if each)
    assert len([each for each in told if each]) >= 5
