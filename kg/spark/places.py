"""Folders and files on whatever file system Spark writes to: local, HDFS, an object store.

Source: Apache Hadoop, Filesystem Specification, "rename" (of a folder to a name that is free).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.base.errors import StoreError
from kg.spark.failures import hint_for

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

VERIFIED = {"parquet.page.verify-checksum.enabled": "true"}  # options by which Parquet is read
_GLOB = re.compile(r"([*?\[\]{}\\])")
_JAVA = re.compile(r"^(?:[\w$]+\.)+[\w$]*(?:Exception|Error): ")


class Place:
    """A folder or a file, by its URI.

    Parameters
    ----------
    session
        Whose settings say how the file system is reached.
    uri
        Without codes, as `kg.base.uris.plain` gives it.
    """

    def __init__(self, session: SparkSession, uri: str) -> None:
        self._session = session
        self.uri = uri
        self._jvm: Any = session._jvm
        self._hadoop: Any = session._jsparkSession.sessionState().newHadoopConf()
        self._path = self._jvm.org.apache.hadoop.fs.Path(self.uri)

    @property
    def pattern(self) -> str:
        """Its URI as Spark reads it, for which `*` and others stand for any name."""
        return only(self.uri)

    @property
    def shown(self) -> str:
        """Its URI, or its path where it lies on this machine, for messages."""
        return self.uri.removeprefix("file:")

    @property
    def name(self) -> str:
        """The last part of its path."""
        return str(self._path.getName())

    @property
    def _files(self) -> Any:  # noqa: ANN401 - an object of the JVM
        return self._path.getFileSystem(self._hadoop)

    def __truediv__(self, name: str) -> Place:
        return Place(self._session, f"{self.uri.rstrip('/')}/{name}")

    def exists(self) -> bool:
        """Tell whether there is anything."""
        return bool(self._try(lambda: self._files.exists(self._path)))

    def inside(self) -> list[Place]:
        """List what lies in a folder, by name; nothing where there is none."""
        if not self.exists():
            return []
        found = self._try(lambda: [str(its.getPath().getName()) for its in self._files.listStatus(self._path)])
        return [self / name for name in sorted(found)]

    def size(self) -> int:
        """Give the bytes of a file."""
        return int(self._try(lambda: self._files.getFileStatus(self._path).getLen()))

    def seconds_since_change(self, now: float) -> float:
        """Tell how long ago it was last written to."""
        return float(now - self._try(lambda: self._files.getFileStatus(self._path).getModificationTime()) / 1000)

    def read(self) -> bytes:
        """Read a small file."""

        def fetch() -> bytes:
            stream = self._files.open(self._path)
            try:
                return bytes(self._jvm.org.apache.commons.io.IOUtils.toByteArray(stream))
            finally:
                stream.close()

        return bytes(self._try(fetch))

    def write(self, data: bytes, first: Place | None = None) -> None:
        """Write a small file, whole: elsewhere first, or beside its place, then renamed over what stands there."""
        beside = first or Place(self._session, f"{self.uri}.new")

        def put() -> None:
            stream = beside._files.create(beside._path, True)
            try:
                stream.write(bytearray(data))
                if stream.hasCapability("hsync"):
                    stream.hsync()
            finally:
                stream.close()
            options: Any = self._jvm.org.apache.hadoop.fs.Options
            overwrite = self._session._sc._gateway.new_array(self._jvm.org.apache.hadoop.fs.Options.Rename, 1)
            overwrite[0] = options.Rename.OVERWRITE
            context: Any = self._jvm.org.apache.hadoop.fs.FileContext
            context.getFileContext(self._path.toUri(), self._hadoop).rename(beside._path, self._path, overwrite)

        self._try(put)

    def make(self) -> None:
        """Make a folder, and those around it."""
        if not self._try(lambda: self._files.mkdirs(self._path)):
            raise StoreError(f"cannot make the folder `{self.shown}`", "may it be written to?")

    def rename(self, other: Place) -> None:
        """Give it the name of another place, where there is nothing."""
        if other.exists() or not self._try(lambda: self._files.rename(self._path, other._path)):
            raise StoreError(
                f"cannot rename `{self.shown}` to `{other.shown}`", "look whether another build is running"
            )

    def remove(self) -> None:
        """Take it away, with all that lies in it."""
        self._try(lambda: self._files.delete(self._path, True))

    def _try(self, act: Any) -> Any:  # noqa: ANN401 - objects of the JVM
        from py4j.protocol import Py4JJavaError

        try:
            return act()
        except Py4JJavaError as error:
            hint = hint_for(str(error)) or "is it there, and may it be written to?"
            raise StoreError(f"`{self.shown}`: {java_words(error)}", hint) from error


def only(uri: str) -> str:
    r"""Write a URI so that Spark reads what it names, and not whatever its `*` and others may stand for.

    >>> print(only("file:/data/a[1].jsonl"))
    file:/data/a\[1\].jsonl
    """
    return _GLOB.sub(r"\\\1", uri)


def java_words(error: Any) -> str:  # noqa: ANN401 - of py4j, which has no types
    """Give what an error of the JVM says, in one line."""
    text = str(error.java_exception.toString()).partition("\n")[0]
    return _JAVA.sub("", text)
