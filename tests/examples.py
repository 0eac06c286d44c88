"""How many examples a property is tried with: few with each run of the tests, thousands in `make soak`."""

from __future__ import annotations

import os

SOAK = "soak"  # the profile of Hypothesis by which `make soak` looks further
PROFILE = os.environ.get("KG_HYPOTHESIS", "house")


def examples(few: int, *, soak: int = 2_000) -> int:
    """Give the number of examples for a property of which the profile's would be too many, or too few."""
    return soak if PROFILE == SOAK else few
