"""`pantau sources`: how sources stand, what they would give, and new ones. Slow modules are imported by the command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from orchestration.options import Live, Sources, set_sources

app = typer.Typer(
    no_args_is_help=True,
    help="See how each source stands, try sources without keeping anything, and add new ones by their address.",
)


@app.command()
def check(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="SLUG…", help="These sources alone; default: all.")] = None,
    sources: Sources = None,
    live: Live = False,
    is_trial: Annotated[
        bool, typer.Option("--try", help="Fetch each source once now and tell what would come; nothing is kept.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")] = False,
) -> None:
    """Tell how each source stands, the worst first. Without --try nothing is fetched.

    The state is that of the last fetch: baru, tak-berubah, kosong-sah,
    gagal-sementara, gagal-tetap, dilarang or kuota-habis. Or it is belum-diambil
    (never fetched), beristirahat (failed so often that it is asked once a week)
    or tidak-dikonfigurasi (the token of its API is not set).

    With --try the exit code is 1 when a source fails. An API charges for a trial
    as for a run, and that is not booked.

    Example: pantau sources check --live

    Example: pantau sources check --live --try antara_terkini detik_berita
    """
    from orchestration.sources_check import check_command

    set_sources(sources, live)
    raise typer.Exit(check_command(slugs or [], is_trial, as_json))


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="Address of a feed, sitemap, listing page or page of fact checks.")],
    slug: Annotated[str | None, typer.Option(help="Name of the entry; default: made from the address.")] = None,
    channel: Annotated[
        str | None, typer.Option(help="berita, rilis, cek-fakta, media-sosial or pengaduan; default: told from kind and host.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet, or agency of releases; default: the feed's title.")] = None,
    tier: Annotated[int | None, typer.Option(min=1, max=3, help="1 national, 2 provincial, 3 local.")] = None,
    province: Annotated[str | None, typer.Option(help="Province it reports on.")] = None,
    group: Annotated[str | None, typer.Option(help="Sources of one group land in one load; default: its own.")] = None,
    keep: Annotated[
        Literal["isi", "ringkasan", "judul"],
        typer.Option(help="What its terms allow to keep: whole text, title and lead, or the title alone."),
    ] = "ringkasan",
    sources: Sources = None,
    is_dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the entry; write nothing.")] = False,
) -> None:
    """Recognise what an address is, and write its entry into your sources file.

    It is fetched once, and what it would bring is shown. A page that names its
    feed is followed to it; of several feeds you choose. The entry keeps title and
    lead, until you have read the terms and say more with --keep. What stands in
    the file stays as it is, byte for byte; the entry is added below.

    Example: pantau sources add https://jabar.antaranews.com/rss/terkini.xml --sources sources.yml

    Example: pantau sources add https://www.bandung.go.id/news --sources sources.yml --dry-run
    """
    from orchestration.sources_add import Wish, add_command

    set_sources(sources)
    add_command(url, Wish(slug, channel, outlet, tier, province, group, keep), is_dry_run)


@app.command()
def replay(
    slug: Annotated[str, typer.Argument(help="The source.")],
    payloads: Annotated[
        Path | None, typer.Option(help="Folder that the payloads lie in; default: payloads/ of this data home.")
    ] = None,
    sources: Sources = None,
) -> None:
    """Read again what was kept of a source, with the parsers as they are now.

    For sources with `keep_payload: true`. Nothing is fetched. In the same data
    home only what was put aside before, or never seen, is added. Into an empty
    data home everything lands as the visits brought it.

    Example: PANTAU_HOME=~/baru PANTAU_PSEUDONYM_KEY="$(cat ~/pantau-home/state/pseudonym.key)"
    pantau sources replay kabar_kota --payloads ~/pantau-home/payloads
    """
    from orchestration.sources_replay import replay_command

    set_sources(sources)
    replay_command(slug, payloads)
