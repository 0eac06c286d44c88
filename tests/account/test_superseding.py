"""What later words take the place of, held to the rule's text: there each word is held against each later one."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kg.account import incompatible
from kg.account.compute import account
from kg.account.superseding import Standing
from kg.account.words import Slot, Word, split
from kg.model.records import Claim, Figure, Stance
from tests.making import claim, links

LINKS = links()
DAYS = ("2023-12-01", "2023-12-02", "2023-12-03", "2023-12", "../2023-12-02")
WHENS = (None, "2023-11-30", "2023-12-01", "2023-11", "2023-11-20/2023-11-25", "../2023-11", "2023-12/..")
STANCES = ["asserts"] * 5 + ["announces"] * 3 + ["denies", "suggests", "asks", "retracts"]
PLACES = (None, "capital", "harbour", "aland", "bland")


def some(chance: random.Random, number: int, fact: str) -> Claim:
    """A claim of one speaker on a meeting or on a visit."""
    roles: dict[str, tuple[str, ...]] = {}
    if fact == "m":
        roles["participant"] = tuple(chance.sample(("ann", "bob", "cid"), chance.randint(1, 3)))
    else:
        roles["agent"] = ("ann",)
    if place := chance.choice(PLACES):
        roles["place"] = (place,)
    figure = chance.choice([None, Figure("1", "3"), Figure("4", None), Figure("1", "1", "EUR")])
    values = {"hurt": figure} if figure else {}
    if chance.random() < 0.2:
        values["tone"] = Figure(*[str(chance.randint(1, 9))] * 2)  # measures the report: nothing is corrected by it
    return claim(
        "ann", chance.choice(STANCES), id_=f"{fact}{number}", fact=fact, type="Meeting" if fact == "m" else "Visit",
        article="herald-2", said=chance.choice(DAYS), when=chance.choice(WHENS), roles=roles,
        scope=chance.choice(["fact", "fact", "roles"]), values=values,
    )  # fmt: skip


def pool(fact: str) -> list[Claim]:
    chance = random.Random(fact)
    return [some(chance, number, fact) for number in range(400)]


def turns(later: Word, word: Word) -> bool:
    if later.claim.stance is word.claim.stance:
        return False
    return not (word.asserts and later.claim.stance is Stance.ANNOUNCES)


def corrects(later: Word, word: Word) -> bool:
    same = later.claim.stance is word.claim.stance is not Stance.DENIES
    return same and incompatible.contradicts(later.claim, word.claim, LINKS)


def supersedes_on(later: Word, word: Word, slot: Slot) -> bool:
    names, role = slot in later.slots, slot[0]
    verdicts = all(its.claim.stance in (Stance.ASSERTS, Stance.DENIES) for its in (later, word))
    if names and turns(later, word) and (verdicts or later.of_fact is word.of_fact):
        return True
    if later.of_fact is not word.of_fact or not (word.of_fact or role in later.claim.roles):
        return False
    judged = word.asserts or word.claim.stance is Stance.DENIES
    if turns(later, word) and (word.of_fact or not judged):
        return True
    another = names or bool(incompatible.roles(later.claim, word.claim, LINKS, (role,)))
    return another and corrects(later, word)


def test_a_later_figure_of_the_report_takes_nothing_back() -> None:
    def told(said: str, number: str, name: str) -> Claim:
        return claim("ann", id_=said, said=said, values={name: Figure(number, number)})

    for name, basis in (("tone", ["2023-12-11", "2023-12-12"]), ("hurt", ["2023-12-12"])):
        said = [told("2023-12-11", "1", name), told("2023-12-12", "2", name)]
        assert account(said, LINKS).facts["m"].basis == tuple(f"herald-1/{day}" for day in basis)


def compare(claims: list[Claim]) -> None:
    words = split(sorted(claims, key=lambda its: its.key), LINKS)
    standing = Standing(words, LINKS)
    superseding = [w for w in words if w.dated and w.claim.stance in (Stance.ASSERTS, Stance.ANNOUNCES, Stance.DENIES)]
    for word in words:
        later = [other for other in superseding if other.day > word.day]
        if word.of_fact:
            expected = not any(its.of_fact and (turns(its, word) or corrects(its, word)) for its in later)
            assert standing.stands(word) is expected
        for slot in word.slots:
            taken = [its for its in words if its.claim.stance is Stance.RETRACTS and slot in its.slots]
            expected = not any(its.day >= word.day for its in taken)
            assert standing.stands_on(word, slot) is (
                expected and not any(supersedes_on(its, word, slot) for its in later)
            )


@given(st.lists(st.sampled_from(pool("m")), max_size=12, unique_by=lambda its: its.key))
def test_of_an_event_what_stands_is_what_no_later_word_supersedes(claims: list[Claim]) -> None:
    compare(claims)


@given(st.lists(st.sampled_from(pool("v")), max_size=12, unique_by=lambda its: its.key))
def test_of_a_situation_what_stands_is_what_no_later_word_supersedes(claims: list[Claim]) -> None:
    compare(claims)


def test_thousands_of_days_of_one_speaker_are_judged_at_once() -> None:
    """Minutes, if each word were held against each: each claim corrects the place and the day of the one before."""
    days = [(date(2000, 1, 1) + timedelta(number)).isoformat() for number in range(5_000)]
    places = ("capital", "harbour")
    said = [
        claim("ann", id_=f"c{number}", said=day, when=day,
              roles={"participant": ("ann", "bob"), "place": (places[number % 2],)})
        for number, day in enumerate(days)
    ]  # fmt: skip
    meeting = account(said, LINKS).facts["m"]
    assert meeting.basis == ("herald-1/c4999",)
    assert [its.filler for its in meeting.fillers.values() if its.accepted] == ["ann", "bob", "harbour"]
