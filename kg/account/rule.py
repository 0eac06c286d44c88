"""The rule's rows: from what is said on a matter, and by whom, to its status. Nothing else decides."""

from __future__ import annotations

from msgspec import Struct

from kg.account.voices import is_anonymous
from kg.model.records import Contested, Status

ROWS = {
    Status.RETRACTED: "claims there were, and none counts any more",
    Status.DENIED: "denied, and nobody asserts it",
    Status.ON_RECORD: "every party's own side asserts it",
    Status.CORROBORATED: "two or more named voices assert it, at least one of them no party's",
    Status.ONE_SIDED: "asserted by parties, anonymous voices aside, but not by all",
    Status.REPORTED: "asserted by one named voice that is no party's",
    Status.ALLEGED: "asserted by anonymous voices only",
    Status.FULFILLED: "announced, and an accepted fact fulfils it",
    Status.PLANNED: "announced, and its time has not passed, or is unknown",
    Status.LAPSED: "announced, its time has passed, and no counting claim asserts it",
    Status.UNCONFIRMED: "only asked, declined or suggested, or only taken for granted",
}


class Tally(Struct, frozen=True):
    """All that the rule looks at to give a matter, a fact or a filler, its status."""

    counting: bool = True  # whether any claim counts
    asserting: frozenset[str] = frozenset()  # voices
    asserters: frozenset[str] = frozenset()  # speakers
    deniers: frozenset[tuple[str, str]] = frozenset()  # speakers, each with its voice
    announced: bool = False
    fulfilled: bool = False  # whether an accepted fact fulfils it
    passed: bool = False  # whether its time has passed
    parties: tuple[frozenset[str], ...] = ()  # the sides of each party that must assert it to be on record
    partial: frozenset[str] = frozenset()  # all sides that are a party's


class Verdict(Struct, frozen=True):
    """What the rule says of a matter."""

    status: Status
    contested: Contested | None

    @property
    def accepted(self) -> bool:
        """Whether it is accepted, as far as the matter itself goes; a filler also needs its fact."""
        return self.status.can_be_accepted and self.contested is not Contested.BY_PARTY


def judge(tally: Tally) -> Verdict:
    """Apply the rule to a tally.

    >>> judge(Tally(asserting=frozenset({"us"}), asserters=frozenset({"dod"}), partial=frozenset({"us", "pk"})))
    Verdict(status=<Status.ONE_SIDED: 'one-sided'>, contested=None)
    >>> judge(Tally(counting=False)).status
    <Status.RETRACTED: 'retracted'>
    """
    return Verdict(_status(tally), _contested(tally))


def _status(tally: Tally) -> Status:
    """Give the first status whose row fits; each line is a row, in order."""
    if not tally.counting:
        return Status.RETRACTED
    if tally.deniers and not tally.asserters:
        return Status.DENIED
    if tally.asserting:
        return _asserted(tally)
    if tally.announced and tally.fulfilled:
        return Status.FULFILLED
    if tally.announced:
        return Status.LAPSED if tally.passed else Status.PLANNED
    return Status.UNCONFIRMED


def _asserted(tally: Tally) -> Status:
    named = {voice for voice in tally.asserting if not is_anonymous(voice)}
    if tally.parties and all(sides & named for sides in tally.parties):
        return Status.ON_RECORD
    if len(named) > 1 and named - tally.partial:
        return Status.CORROBORATED
    if named & tally.partial:
        return Status.ONE_SIDED
    return Status.REPORTED if named else Status.ALLEGED


def _contested(tally: Tally) -> Contested | None:
    """Tell who denies what another speaker asserts: a party, if any of them is one."""
    against = {voice for speaker, voice in tally.deniers if tally.asserters - {speaker}}
    if not against:
        return None
    return Contested.BY_PARTY if against & tally.partial else Contested.BY_OUTSIDER
