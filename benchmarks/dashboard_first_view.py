"""How long the first view of the dashboard takes from a web server on loopback, and how many bytes it is.

    .venv/bin/python benchmarks/dashboard_first_view.py HOME/dashboards/current [--runs 9]

Real Chromium, each run in a context of its own, so nothing is cached. Told are the milliseconds from the start of the
navigation until the page was drawn, all panels and the first filters included.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console

FLAGS = ["--no-sandbox", "--disable-background-networking"]
NOTE_WHEN_DRAWN = """
    new MutationObserver(() => { if (document.documentElement.dataset.drawn) window.drawnAt ??= performance.now(); })
        .observe(document, { attributes: true, subtree: true, attributeFilter: ['data-drawn'] });
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """The table is all that is printed."""


def measure(chromium: Browser, address: str) -> tuple[float, int]:
    """Milliseconds until drawn, and bytes of all files that were asked for."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(int(response.headers.get("content-length", 0))))
    page.add_init_script(NOTE_WHEN_DRAWN)
    page.goto(address)
    page.wait_for_function("() => window.drawnAt")
    milliseconds = page.evaluate("window.drawnAt")
    context.close()
    return milliseconds, sum(sizes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    program = shutil.which("chromium") or sys.exit("Chromium is not installed here: apt-get install chromium")
    handler = partial(_Quiet, directory=str(arguments.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        address = f"http://127.0.0.1:{server.server_port}/index.html"
        runs = [measure(chromium, address) for _ in range(arguments.runs)]
        server.shutdown()
    times = sorted(milliseconds for milliseconds, _ in runs)
    Console().print(
        f"{runs[0][1]:,} bytes; drawn after {statistics.median(times):.0f} ms (median of {len(times)}; "
        f"{times[0]:.0f} to {times[-1]:.0f}) at a limit of 2,000,000 bytes and 1,000 ms"
    )


if __name__ == "__main__":
    main()
