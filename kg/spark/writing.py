"""The files of a build: parts of N-Quads and tables, each read back and compared with what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.base.disk import SETTINGS
from kg.base.errors import StoreError
from kg.builder.fingerprints import Step
from kg.spark.accounting import Accounting
from kg.spark.checking import Checked
from kg.spark.lines import CLAIMS_A_PART, Told, lines, parts_of
from kg.spark.places import VERIFIED, Place
from kg.spark.release import read_back, root_of, verified, write_files
from kg.spark.tables import WRITTEN, tables

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


class Writing:
    """Writes one build.

    Parameters
    ----------
    session
        In which it is written.
    checked, accounting
        What it is of.
    fresh
        An empty folder.
    step
        Told what is being done.
    """

    def __init__(
        self, session: SparkSession, checked: Checked, accounting: Accounting, fresh: Place, step: Step
    ) -> None:
        self._session, self._checked, self._its, self._fresh, self._step = session, checked, accounting, fresh, step

    def write(self, parts: int | None, compression: str | None, settings: str) -> dict[str, Any]:
        """Write everything but the manifest, and give what that says of it: `counts`, `root` and `files`.

        Parameters
        ----------
        parts
            How many files of N-Quads; None: one for every so many claims.
        compression
            ``gzip`` or nothing: of the N-Quads.
        settings
            Of the project.

        Raises
        ------
        StoreError
            If what was read back is not what was written.
        """
        counts = self._counts()
        quads = self._quads(counts["claims"], parts, compression)
        rows = self._tables()
        (self._fresh / SETTINGS).write(settings.encode())
        for name, text in self._checked.background.ontology.texts.items():
            (self._fresh / "ontology" / name).write(text.encode())
        self._step("verifying", 0, 1)
        seen = read_back(self._session, self._fresh / "nquads")
        verified(seen, quads)
        files: dict[str, dict[str, Any]] = {
            path: {"lines": its.lines, "sha256": its.sha256} for path, its in seen.items()
        }
        files |= {name: self._table_read_back(name, number) for name, number in rows.items()}
        return {"counts": {**counts, "quads": quads}, "root": root_of(seen), "files": files}

    def _quads(self, claims: int, parts: int | None, compression: str | None) -> int:
        """Write the parts of N-Quads, and give how many quads they hold."""
        its = self._its
        number = parts or max(1, -(-claims // CLAIMS_A_PART))
        bounds = parts_of(self._session, its.judged, claims, number, its.background.value.names.base)
        self._step("quads written", 0, number)
        found = lines(self._session, Told(its.judged, its.heads, its.voices, its.background), bounds)
        suffix, options = (".nq.gz", {"compression": "gzip"}) if compression else (".nq", {})
        return write_files(found, self._fresh / "nquads", "text", suffix, {"lineSep": "\n", **options})

    def _tables(self) -> dict[str, int]:
        """Write the tables, and give how many rows each of them has."""
        its = self._its
        found = tables(self._session, its.judged, its.background, its.heads, its.day, its.whole())
        try:
            every: dict[str, DataFrame] = {**found, "refused": self._checked.refused}
            rows = {}
            for number, (name, frame) in enumerate(every.items()):
                self._step("tables written", number, len(every))
                rows[name] = write_files(frame, self._fresh / name, "parquet", ".parquet", WRITTEN)
            return rows
        finally:
            found.unpersist()

    def _table_read_back(self, name: str, rows: int) -> dict[str, Any]:
        """Read a table again, and give its rows and the sum of their hashes, whatever their order."""
        its = self._session.read.options(**VERIFIED).parquet((self._fresh / name).pattern)
        row = its.selectExpr("count(*) rows", "sum(cast(xxhash64(*) as decimal(38, 0))) hash").first()
        if row is None or row["rows"] != rows:
            raise StoreError(f"the table `{name}` does not hold the {rows:,} rows that were written", "build again")
        return {"rows": rows, "xxhash64": str(row["hash"] or 0)}

    def _counts(self) -> dict[str, Any]:
        its, checked = self._its, self._checked.counts
        kinds = its.judged.groupBy("kind", "status").count().collect()
        by_status = {row.status: row["count"] for row in kinds if row.status}
        claims = sum(row["count"] for row in kinds if not row.status)
        if not its.is_slice and claims != checked["claims"]:
            raise StoreError(f"{claims:,} claims told, of {checked['claims']:,} that are sound", "build again")
        return {
            **{name: checked[name] for name in ("read", "refused", "suggested", "aside")},
            "articles": its.heads.count(),
            "claims": claims,
            "facts": sum(by_status.values()),
            "voices": its.voices.count(),
            "entities": len(its.background.value.entities),
            "by_status": dict(sorted(by_status.items())),
        }
