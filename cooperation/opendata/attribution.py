"""How to name the record as a source, in data as in papers."""

from django.utils import timezone

from cooperation.models import PartialDate
from cooperation.record import site


def citation(address: str) -> str:
    """A line that names the record, where it was taken from and the day, in the active language."""
    day = PartialDate(timezone.localdate().isoformat()).display()
    return ", ".join(part for part in (str(site.NAME), address, day, site.LICENCE) if part) + "."
