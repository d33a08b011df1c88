"""`legation serve`: the pages over a ledger, for this machine only unless told otherwise."""

from __future__ import annotations

import socket
from typing import Annotated
from urllib.parse import quote

import typer

from legation.cli import console
from legation.cli.options import DEFAULT_LEDGER, LedgerOption
from legation.errors import LegationError

_THIS_MACHINE = "127.0.0.1"
_PORT = 8016


def serve(
    ledger: LedgerOption = DEFAULT_LEDGER,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Address to listen at; any but this machine's own asks for a token.")
    ] = _THIS_MACHINE,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at; 0 takes a free one.")] = _PORT,
    token: Annotated[
        str | None,
        typer.Option(
            metavar="TOKEN", envvar="LEGATION_TOKEN", show_default=False,
            help="Let in only who shows this; one is made where one is needed.",
        ),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Only show: no reviews, no reports taken in.")] = False,
) -> None:  # fmt: skip
    """Show a ledger as pages in a browser."""
    import uvicorn

    from legation.web.app import create_app
    from legation.web.guard import checked_token, hosts_for, is_loopback, make_token

    if token is not None:
        token = checked_token(token)
    elif not is_loopback(host):
        token = make_token()
    app = create_app(ledger, hosts=hosts_for(host), token=token, read_only=read_only)
    listener = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    query = f"?token={quote(token, safe='')}" if token else ""
    console.note(f"http://{shown}:{listener.getsockname()[1]}/{query} shows {ledger}. Ctrl-C stops it.")
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        console.note("Stopped.")
    finally:
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises LegationError where that can't be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()  # before the address is told, so that whoever follows it at once is let in
    except OSError as error:
        raise LegationError(
            f"can't listen at {host}, port {port}: {error.strerror or error}", mend="give another one with --port"
        ) from error
    return listener
