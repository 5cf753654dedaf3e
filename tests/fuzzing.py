"""What hypothesis makes of a file that is right: one that is wrong in a few places.

Tests marked `fuzz` are in both lanes: a few hundred examples each, and 10,000 with `-m long`.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

import hypothesis
from hypothesis import HealthCheck
from hypothesis import strategies as st

EXAMPLES: Final = {"usual": 200, "long": 10_000}
"""By the name of the profile, which is that of the lane."""

HUGE: Final = "1" + "0" * 400

_JSON: Final = (
    *("NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1e308", "1e18", "1e-320", HUGE),
    *("9" * 5000, f"-{HUGE}", "-1", "0", "-0.0", "0.5", "2", "true", "false", "null", '""', "[]"),
    *("{}", "[" * 5000, '{"a":' * 5000, "[[]]", '[""]', '{"":null}', '"1"', '"NaN"', '"\\ud800"'),
    *('"\\u0000"', f'"{"x" * 10_000}"', "[1,2,3,4]", '["happiness"]', '"neutral"', "-9" * 9),
    *("9223372036854775808", "18446744073709551616", "2147483648", '"9999-12-31T23:59:59-12:00"'),
)
_TOKENS: Final = (
    *(text.encode() for text in _JSON if len(text) < 500),
    *(b"\x00", b"\n", b"\r", b"\r\n", b",", b'"', b'""', b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf"),
    *(b"\xff" * 4, b"\xff" * 8, b"\x7f\xff\xff\xff", b"\x00" * 8, b"nan", b"-inf", b"1_0", b" 1 "),
    *("٣".encode(), "²".encode(), b"%00", b"%zz", b"://", b"@", b"[", b"]", b"::", b"..", b"~"),
)


def register_profiles() -> None:
    """Tell hypothesis how many examples each lane has; none is kept from one run to the next."""
    for name, count in EXAMPLES.items():
        hypothesis.settings.register_profile(
            name,
            max_examples=count,
            deadline=None,
            database=None,
            derandomize=name == "usual",
            suppress_health_check=[
                HealthCheck.function_scoped_fixture,
                HealthCheck.too_slow,
                HealthCheck.filter_too_much,
            ],
        )


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Draw a file with one to four places overwritten, cut out, or with more in them."""
    data = whole
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 8) | st.integers(0, len(data)))
        filling = draw(st.sampled_from(_TOKENS) | st.binary(max_size=16))
        data = data[:start] + filling + data[start + length :]
    return data


@st.composite
def odd_json(draw: st.DrawFn, document: str) -> str:
    """Draw a JSON document with one to three values, or names, that are seldom right."""
    root = [json.loads(document)]
    fillings = {}
    for number in range(draw(st.integers(1, 3))):
        parent, key = draw(st.sampled_from(list(_places(root))))
        if isinstance(parent, dict) and draw(st.integers(0, 5)) == 0:
            value = parent.pop(key)
            if draw(st.booleans()):
                parent[draw(st.text(max_size=5))] = value
        else:
            fillings[f'"<{number}>"'] = draw(st.sampled_from(_JSON))
            parent[key] = f"<{number}>"
    text = json.dumps(root[0]) if root else ""
    for marker, filling in fillings.items():
        text = text.replace(marker, filling)
    return text


def _places(node: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 (whatever JSON may hold)
    inside = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in list(inside):
        yield node, key
        if isinstance(value, dict | list):
            yield from _places(value)
