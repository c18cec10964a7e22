"""`pantau dashboard`: the dashboard of the current snapshot, written anew."""

from __future__ import annotations

from orchestration.console import console


def dashboard() -> None:
    """Write the dashboard of the current snapshot, a folder that opens from a disk or any web server.

    Every run writes it; this is for a folder that is incomplete, or a `current` that was pointed elsewhere by hand.

    Example: pantau dashboard
    """
    from reports.dashboard import write_dashboard
    from warehouse.layout import Layout
    from warehouse.settings import read_settings

    folder = write_dashboard(Layout(read_settings().home))
    console.print(str(folder / "index.html"), markup=False, soft_wrap=True)
