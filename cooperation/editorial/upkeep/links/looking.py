"""What becomes of an address when it is followed to its end."""

from dataclasses import dataclass
from enum import Enum

from cooperation.models.source import url_key

from .addresses import RefusedError, Target, target_of
from .asking import Answer, FailedError
from .robots import Manners, next_target

REDIRECTS = 8
_FOR_GOOD = {301, 308}
_REDIRECTING = _FOR_GOOD | {302, 303, 307}
# The server is there, and does not speak to programs: that says nothing about the page.
_SHY = {401, 403, 407, 429, 451}


class Outcome(Enum):
    ALIVE = "alive"
    MOVED = "moved"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """What was found at an address: `answer` in words, and where it stands for good now, if elsewhere."""

    outcome: Outcome
    answer: str
    moved_to: str = ""


def look(url: str, manners: Manners) -> Finding:
    """Follow `url` as a browser would, and never anywhere that a stranger's redirect should not lead."""
    try:
        return _follow(target_of(url), manners)
    except RefusedError as refusal:
        # That this program does not go there says nothing about what a reader finds.
        return Finding(Outcome.UNKNOWN, f"not asked: {refusal}")
    except FailedError as failure:
        return Finding(Outcome.FAILED, str(failure))


def _follow(target: Target, manners: Manners) -> Finding:
    begun, for_good, here = target, target, target
    is_for_good = True
    for _redirect in range(REDIRECTS + 1):
        if not manners.allows(here):
            return Finding(Outcome.UNKNOWN, f"{here.host} asks programs to stay away (robots.txt)")
        answer = _asked(here, manners)
        if answer.status not in _REDIRECTING or not answer.location:
            return _judged(answer, begun, for_good)
        here = next_target(here, answer.location)
        is_for_good = is_for_good and answer.status in _FOR_GOOD
        for_good = here if is_for_good else for_good
    return Finding(Outcome.FAILED, "redirects without end")


def _asked(target: Target, manners: Manners) -> Answer:
    """Without the body first; again in full where a server does not care for such a question."""
    try:
        answer = manners.ask("HEAD", target)
    except FailedError as failure:
        if not failure.connected:
            raise
        return manners.ask("GET", target)
    return manners.ask("GET", target) if answer.status >= 400 and answer.status != 429 else answer


def _judged(answer: Answer, begun: Target, for_good: Target) -> Finding:
    if answer.status in _SHY:
        return Finding(Outcome.UNKNOWN, f"answers, but not to programs: {answer.text}")
    if not 200 <= answer.status < 300:
        return Finding(Outcome.FAILED, answer.text)
    if url_key(for_good.url) == url_key(begun.url):
        return Finding(Outcome.ALIVE, answer.text)
    return Finding(Outcome.MOVED, answer.text, for_good.url)
