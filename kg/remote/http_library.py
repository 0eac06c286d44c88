"""The library that speaks HTTP, or how it is installed: only stores elsewhere need it."""

from __future__ import annotations

from kg.base.errors import UsageError
from kg.base.installing import to_install

try:
    import httpx2 as httpx2
except ImportError as error:
    raise UsageError("httpx2 is not installed", to_install("httpx2")) from error

__all__ = ["httpx2"]
