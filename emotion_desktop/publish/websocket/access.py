"""Who may connect: which hosts, which web pages, with which token."""

import hmac
import ipaddress
import socket
from collections.abc import Collection
from typing import Any, Final

from emotion_desktop.errors import PublishError
from emotion_desktop.publish.address import Address

LEAST_TOKEN: Final = 12
"""Characters a token has at least."""


def check_token(token: str, address: Address) -> None:
    """Refuse an address outside this computer without a token, and one that can be guessed.

    Raises:
        PublishError: If so.
    """
    if not token and not address.is_loopback:
        raise PublishError(
            "{address} can be reached from the network and needs a token; "
            "set EMOTION_DESKTOP_TOKEN, or listen on 127.0.0.1",
            address=address,
        )
    if token and len(token) < LEAST_TOKEN:
        raise PublishError("a token needs at least {count} characters", count=LEAST_TOKEN)


def knows_token(message: dict[str, Any], token: str) -> bool:
    """Return whether a client's first message has the token, in time that does not tell."""
    given = message.get("token")
    if message.get("type") != "hello" or not isinstance(given, str):
        return False
    return hmac.compare_digest(given.encode(errors="surrogatepass"), token.encode())


def host_is_ours(host: str) -> bool:
    """Return whether a `Host` header names this computer.

    A page may let its own name point here (DNS rebinding); an IP address cannot be bent so.
    """
    try:
        name = Address.parse(host, Address("", 80)).host.lower()
    except PublishError:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        own = socket.gethostname().lower()
        return name in {"localhost", own, f"{own}.local"}
    return True


def reachable_host(host: str) -> str:
    """Return what others write to reach a server that listens on a host; nothing is sent for it."""
    if not ipaddress.ip_address(host.partition("%")[0]).is_unspecified:
        return host
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            # Chooses a way out and sends nothing; the address belongs to no one (RFC 5737, 3849).
            probe.connect(("2001:db8::1" if ":" in host else "192.0.2.1", 9))
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])


def origin_is_allowed(origin: str | None, host: str, allowed: Collection[str]) -> bool:
    """Return whether a web page may connect; programs send no origin."""
    return origin is None or origin == f"http://{host}" or origin in allowed
