"""Prints the messages of `emotion-desktop --publish osc`."""

import argparse

from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_server import BlockingOSCUDPServer


def main() -> None:
    """Print each message as it comes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=9001)
    parser.add_argument("--bundles", type=int, help="stop after so many")
    args = parser.parse_args()
    dispatcher = Dispatcher()
    dispatcher.set_default_handler(print)
    with BlockingOSCUDPServer(("127.0.0.1", args.port), dispatcher) as server:
        print("listening on", server.server_address[1], flush=True)
        if args.bundles is None:
            server.serve_forever()
        for _ in range(args.bundles or 0):
            server.handle_request()


if __name__ == "__main__":
    main()
