"""Where a publisher listens, or sends to."""

import ipaddress
from dataclasses import dataclass
from typing import Self

from emotion_desktop.errors import PublishError


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port.

    Attributes:
        host: A name, or an IPv4 or IPv6 address without brackets.
        port: 1–65535; 0 for any that is free.
    """

    host: str
    port: int

    @classmethod
    def parse(cls, text: str, usual: "Address") -> Self:
        """Return the address that a text names: `HOST`, `HOST:PORT`, `:PORT` or `[::1]:PORT`.

        Args:
            text: As someone wrote it.
            usual: Has what the text leaves out.

        Raises:
            PublishError: If it is none.
        """
        host, colon, port = text.strip().rpartition(":")
        if not colon or text.strip().endswith("]") or (":" in host and not host.startswith("[")):
            host, port = text.strip(), ""  # a host alone, which may be an IPv6 address
        number = port or str(usual.port)
        host = host.removeprefix("[").removesuffix("]") or usual.host
        fits = number.isascii() and number.isdecimal() and int(number) <= 65535
        if not fits or any(not (c.isalnum() or c in ".:-_%") for c in host):
            raise PublishError(
                "{text!r} is no address; write HOST:PORT, e.g. {usual}", text=text, usual=usual
            )
        return cls(host, int(number))

    @property
    def is_loopback(self) -> bool:
        """Whether only programs on this computer reach it."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def __str__(self) -> str:
        """Return `HOST:PORT`."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
