"""Who and what the site works with: who can administer it, the cache that processes share, the pages that it cites."""

import datetime
import secrets

import redis
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.utils import timezone

from cooperation.editorial import sealing
from cooperation.editorial.upkeep.links.rounds import standing

from .findings import Finding, fault, fine, warning

# Links are asked each night and each of them once in thirty days.
_LINKS_OLD = datetime.timedelta(days=7)


def accounts() -> Finding:
    """Raises DatabaseError."""
    # Those of the group, too: who may change accounts may give himself any right.
    administrators = get_user_model().objects.with_perm("auth.change_user").filter(is_staff=True)
    if not administrators.exists():
        return fault(
            "accounts", "nobody can administer this site", "Start with manage.py serve, which makes an account."
        )
    if lost := sealing.unreadable():
        says = f"{lost} second factors were sealed with a SECRET_KEY that is not here: their owners cannot sign in"
        does = "Put that key into SECRET_KEY_FALLBACKS and start again; else manage.py reset_sign_in for each owner."
        return fault("accounts", says, does)
    ready = administrators.filter(pk__in=Authenticator.objects.values("user")).count()
    if not ready:
        says = "no administrator has set up a second factor: who learns the password is in"
        return warning("accounts", says, "Sign in at /admin/, which sets one up.")
    if ready == 1:
        says = "one administrator with a second factor: if that is lost, only this terminal helps (reset_sign_in)"
        return fine("accounts", says)
    return fine("accounts", f"{ready} administrators with a second factor")


def shared_cache() -> Finding:
    """Raises OSError or RedisError."""
    where = settings.CACHES["default"]
    if "SharedCache" in where["BACKEND"]:
        # Asked itself: the site's own way to it hides that it is lost.
        server = redis.Redis.from_url(where["LOCATION"], socket_timeout=2, socket_connect_timeout=2)
        try:
            server.ping()
        except redis.RedisError as error:
            says = (
                f"the cache of CACHE_URL does not answer ({type(error).__name__}): limits count for each process alone"
            )
            return fault("cache", says, "See whether its server runs and CACHE_URL is right.")
        finally:
            server.close()
    name = f"doctor-{secrets.token_hex(8)}"
    cache.set(name, name, 60)
    kept = cache.get(name)
    cache.delete(name)
    if kept != name:
        return fault("cache", "it does not keep what it is given", "See that DATA_DIR/cache can be written.")
    return fine("cache", "keeps what it is given")


def links() -> Finding:
    """Raises DatabaseError."""
    nightly = "Let manage.py check_links run each night (docs/operations.md)."
    last, dead = standing()
    if last is None:
        return warning("links", "they were never checked", nightly)
    age = timezone.now() - last
    says = f"last checked {age.days} days ago, {dead} are dead"
    return warning("links", says, nightly) if age > _LINKS_OLD else fine("links", says)
