"""What the seed content has none of, so that its pages are seen too. Runs inside `manage.py shell`."""

from django.contrib.auth.models import Group, User

from cooperation.models import Agency, Commitment, Meeting, State

from .addresses import ARTICLE, WITHDRAWN

PASSWORD = "correct horse battery"


def add() -> None:
    """A commitment, a meeting that was withdrawn, and three who may come to the desk."""
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
    withdrawn.move_to(State.WITHDRAWN, by=None, reason="Entered twice.")
    withdrawn.save()
    for name, role in (("leyla", "Editor"), ("rauf", "Administrator"), ("sevil", "Contributor")):
        User.objects.create_user(name, password=PASSWORD, is_staff=True).groups.add(Group.objects.get(name=role))
