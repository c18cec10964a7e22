"""`pantau ui`: the site over what is published, and Dagster beside it, on one port and the next."""

from __future__ import annotations

import errno
import signal
import socket
from contextlib import suppress

import uvicorn

from orchestration.console import console
from orchestration.context import context, set_dagster_environment
from orchestration.dagster_process import dagster_command, running_beside, state_of
from reports.start_page.site import Dagster, make_site
from warehouse.errors import InputError

GRACE_SECONDS = 3
HERE = ("127.0.0.1", "localhost", "::1")
PAGES = {
    "start page": "",
    "brief": "brief/",
    "dashboard": "dashboard/",
    "tables": "tabel/",
    "data dictionary": "kamus/",
    "Data Docs": "data-docs/",
}


def ui_command(host: str, port: int) -> None:
    """Serve until Ctrl-C or SIGTERM; InputError where one of the two ports cannot be had."""
    layout = context().layout
    set_dagster_environment(layout)
    listen(host, port + 1).close()
    log = layout.state / "dagster.log"
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    with (
        suppress(KeyboardInterrupt),
        listen(host, port) as listener,
        running_beside(dagster_command(host, port + 1), log) as child,
    ):
        dagster = Dagster(port + 1, lambda: state_of(child, host, port + 1))
        site = make_site(layout, dagster, HERE if host in HERE else ("*",))
        console.print("\n".join(where_it_is(host, port)), markup=False, soft_wrap=True)
        config = uvicorn.Config(
            site, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=GRACE_SECONDS
        )
        uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; InputError with the way out where there is none to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError(
                f"Port {port} is taken; the site and Dagster need two in a row: choose others, such as --port {port + 100}."
            ) from error
        raise InputError(f"Nothing can listen on {host}, port {port}: {error.strerror}. Check --host and --port.") from error


def where_it_is(host: str, port: int) -> list[str]:
    """Lines that tell every address, and who can read what is there."""
    name = f"[{host}]" if ":" in host else host
    lines = [f"  {title:<16} http://{name}:{port}/{path}" for title, path in PAGES.items()]
    lines.append(f"  {'Dagster':<16} http://{name}:{port + 1}/ (takes a moment to start)")
    if host not in HERE:
        lines.append(f"No password is asked: whoever reaches this machine as {host} can read all of it and start runs.")
    return ["Pantau is open; Ctrl-C ends it.", *lines]
