"""The table of faces as Parquet, for programs that read large tables by column."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import OutputError
from emotion_desktop.files.unique_paths import output_error
from emotion_desktop.labels import Emotion
from emotion_desktop.outputs.tables import csv_columns, typed_rows

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_PER_GROUP: Final = 20_000
_TEXTS: Final = ("source", "name", "label", "top", "flaw")
_WHOLE: Final = ("frame", "track_id")


class ParquetWriter:
    """Writes the columns of `results.csv` with their types; what is empty there is null here.

    Args:
        path: Is replaced if it is there.
        classes: Those of the model.
        with_raw: As for `CsvWriter`.

    Raises:
        OutputError: If pyarrow is missing or the file cannot be written, also by all methods.
    """

    def __init__(self, path: Path, classes: Sequence[Emotion], *, with_raw: bool = False) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError as error:
            raise OutputError(
                "Parquet needs the package pyarrow; install emotion-desktop[export]"
            ) from error
        self.path = path
        self._columns = csv_columns(classes, raw=with_raw)
        self._with_raw = with_raw
        self._pa = pa
        self._schema = pa.schema([(name, self._type(name)) for name in self._columns])
        self._rows: list[list[Any]] = []
        self._closed = False
        try:
            self._file = pq.ParquetWriter(path, self._schema)
        except OSError as error:
            raise output_error(path, error) from error

    def write(self, result: FrameResult) -> None:
        """Append the faces of one frame."""
        self._rows += typed_rows(result, raw=self._with_raw)
        while len(self._rows) >= _ROWS_PER_GROUP:
            self._flush()

    def close(self) -> None:
        """Finish the file; may be called twice."""
        if self._closed:
            return
        self._closed = True
        try:
            self._flush()
        finally:
            try:
                self._file.close()
            except OSError as error:
                raise output_error(self.path, error) from error

    def _flush(self) -> None:
        rows, self._rows = self._rows[:_ROWS_PER_GROUP], self._rows[_ROWS_PER_GROUP:]
        if not rows:
            return
        columns = [list(column) for column in zip(*rows, strict=True)]
        try:
            self._file.write_table(self._pa.table(columns, schema=self._schema))
        except OSError as error:
            raise output_error(self.path, error) from error

    def _type(self, name: str) -> "pa.DataType":
        if name in _TEXTS:
            return self._pa.string()
        if name in _WHOLE:
            return self._pa.int64()
        return self._pa.bool_() if name == "uncertain" else self._pa.float64()


def join_parquet(paths: Sequence[Path], file: BinaryIO) -> None:
    """Write several such files as one, in row groups as if it had been written at once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(paths[0]) as first:
        schema = first.schema_arrow
    with pq.ParquetWriter(file, schema) as joined:
        rest = schema.empty_table()
        for path in paths:
            with pq.ParquetFile(path) as part:
                for group in range(part.num_row_groups):
                    rest = pa.concat_tables([rest, part.read_row_group(group)])
                    while rest.num_rows >= _ROWS_PER_GROUP:
                        joined.write_table(rest.slice(0, _ROWS_PER_GROUP).combine_chunks())
                        rest = rest.slice(_ROWS_PER_GROUP)
        if rest.num_rows:
            joined.write_table(rest.combine_chunks())
