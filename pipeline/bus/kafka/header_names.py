"""Header names that are no UTF-8: kafka-python decodes them strictly, and one such record would end its partition for good.

kafka-python 3.0.12 (record/default_records.py, DefaultRecordBatch._read_msg) has deserializers for keys and values and none
for header names; what it raises reaches poll as a corrupt record, again after each restart. Here such a record, and no other,
is read once more from a buffer whose parts are decoded leniently.
"""

from typing import Any

from kafka.record.default_records import DefaultRecordBatch  # type: ignore[import-untyped]

_strictly = DefaultRecordBatch._read_msg


class OddName(str):
    """A header's name that was no UTF-8, with what was none written as \\xNN."""

    __slots__ = ()


class _LenientText(bytearray):
    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        try:
            return super().decode(encoding, errors)
        except UnicodeDecodeError:
            return OddName(super().decode(encoding, "backslashreplace"))


class _LenientBuffer(bytearray):
    def __getitem__(self, where: Any) -> Any:
        part = super().__getitem__(where)
        return _LenientText(part) if isinstance(where, slice) else part


def _read_msg(batch: Any) -> Any:
    try:
        return _strictly(batch)
    except UnicodeDecodeError:
        strict = batch._buffer
        batch._buffer = _LenientBuffer(strict)
        try:
            return _strictly(batch)
        finally:
            batch._buffer = strict


def read_any_header_name() -> None:
    """From now on a header name that is no UTF-8 comes as an OddName. Repeatable."""
    DefaultRecordBatch._read_msg = _read_msg
