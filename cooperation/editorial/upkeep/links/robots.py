"""What hosts ask of programs in their robots.txt (RFC 9309), and how long a host is left alone between questions."""

import time
from collections.abc import Callable
from urllib.parse import urljoin

from protego import Protego

from .addresses import RefusedError, Target, target_of
from .asking import Answer, Asker, FailedError

PAUSE = 2.0
LONGEST_PAUSE = 30.0
_READ = 500_000
_REDIRECTS = 5
_EVERYTHING = "User-agent: *\nAllow: /"
_NOTHING = "User-agent: *\nDisallow: /"


class Manners:
    """Asks on behalf of one program: only what the host allows, one question at a time, with a pause between two."""

    def __init__(
        self,
        asker: Asker,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._asker = asker
        self._clock = clock
        self._sleep = sleep
        # Of each host its rules, or why there are none: both hold for the round.
        self._rules: dict[str, Protego | RefusedError | FailedError] = {}
        self._asked_at: dict[str, float] = {}

    def allows(self, target: Target) -> bool:
        """Whether the host lets this program read the page. Raises RefusedError or FailedError where there is none."""
        return self._rules_of(target).can_fetch(target.url, self._asker.agent)

    def ask(self, method: str, target: Target, read: int = 0) -> Answer:
        """As `Asker.ask`, when the host's pause is over."""
        if target.host in self._asked_at:
            self._sleep(max(0.0, self._asked_at[target.host] + self._pause(target) - self._clock()))
        try:
            return self._asker.ask(method, target, read)
        finally:
            self._asked_at[target.host] = self._clock()

    def _pause(self, target: Target) -> float:
        rules = self._rules.get(_origin(target))
        wanted = rules.crawl_delay(self._asker.agent) if isinstance(rules, Protego) else None
        return min(max(PAUSE, wanted or 0), LONGEST_PAUSE)

    def _rules_of(self, target: Target) -> Protego:
        origin = _origin(target)
        if origin not in self._rules:
            try:
                self._rules[origin] = Protego.parse(self._read(target_of(f"{origin}/robots.txt")))
            except (RefusedError, FailedError) as error:
                # A host of a hundred sources that does not answer is waited for once.
                self._rules[origin] = error
        rules = self._rules[origin]
        if isinstance(rules, Exception):
            raise rules
        return rules

    def _read(self, target: Target) -> str:
        for _redirect in range(_REDIRECTS + 1):
            answer = self.ask("GET", target, _READ)
            if not (300 <= answer.status < 400 and answer.location):
                return _meant(answer)
            target = next_target(target, answer.location)
        return _EVERYTHING


def next_target(target: Target, location: str) -> Target:
    """Where a redirect leads. Raises RefusedError where nobody should follow."""
    try:
        joined = urljoin(target.url, location)
    except ValueError:
        raise RefusedError("redirects to what is no address") from None
    return target_of(joined)


def _meant(answer: Answer) -> str:
    """Rules that are not there forbid nothing; a host that cannot say now is left alone."""
    if answer.status >= 500 or answer.status == 429:
        return _NOTHING
    return answer.body.decode("utf-8-sig", "replace") if 200 <= answer.status < 300 else _EVERYTHING


def _origin(target: Target) -> str:
    host = f"[{target.host}]" if ":" in target.host else target.host
    return f"{target.scheme}://{host}"
