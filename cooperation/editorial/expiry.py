"""Sessions that have ended leave the database."""

import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone


def clear_expired_sessions() -> None:
    """Nothing but a sign-in makes a session, so that is when to look: there are never more than were begun since."""
    SessionStore.clear_expired()
    # What is listed for their owners. A sign-in at this moment has its entry before its session.
    before = timezone.now() - datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    known = Session.objects.values("session_key")
    UserSession.objects.filter(created_at__lt=before).exclude(session_key__in=known).delete()
