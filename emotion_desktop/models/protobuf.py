"""Protocol Buffers' wire format, as far as ONNX graphs need it.

https://protobuf.dev/programming-guides/encoding
"""

from collections.abc import Iterator, Mapping
from typing import Final

VARINT: Final = 0
FIXED64: Final = 1
BYTES: Final = 2
FIXED32: Final = 5

_LONGEST_VARINT: Final = 10

Field = tuple[int, int, "int | memoryview"]
"""Number, wire type and value of a field: an integer, or bytes."""

Message = Mapping[int, list["int | memoryview"]]
"""All values of each field."""


def read_fields(data: memoryview) -> Iterator[Field]:
    """Yield the fields of a message.

    Raises:
        ValueError: If it is cut off or uses a wire type that ONNX does not.
    """
    place = 0
    while place < len(data):
        key, place = _read_varint(data, place)
        number, wire_type = key >> 3, key & 7
        value: int | memoryview
        if wire_type == VARINT:
            value, place = _read_varint(data, place)
        else:
            length = {FIXED32: 4, FIXED64: 8}.get(wire_type)
            if length is None and wire_type == BYTES:
                length, place = _read_varint(data, place)
            if length is None or place + length > len(data):
                msg = f"a field of wire type {wire_type} is cut off or not allowed"
                raise ValueError(msg)
            value = data[place : place + length]
            place += length
        yield number, wire_type, value


def read_integers(values: list["int | memoryview"]) -> list[int]:
    """Return a repeated integer field as signed 64-bit numbers, whether packed or not.

    Raises:
        ValueError: If it is cut off.
    """
    numbers: list[int] = []
    for value in values:
        if isinstance(value, int):
            numbers.append(value)
            continue
        place = 0
        while place < len(value):
            number, place = _read_varint(value, place)
            numbers.append(number)
    return [number - (1 << 64) if number >> 63 else number for number in numbers]


def _read_varint(data: memoryview, place: int) -> tuple[int, int]:
    """Return an unsigned number and where it ends."""
    number = 0
    for index, byte in enumerate(data[place : place + _LONGEST_VARINT]):
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            if number >> 64:
                break
            return number, place + index + 1
    msg = "a number is cut off or too long"
    raise ValueError(msg)


def encode_bytes(number: int, *parts: bytes) -> bytes:
    """Return a field that holds the parts one after the other: a text, bytes or a message."""
    length = sum(map(len, parts))
    return b"".join((_varint(number << 3 | BYTES), _varint(length), *parts))


def encode_integer(number: int, value: int) -> bytes:
    """Return a field that holds a number, 0 or more."""
    return _varint(number << 3 | VARINT) + _varint(value)


def _varint(number: int) -> bytes:
    encoded = bytearray()
    while number >= 0x80:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)
