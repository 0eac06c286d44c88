"""What the server counts of itself, in Prometheus' text format, and the line that it logs of each request.

Source: Prometheus exposition formats, text format 0.0.4.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from kg.serve.builds import Builds

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Counts of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        its = self._registry
        self._requests = Counter("kg_requests", "Requests answered.", ["route", "status"], registry=its)
        self._seconds = Histogram("kg_request_seconds", "Seconds a request.", ["route"], buckets=_SECONDS, registry=its)
        self._workers = Gauge("kg_workers", "Worker processes, and requests in line.", ["pool", "state"], registry=its)
        self._swaps = Gauge("kg_builds_swapped", "How often a new build was taken up.", registry=its)

    def count(self, route: str, status: int, seconds: float) -> None:
        """Count a request that has been answered."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, builds: Builds) -> bytes:
        """Write all counts."""
        for name, pool in (("queries", builds.serving.queries), ("answers", builds.serving.answers)):
            for state, number in pool.counts.items():
                self._workers.labels(name, state).set(number)
        self._swaps.set(builds.swaps)
        return generate_latest(self._registry)


def log_line(method: str, path: str, status: int, seconds: float) -> str:
    r"""Write the line of a request for the log, without what stands behind the question mark.

    >>> log_line("GET", "/fact/a\nb", 200, 0.0123)
    'GET /fact/a%0Ab 200 12 ms'
    """
    shown = "".join(character if " " < character <= "~" else _escaped(character) for character in path)
    return f"{method} {shown} {status} {1000 * seconds:.0f} ms"


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
