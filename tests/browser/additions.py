"""What the seed content has none of, so that its pages are seen too. Runs inside `manage.py shell`."""

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group, User

from cooperation.models import Agency, Commitment, GivenPassword, Meeting, State

from .addresses import ARTICLE, WITHDRAWN

PASSWORD = "correct horse battery"
# Of the authenticator app of those who have one.
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def add() -> None:
    """A commitment, a withdrawn meeting, and seven who may come to the desk: three with an app, one as a newcomer."""
    meeting = Meeting.objects.get(slug=ARTICLE)
    Commitment.objects.create(
        meeting=meeting,
        point=meeting.points.first(),
        made_by=Agency.objects.get(slug="unicef"),
        text_en="To send two trainers for mine awareness",
        slug="two-trainers",
        due="2024-06",
    )
    withdrawn = Meeting.objects.get(slug=WITHDRAWN)
    withdrawn.points.create(order=1, kind="informed", text_en="That the guests were welcome")
    withdrawn.move_to(State.WITHDRAWN, by=None, reason="Entered twice.")
    withdrawn.save()
    for name, role in (("leyla", "Editor"), ("rauf", "Administrator"), ("sevil", "Contributor")):
        _account(name, role)
    for name in ("aytac", "kamran", "nigar"):
        TOTP.activate(_account(name, "Editor"), KEY)
    GivenPassword.objects.create(user=_account("fidan", "Contributor"))


def _account(name: str, role: str) -> User:
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user
