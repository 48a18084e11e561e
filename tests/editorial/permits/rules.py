"""Who may do what at the desk: one rule for each kind of address and of action.

An address that no rule matches fails the test. Write a rule for it: who may look (GET), and who may act (POST).
"""

import re
from dataclasses import dataclass

EVERYONE = frozenset({"anonymous", "stranger", "nobody", "half", "contributor", "editor", "administrator"})
# A newcomer may do nothing else before he has chosen a password.
NEWCOMER = frozenset({"newcomer"})
SIGNED_IN = EVERYONE - {"anonymous"}
STAFF = frozenset({"nobody", "contributor", "editor", "administrator"})
WRITERS = frozenset({"contributor", "editor", "administrator"})
EDITORS = frozenset({"editor", "administrator"})
ADMINISTRATORS = frozenset({"administrator"})
NOBODY: frozenset[str] = frozenset()

# What a contributor enters; and of what is there, by its kind and standing, what is open to a contributor's hand.
# A change of what is published is a proposal then.
ENTERED = "meeting|agreement|program|event|official|source"
PUBLISHABLE = "meeting|agreement|program|event"
OPEN = rf"(?:{PUBLISHABLE}):(?:draft|own|review|published)|(?:official|source|commitment):private"
# A draft of the one who asks, which nobody else has had a hand in.
OWN = rf"(?:{PUBLISHABLE}):own"
NEVER_PUBLIC = rf"(?:{PUBLISHABLE}):(?:draft|review)"
NOUN = r"admin:cooperation_(?!auditentry)\w+"


@dataclass(frozen=True)
class Rule:
    """For the addresses whose name matches `name`, of the records whose label matches `record`."""

    name: str
    look: frozenset[str]
    act: frozenset[str]
    record: str = ".*"

    def matches(self, name: str, record: str) -> bool:
        return bool(re.fullmatch(self.name, name) and re.fullmatch(self.record, record))


# The first that matches holds.
RULES = (
    # The desk itself.
    Rule("admin:(index|jsi18n|guide)", STAFF, STAFF),
    Rule("admin:app_list", WRITERS, WRITERS),
    Rule("admin:login", NOBODY, NOBODY),
    Rule("admin:logout", EVERYONE - {"half"}, EVERYONE - {"half"}),
    Rule("admin:password_change(_done)?", STAFF, STAFF),
    Rule("admin:autocomplete", WRITERS, WRITERS),
    Rule("admin:(queue|completeness|commitments)", WRITERS, WRITERS),
    Rule("admin:create", NOBODY, WRITERS, record="official|source|program|event"),
    Rule("admin:create", NOBODY, EDITORS, record="agency|topic"),
    Rule("admin:(title|oddities)", WRITERS, NOBODY),
    Rule("admin:import(_upload)?", WRITERS, WRITERS),
    Rule("admin:import_done", WRITERS, WRITERS, record="drafts"),
    Rule("admin:import_done", WRITERS, EDITORS, record="public"),
    Rule("admin:archive", NOBODY, ADMINISTRATORS),
    Rule("admin:duplicates", WRITERS, WRITERS),
    Rule("admin:(un)?merge", WRITERS, WRITERS, record="drafts"),
    Rule("admin:(un)?merge", WRITERS, EDITORS, record="public"),
    # What leads nowhere, and the old address of a form.
    Rule(r"admin:admin/\(\?P<url>\.\*\)\$", NOBODY, NOBODY),
    Rule("admin:admin/.*<path:object_id>/", STAFF, STAFF),
    # The nouns.
    Rule(f"{NOUN}_changelist", WRITERS, WRITERS),
    Rule("admin:cooperation_commitment_add", NOBODY, NOBODY),
    Rule(f"admin:cooperation_({ENTERED})_add", WRITERS, WRITERS),
    Rule(f"{NOUN}_add", EDITORS, EDITORS),
    Rule("admin:cooperation_meeting_from_text", WRITERS, WRITERS),
    Rule(f"{NOUN}_deleted", EDITORS, EDITORS),
    Rule(f"{NOUN}_(change|history)", WRITERS, WRITERS, record=OPEN),
    Rule(f"{NOUN}_(change|history)", WRITERS, EDITORS),
    Rule(f"{NOUN}_delete", WRITERS, WRITERS, record=OWN),
    Rule(f"{NOUN}_delete", EDITORS, EDITORS, record=NEVER_PUBLIC),
    Rule(f"admin:cooperation_({PUBLISHABLE})_delete", NOBODY, NOBODY),
    Rule(f"{NOUN}_delete", EDITORS, EDITORS),
    # Accounts and their audit.
    Rule("admin:cooperation_auditentry_(changelist|history)", ADMINISTRATORS, ADMINISTRATORS),
    Rule("admin:cooperation_auditentry_change", ADMINISTRATORS, NOBODY),
    Rule("admin:cooperation_auditentry_.*", NOBODY, NOBODY),
    Rule("admin:auth_(user|group)_.*", ADMINISTRATORS, ADMINISTRATORS),
    # One's own account.
    Rule("account_(login|logout)|mfa_login_webauthn", EVERYONE | NEWCOMER, EVERYONE | NEWCOMER),
    Rule("account_inactive|mfa_authenticate|mfa_list_webauthn", EVERYONE, EVERYONE),
    Rule("account_change_password|mfa_reauthenticate(_webauthn)?", SIGNED_IN | NEWCOMER, SIGNED_IN | NEWCOMER),
    Rule("end_session", NOBODY, SIGNED_IN),
    Rule("account_.*|mfa_.*|usersessions_list", SIGNED_IN, SIGNED_IN),
)

# Who may take each action of a list, and in which standing it changes anything.
ACTIONS = {
    "delete_selected": (EDITORS, {"draft", "review"}),
    "publish": (EDITORS, {"draft", "review", "withdrawn"}),
    "send_to_review": (WRITERS, {"draft"}),
    "send_back": (EDITORS, {"review"}),
    "withdraw": (EDITORS, {"published"}),
    # Of what is published a contributor makes a proposal.
    "change_topics": (WRITERS, {"draft", "review", "published"}),
    "change_agency": (WRITERS, {"draft", "review", "published"}),
    "take_copies": (WRITERS, {"private"}),
    "take_addresses": (WRITERS, {"private"}),
}

UNKNOWN_ADDRESS = (
    "No rule says who may use {name} ({record}). Decide it, write a Rule in tests/editorial/permits/rules.py, and "
    "where the address has arguments, give them in tests/editorial/permits/world.py."
)
UNKNOWN_ACTION = "No rule says who may take the action {name}. Decide it and write it in ACTIONS."


def rule_of(name: str, record: str) -> Rule:
    """The rule for an address; fails where there is none."""
    found = next((rule for rule in RULES if rule.matches(name, record)), None)
    assert found is not None, UNKNOWN_ADDRESS.format(name=name, record=record or "no record")
    return found
