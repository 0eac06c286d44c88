"""Rows as data frames of pandas, polars and Arrow: a column for each variable, typed by what is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.base.errors import UsageError
from kg.base.installing import to_install

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Columns = Mapping[str, Sequence[Any]]
_TEXT = "text"
_KINDS = {bool: "bool", int: "int", float: "float", Decimal: "float", date: "date", datetime: "datetime"}
_LARGEST = 2**63
_TEXTS_SINCE = 3  # version of pandas: before it, a column of texts turned what is missing into the text "None"


def kind(column: Sequence[Any]) -> str:
    """Tell what a column holds: bool, int, float, date, datetime, or text, which holds everything.

    >>> kind([1, None, 2]), kind([1, 0.5]), kind([1, "one"])
    ('int', 'float', 'text')
    """
    kinds = {_KINDS.get(type_, _TEXT) for type_ in {*map(type, column)} - {type(None)}}
    if kinds == {"int", "float"}:
        return "float"
    (common,) = kinds if len(kinds) == 1 else (_TEXT,)
    if common == "int" and any(value is not None and not -_LARGEST <= value < _LARGEST for value in column):
        return _TEXT
    if common == "datetime" and any(value is not None and value.tzinfo is None for value in column):
        return _TEXT  # of no known zone: not to be counted among those of one
    return common


def _cast(column: Sequence[Any], kind_: str) -> list[Any]:
    """Make the values of a column of one kind; decimals become floats, and times are those of UTC."""
    casts: dict[str, Callable[[Any], Any]] = {"float": float, _TEXT: str, "datetime": lambda when: when.astimezone(UTC)}
    cast = casts.get(kind_)
    return list(column) if cast is None else [None if value is None else cast(value) for value in column]


def to_pandas(columns: Columns) -> pd.DataFrame:
    """Give columns as a data frame of pandas."""
    try:
        import pandas as pd
    except ImportError as error:
        raise UsageError("pandas is not installed", to_install("pandas")) from error
    text = "str" if int(pd.__version__.partition(".")[0]) >= _TEXTS_SINCE else "object"
    types = {"float": "float64", "datetime": "datetime64[us, UTC]", "date": "object", _TEXT: text}
    made = {}
    for name, column in columns.items():
        kind_ = kind(column)
        missing = {"int": "Int64", "bool": "boolean"} if None in column else {"int": "int64", "bool": "bool"}
        dtype: Any = {**types, **missing}[kind_]
        made[name] = pd.array(_cast(column, kind_), dtype=dtype)
    return pd.DataFrame(made)


def to_polars(columns: Columns) -> pl.DataFrame:
    """Give columns as a data frame of polars."""
    try:
        import polars as pl
    except ImportError as error:
        raise UsageError("polars is not installed", to_install("polars")) from error
    types: dict[str, Any] = {
        "bool": pl.Boolean, "int": pl.Int64, "float": pl.Float64, "date": pl.Date, "datetime": pl.Datetime("us", "UTC"),
    }  # fmt: skip
    made = {name: (kind(column), column) for name, column in columns.items()}
    return pl.DataFrame(
        [pl.Series(name, _cast(column, kind_), types.get(kind_, pl.String)) for name, (kind_, column) in made.items()]
    )


def to_arrow(columns: Columns) -> pa.Table:
    """Give columns as a table of Arrow."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise UsageError("pyarrow is not installed", to_install("pyarrow")) from error
    types: dict[str, Any] = {
        "bool": pa.bool_(), "int": pa.int64(), "float": pa.float64(), "date": pa.date32(),
        "datetime": pa.timestamp("us", "UTC"),
    }  # fmt: skip
    made = {name: (kind(column), column) for name, column in columns.items()}
    arrays = [pa.array(_cast(column, kind_), types.get(kind_, pa.string())) for kind_, column in made.values()]
    return pa.table(arrays, names=list(made))
