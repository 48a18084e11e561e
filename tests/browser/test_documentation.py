"""The API's documentation draws itself under the site's policy, from this host alone, and asks the API itself."""

import pytest

pytestmark = [pytest.mark.apart, pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.content]


def test_every_resource_is_described_and_can_be_tried(open_page):
    page = open_page()
    page.goto("/api/docs/")
    page.locator(".opblock").first.wait_for()
    assert page.locator(".opblock").count() == 34
    operation = page.locator("#operations-topics-list_topics")
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table")
    answer.wait_for()
    assert '"count": 25' in answer.text_content()
