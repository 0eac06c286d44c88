"""Areas of pictures: each status has a look of its own."""

from __future__ import annotations

from kg.charts.marks import fill
from kg.model.records import Status


def test_no_two_statuses_fill_an_area_alike() -> None:
    looks = [tuple(sorted(fill(its).items(), key=lambda pair: pair[0])) for its in (*Status, None)]
    assert len({str(look) for look in looks}) == len(Status) + 1
