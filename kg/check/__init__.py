"""What a file's schema cannot say: ids, types, roles, fillers, times, evidence, and what the claims must agree on."""

from kg.check.project import Checked, check

__all__ = ["Checked", "check"]
