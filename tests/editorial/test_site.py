import pytest
from django.contrib import admin

from cooperation.editorial.site import EditorialSite

pytestmark = pytest.mark.django_db


def test_the_index_begins_with_meetings_and_ends_with_accounts(rf, admin_user):
    site = EditorialSite()
    site._registry = admin.site._registry
    request = rf.get("/admin/")
    request.user = admin_user
    record, accounts = site.get_app_list(request)
    assert [entry["object_name"] for entry in record["models"]] == EditorialSite.order
    assert accounts["app_label"] == "auth"
