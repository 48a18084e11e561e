"""What an operator has set, and what is odd about it."""

import os
import stat
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from ..reporting import reporter_at
from .findings import Finding, fault, fine, warning

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def address() -> Finding:
    if not settings.SITE_URL:
        return warning("address", "SITE_URL is not set: this site is for this machine alone", "Set it to go public.")
    if not settings.SITE_URL.startswith("https:"):
        says = f"{settings.SITE_URL} is not HTTPS: passwords and sessions can be read on their way"
        return fault("address", says, "Put a web server with a certificate in front, and write https:// in SITE_URL.")
    return fine("address", f"{settings.SITE_URL}, over HTTPS alone")


def debug() -> Finding:
    if not settings.DEBUG:
        return fine("debug", "off")
    says = "DEBUG is on: errors show the program's inside to whoever meets them"
    return (fault if settings.SITE_URL else warning)("debug", says, "Set DEBUG only while you develop.")


def secret_key() -> Finding:
    """Raises OSError where its file cannot be read."""
    path = os.environ.get("SECRET_KEY_FILE", "")
    if not path and os.environ.get("SECRET_KEY"):
        kept = None
    else:
        kept = Path(path) if path else settings.DATA_DIR / "secret_key"
    if kept is not None and not kept.exists():
        says = f"there is no {kept}: with a new one everybody is signed out, and no code of an app is taken"
        return fault("secret key", says, "Put the former one back; a site that is new gets one from manage.py serve.")
    if kept is not None and others_may(kept, OTHERS if not path else stat.S_IRWXO):
        return fault(
            "secret key", f"{kept} is open to others than its owner", f"chmod 600 {kept}, then make a new key."
        )
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:
        return fault("secret key", "it is short enough to be guessed", "Set a random one of 50 letters or more.")
    return fine("secret key", f"kept in {kept}" if kept else "given in the environment")


def contact() -> Finding:
    if settings.SITE_URL and not settings.CONTACT_EMAIL:
        says = "CONTACT_EMAIL is not set: readers have nowhere to report an error"
        return warning("contact", says, "Set it to the desk's address.")
    return fine("contact", "an address is set" if settings.CONTACT_EMAIL else "none needed on this machine alone")


def reporter() -> Finding:
    if not settings.ERROR_REPORTER:
        return fine("error reports", "in the log alone (ERROR_REPORTER is not set)")
    try:
        reporter_at(settings.ERROR_REPORTER)
    except ImproperlyConfigured as error:
        return fault("error reports", str(error), "Name a function that this Python can import.")
    return fine("error reports", f"told to {settings.ERROR_REPORTER}")


def counts() -> Finding:
    who = "staff and whoever has METRICS_TOKEN" if settings.METRICS_TOKEN else "staff alone (METRICS_TOKEN is not set)"
    return fine("metrics", f"read by {who}")


def django_checks() -> Finding:
    """What Django itself finds odd, for a public site also what it asks of one."""
    found = [
        each for each in checks.run_checks(include_deployment_checks=bool(settings.SITE_URL)) if not each.is_silenced()
    ]
    if not found:
        return fine("settings", "Django has no remark")
    gravest = max(found, key=lambda each: each.level)
    grave = fault if gravest.is_serious() else warning
    says = f"{len(found)} remarks of Django's, the gravest: {gravest.msg} ({gravest.id})"
    return grave("settings", says, gravest.hint or "Run manage.py check --deploy.")


def others_may(path: Path, bits: int) -> bool:
    """Whether others than its owner may do with a file what `bits` say. Raises OSError."""
    return bool(path.stat().st_mode & bits)
