"""The site with its whole content, served for real, and a Chromium to look at it.

Fixtures are those of this folder alone: while Playwright runs, Django takes the thread for an asynchronous one.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.operations.commands import manage
from tests.operations.serving import served

from .watching import Watched, watch

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = "These tests look at the site with Chromium, and there is none: install the package chromium (Debian)."
# A container has no room for its sandbox and its shared memory, nor a graphics card.
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
WIDE = {"width": 1280, "height": 900}
# A page that has not answered by then will not.
PATIENCE = 10_000


@pytest.fixture(scope="package")
def site(tmp_path_factory) -> Iterator[str]:
    data_dir = tmp_path_factory.mktemp("site")
    with served(data_dir) as site:
        added = manage("shell", "-c", "from tests.browser.additions import add; add()", DATA_DIR=data_dir)
        assert added.returncode == 0, added.stderr
        yield site.address


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.fail(NO_BROWSER, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(site, chromium) -> Iterator[Callable[..., Page]]:
    """Opens an empty page as a reader with the given habits has it; no page may complain of anything by the end."""
    with ExitStack() as stack:
        pages = []

        def opened(**habits: object) -> Page:
            context = chromium.new_context(base_url=site, **({"viewport": WIDE} | habits))
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            pages.append(watch(context.new_page(), site))
            return pages[-1].page

        yield opened
        assert [problem for page in pages for problem in page.problems] == []


@pytest.fixture
def page(open_page) -> Page:
    return open_page()


@pytest.fixture(scope="package")
def lasting_page(site, chromium) -> Iterator[Watched]:
    context = chromium.new_context(base_url=site, viewport=WIDE, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield watch(context.new_page(), site)
    context.close()


@pytest.fixture
def same_page(lasting_page) -> Iterator[Page]:
    """One page for many short looks, since a new one costs more than the look."""
    page = lasting_page.page
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    yield page
    problems = lasting_page.problems.copy()
    lasting_page.problems.clear()
    assert problems == []
