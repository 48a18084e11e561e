import pytest
from django.contrib.auth.models import Permission
from django.test import Client


@pytest.fixture
def contributor(django_user_model):
    """The browser of somebody who may enter and change meetings, and publish nothing."""
    user = django_user_model.objects.create_user("contributor", password="x", is_staff=True)
    codenames = ("view_meeting", "add_meeting", "change_meeting")
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client
