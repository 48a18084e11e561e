import textwrap
from typing import Any

from django.core.management.base import BaseCommand

from cooperation.operations.condition.doctor import examined
from cooperation.operations.condition.findings import Finding, State

_WORDS = {State.FINE: "fine", State.WARNING: "look", State.FAULT: "FAULT"}
_MARGIN = " " * 9


class Command(BaseCommand):
    help = "Say in plain words what is wrong with this site, and what to do; the status is 1 where anything is broken."
    # What they find is one of the findings.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        states = []
        for finding in examined():
            states.append(finding.state)
            self.stdout.write(_said(finding))
        faults, warnings = states.count(State.FAULT), states.count(State.WARNING)
        self.stdout.write(f"\n{len(states)} things examined: {faults} broken, {warnings} to look at.")
        if faults:
            raise SystemExit(1)


def _said(finding: Finding) -> str:
    lines = _wrapped(f"{finding.name}: {finding.says.rstrip('.')}.")
    if finding.do:
        lines += _wrapped(f"→ {finding.do}")
    return textwrap.indent("\n".join(lines), _MARGIN).replace(_MARGIN, f"{_WORDS[finding.state]:<9}", 1)


def _wrapped(text: str) -> list[str]:
    # Paths and commands stay whole, so that they can be copied.
    return textwrap.wrap(text, 100, break_long_words=False, break_on_hyphens=False)
