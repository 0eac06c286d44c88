"""The library that speaks HTTP, or how it is installed: only stores elsewhere need it."""

from __future__ import annotations

from kg.base.errors import UsageError
from kg.base.installing import to_install

try:
    import httpx as httpx
except ImportError as error:
    raise UsageError("httpx is not installed", to_install("httpx")) from error

__all__ = ["httpx"]
