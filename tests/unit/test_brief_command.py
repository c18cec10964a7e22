from __future__ import annotations

import io

import pytest
import typer
from tiny_briefs import exhibit_home
from typer.testing import CliRunner

from orchestration import console, context
from orchestration.brief_command import brief
from warehouse.errors import InputError


@pytest.fixture
def shown(tmp_path, monkeypatch) -> io.StringIO:
    exhibit_home(tmp_path / "home", "update mart_issues set label = '[red]air[/] keruh' where issue_id = 'i-air'")
    monkeypatch.setenv("PANTAU_HOME", str(tmp_path / "home"))
    context.context.cache_clear()
    stream = io.StringIO()
    monkeypatch.setattr(console.console, "file", stream)
    yield stream
    context.context.cache_clear()


def pantau_brief(*arguments: str) -> int:
    """The exit code of `pantau brief …`; an error of the input is raised."""
    app = typer.Typer()
    app.command()(brief)
    done = CliRunner().invoke(app, list(arguments))
    if isinstance(done.exception, InputError):
        raise done.exception
    return done.exit_code


def test_it_tells_what_to_act_on_and_where_the_brief_is(shown, tmp_path):
    assert pantau_brief() == 0
    text = shown.getvalue()
    assert text.startswith("Nasional, edisi 1\n  – [red]air[/] keruh: Siapkan pernyataan resmi: 61 jam sejak dokumen pertama")
    for name in ("brief.html", "brief.md", "brief.pdf"):
        assert str(tmp_path / "home" / "briefs" / "2026-09-05" / "nasional" / "1" / name) in text


def test_agencies_and_regions_are_named_as_often_as_wanted(shown):
    assert pantau_brief("--agency", "kemenkes", "--agency", "komdigi", "--region", "Makassar") == 0
    text = shown.getvalue()
    assert [line for line in text.splitlines() if line.endswith("edisi 1")] == [
        "Kementerian Kesehatan, edisi 1",
        "Kementerian Komunikasi dan Digital, edisi 1",
        "Kota Makassar, edisi 1",
    ]


def test_an_agency_that_is_not_known_is_refused(shown):
    with pytest.raises(InputError, match="There is no agency 'kemenkess'"):
        pantau_brief("--agency", "kemenkess")
