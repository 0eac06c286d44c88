"""Articles of which only "published by then" is known: what is the day of an account that rests on them alone."""

from __future__ import annotations

from kg.account.compute import account
from kg.account.facts import Account
from kg.model.records import Article, Status
from tests.making import article, claim, links


def judged(*heads: Article, when: str) -> Account:
    """A meeting that each article announces."""
    background = links(articles={its.id: its for its in heads})
    return account([claim(None, "announces", article=its.id, when=when) for its in heads], background)


def test_plans_of_open_days_alone_are_judged_at_the_latest_of_them() -> None:
    open_ones = article("herald-1", published="/2023-12-14"), article("gazette-1", "gazette", "/2023-12-20")
    later, earlier = judged(*open_ones, when="2023-12-21"), judged(*open_ones, when="2023-12-19")
    assert (later.known_by, later.facts["m"].status) == ("2023-12-20", Status.PLANNED)
    assert (earlier.known_by, earlier.facts["m"].status) == ("2023-12-20", Status.LAPSED)


def test_a_day_that_is_known_goes_before_all_open_ones() -> None:
    both = article("herald-1", published="2023-12-14"), article("gazette-1", "gazette", "/2031-01-01")
    assert judged(*both, when="2023-12-15").known_by == "2023-12-14"
