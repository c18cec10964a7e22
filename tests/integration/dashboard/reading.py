"""Reading the dashboard as a person does: figures, rows and buttons; and figures written as the page writes them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from playwright.sync_api import Browser, Locator

NONE = "–"


def number(value: float | None, digits: int = 0) -> str:
    """1234.5 as 1.234,5."""
    if value is None:
        return NONE
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{rounded:,}".replace(",", " ").replace(".", ",").replace(" ", ".")


def share(value: float | None, digits: int = 1) -> str:
    return NONE if value is None else f"{number(value * 100, digits)} %"


class Dashboard:
    """One page of its own context: nothing is kept from another. `requests` and `complaints` tell what it asked and said."""

    def __init__(self, chromium: Browser, address: str, width: int = 1440, height: int = 900, **options) -> None:
        self.context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.address = f"{address}/index.html"
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, chosen: str = "") -> Dashboard:
        """Load the page anew and wait until it is drawn, or has said why it is not."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}#{chosen}" if chosen else self.address)
        self.page.wait_for_selector("html[data-drawn], #notice:not([hidden])", state="attached")
        return self

    def act(self, action: Callable[[], None]) -> Dashboard:
        """Do it and wait until the page is drawn again."""
        before = self.page.evaluate("document.documentElement.dataset.drawn")
        action()
        self.page.wait_for_function("before => document.documentElement.dataset.drawn !== before", arg=before)
        return self

    def choose(self, name: str, value: str) -> Dashboard:
        return self.act(lambda: self.page.select_option(f'select[name="{name}"]', value))

    def press(self, selector: str) -> Dashboard:
        return self.act(lambda: self.page.click(selector))

    @property
    def chosen(self) -> str:
        """What the address holds."""
        return self.page.evaluate("location.hash.slice(1)")

    def text(self, selector: str) -> str:
        return _plain(self.page.inner_text(selector))

    def figure(self, name: str) -> str:
        return _plain(self._card(name).locator(".figure-value").inner_text())

    def change(self, name: str) -> str:
        return _plain(self._card(name).locator(".figure-change").inner_text())

    def rows(self, panel: str) -> list[list[str]]:
        """Cells of a panel's first table, row by row; a chart is turned into its table first."""
        section = self.page.locator(f"#panel-{panel}")
        toggle = section.get_by_role("button", name="Tabel:")
        if toggle.count() and toggle.get_attribute("aria-pressed") == "false":
            toggle.click()
        read = """table => [...table.tBodies[0].rows].filter(row => !row.hidden && row.offsetParent)
            .map(row => [...row.cells].map(cell => cell.innerText))"""
        tables = section.locator("table:visible")
        return [[_plain(cell) for cell in row] for row in tables.first.evaluate(read)] if tables.count() else []

    def _card(self, name: str) -> Locator:
        return self.page.locator(".figure").filter(has=self.page.get_by_role("heading", name=name, exact=True))


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())
