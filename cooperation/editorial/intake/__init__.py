"""From a press release to suggestions for the meeting form; it knows no HTTP and asks no other machine."""

from .reading import read
from .suggestions import Meeting, Participant, Point, Reading, Suggestion
from .texts import UnreadableError
from .words import latin

__all__ = ["Meeting", "Participant", "Point", "Reading", "Suggestion", "UnreadableError", "latin", "read"]
