"""The WebSocket server: a thread with an event loop, on which everything here runs.

::

    send() ──> every client's one-slot mailbox ──> its sending task ──> network
    network ──> its handler ──> CommandHandler ──> answer
"""

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import Coroutine
from http import HTTPStatus
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from emotion_desktop.domain import FrameResult
from emotion_desktop.errors import PublishError
from emotion_desktop.publish.address import Address
from emotion_desktop.publish.commands import (
    COMMANDS,
    Answer,
    Command,
    answer_message,
    id_of,
    parse_command,
    read_object,
)
from emotion_desktop.publish.events import Event
from emotion_desktop.publish.messages import encode, event_message
from emotion_desktop.publish.publisher import Publisher, PublishOptions
from emotion_desktop.publish.websocket.access import (
    check_token,
    host_is_ours,
    knows_token,
    origin_is_allowed,
    reachable_host,
)
from emotion_desktop.publish.websocket.client import Client, FrameTexts, Wishes
from emotion_desktop.publish.websocket.page import PICTURES_PER_S, jpeg, page

T = TypeVar("T")

USUAL: Final = Address("127.0.0.1", 8765)
USUAL_WEB: Final = Address("127.0.0.1", 8766)
PATH: Final = "/live"
PROTOCOL: Final = 1
"""Version of the messages."""

MOST_BYTES: Final = 65_536
"""A message of a client may be so long."""

MOST_CLIENTS: Final = 16
HELLO_S: Final = 10.0
"""So long a client may take to say who it is."""

ANSWER_S: Final = 30.0
"""So long a command may take."""

OPEN_S: Final = 2.0
"""So long someone may be connected and say nothing, as browsers do to be quick later."""

CLOSE_S: Final = OPEN_S + 0.5
"""So long clients may take to say goodbye."""

SEND_BUFFER: Final = 65_536
"""Bytes that the system may keep for a client: what waits there is old when it arrives."""

POLICY_VIOLATION: Final = 1008

_log: Final = logging.getLogger("emotion_desktop.publish.websocket")
# At DEBUG, websockets writes out every message, the token's too; faults of clients are theirs.
_log.setLevel(logging.CRITICAL)


class WebSocketPublisher(Publisher):
    """Listens until it is closed.

    Args:
        options: Where, and who may connect.
        web: Whether browsers are given a page, and clients pictures if they ask for them.

    Raises:
        PublishError: If the address cannot be listened on, or needs a token.
    """

    def __init__(self, options: PublishOptions, *, web: bool = False) -> None:
        super().__init__()
        self._options = options
        self._wanted = options.address or (USUAL_WEB if web else USUAL)
        check_token(options.token, self._wanted)
        self._page = page() if web else None
        self._pictures = web and options.pictures
        self._clients: set[Client] = set()
        self._connections = 0
        self._dropped_before = 0
        self._next_picture_at = 0.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="websocket", daemon=True)
        self._thread.start()
        self._server: Server | None = None
        try:
            self._server = self._call(self._listen())
        except OSError as error:
            self.close()
            raise PublishError(
                "{address} cannot be listened on ({why}); choose another port, or end the program "
                "that has it",
                address=self._wanted,
                why=error.strerror or error,
            ) from error
        host, port = next(iter(self._server.sockets)).getsockname()[:2]
        self.port: int = port
        here = Address(reachable_host(host), port)
        self.address = f"http://{here}/" if web else f"ws://{here}{PATH}"

    @property
    def clients(self) -> int:
        """How many are connected and know the token."""
        return len(self._clients)

    @property
    def dropped(self) -> int:
        """Frames that clients were too slow for."""
        return self._dropped_before + sum(client.dropped for client in list(self._clients))

    def send(self, result: FrameResult, missed: int) -> None:
        """Leave a frame with every client."""
        if not self._clients:
            return
        self._call(self._offer(FrameTexts(result), missed))
        if self._pictures and result.captured_at >= self._next_picture_at:
            self._next_picture_at = result.captured_at + 0.9 / PICTURES_PER_S
            for width in {client.wishes.picture for client in list(self._clients)} - {0}:
                self._call(self._offer_picture(jpeg(result.image, width), width))

    def announce(self, event: Event) -> None:
        """Leave an event with every client."""
        if self._clients:
            self._call(self._offer_event(encode(event_message(event))))

    def close(self) -> None:
        """Say goodbye to all clients and stop listening."""
        if self._loop.is_closed():
            return
        if self._server is not None:
            self._call(self._shut(self._server))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something in the event loop and return what it returns; called from outside."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    # What follows runs in the event loop.

    async def _listen(self) -> Server:
        listener = socket.create_server(
            (self._wanted.host, self._wanted.port),
            family=socket.AF_INET6 if ":" in self._wanted.host else socket.AF_INET,
        )
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)  # clients inherit it
        return await serve(
            self._handle,
            sock=listener,
            process_request=self._check_request,
            max_size=MOST_BYTES,
            compression=None,
            logger=_log,
            open_timeout=OPEN_S,
            close_timeout=1.0,
            server_header=None,
        )

    async def _shut(self, server: Server) -> None:
        server.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.wait_closed(), CLOSE_S)
        late = asyncio.all_tasks() - {asyncio.current_task()}
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _offer(self, frame: FrameTexts, missed: int) -> None:
        for client in self._clients:
            client.offer(frame, missed)

    async def _offer_picture(self, picture: bytes, width: int) -> None:
        for client in self._clients:
            if client.wishes.picture == width:
                client.offer_picture(picture)

    async def _offer_event(self, text: str) -> None:
        for client in self._clients:
            client.offer_event(text)

    def _check_request(self, connection: ServerConnection, request: Request) -> Response | None:
        """Return the page, or why a request is refused; None if the client may go on."""
        target = urlsplit(request.path)
        refusal = self._refusal(request, target.path)
        if refusal is None and target.path == "/":
            return self._page
        if refusal is None:
            try:
                Wishes.parse(target.query)
            except PublishError as error:
                refusal = HTTPStatus.BAD_REQUEST, str(error)
        return None if refusal is None else connection.respond(refusal[0], f"{refusal[1]}\n")

    def _refusal(self, request: Request, path: str) -> tuple[HTTPStatus, str] | None:
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        if not host_is_ours(host):
            return HTTPStatus.FORBIDDEN, f"{host} is not this computer"
        if path != PATH and (path != "/" or self._page is None):
            return HTTPStatus.NOT_FOUND, f"Connect to {PATH}"
        if not origin_is_allowed(origin, host, self._options.origins):
            return HTTPStatus.FORBIDDEN, f"Pages of {origin} may not connect; --origin allows one"
        if self._connections >= MOST_CLIENTS and path == PATH:
            return HTTPStatus.SERVICE_UNAVAILABLE, f"There are {MOST_CLIENTS} clients already"
        return None

    async def _handle(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        client = Client(connection, Wishes.parse(urlsplit(connection.request.path).query))
        self._connections += 1
        sending: asyncio.Task[None] | None = None
        try:
            if not await self._is_known(connection):
                return
            self._clients.add(client)
            commands = COMMANDS if self._options.commands is not None else ()
            welcome = {"type": "welcome", "protocol": PROTOCOL, "commands": list(commands)}
            await connection.send(encode(welcome))
            sending = asyncio.create_task(self._send(client))
            async for message in connection:
                answer = await self._answer(message)
                await connection.send(encode(answer))
        except ConnectionClosed:
            pass
        finally:
            self._connections -= 1
            if client in self._clients:
                self._clients.remove(client)
                self._dropped_before += client.dropped
            if sending is not None:
                sending.cancel()

    async def _is_known(self, connection: ServerConnection) -> bool:
        if self._options.token:
            try:
                hello = read_object(await asyncio.wait_for(connection.recv(), HELLO_S))
                known = knows_token(hello, self._options.token)
            except (TimeoutError, PublishError):
                known = False
            if not known:
                reason = "the first message must be a hello with the token"
                await connection.send(encode({"type": "error", "reason": reason}))
                await connection.close(POLICY_VIOLATION, "wrong token")
                return False
        return True

    async def _send(self, client: Client) -> None:
        with contextlib.suppress(ConnectionClosed):
            await client.send_forever(self.sent.add)

    async def _answer(self, message: str | bytes) -> dict[str, object]:
        command_id: object = None
        try:
            given = read_object(message)
            command_id = id_of(given)
            if given.get("type") == "hello":  # not needed here, but no harm
                return {"type": "answer", "id": command_id, "ok": True, "result": {}}
            answer = await self._execute(parse_command(given))
        except PublishError as error:
            answer = Answer(reason=error.message)
        return answer_message(command_id, answer)

    async def _execute(self, command: Command) -> Answer:
        handler = self._options.commands
        if handler is None:
            raise PublishError("commands are switched off")
        answered: asyncio.Future[Answer] = self._loop.create_future()

        def reply(answer: Answer) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
                self._loop.call_soon_threadsafe(_settle, answered, answer)

        handler.execute(command, reply)
        try:
            return await asyncio.wait_for(answered, ANSWER_S)
        except TimeoutError:
            return Answer(reason="there was no answer in time")


def _settle(answered: "asyncio.Future[Answer]", answer: Answer) -> None:
    if not answered.done():
        answered.set_result(answer)
