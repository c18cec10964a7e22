"""`pantau agencies`: past dispositions of an installation teach which of its agencies has to act."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import pyarrow.compute as pc
import typer
from rich.table import Table
from rich.text import Text

from orchestration.console import console
from orchestration.files import read_table, text_column
from warehouse import privacy
from warehouse.errors import InputError

app = typer.Typer(no_args_is_help=True, help="Which agency has to act: learn it from past dispositions.")
SHOWN = 15


@app.command()
def learn(
    source: Annotated[Path, typer.Option("--input", help="Past complaints: CSV, TSV, XLSX, JSON, JSON lines or Parquet.")],
    text: Annotated[str, typer.Option("--column", help="The column that holds their texts.")],
    agency: Annotated[str, typer.Option("--agency-column", help="The column that holds the agency each was handed to.")],
    region: Annotated[
        str | None, typer.Option(help="Region whose complaints these are, as it is called (Kota Surabaya); default: all.")
    ] = None,
) -> None:
    """Learn from past complaints and the agency each was handed to.

    From then on `pantau run` and `pantau enrich` weigh it beside the mandates. Eight different complaints an
    agency are the least that teaches, thirty-two teach much, more than a hundred are not read. It is kept
    in the data home, for it holds words of complaints. Learning again replaces it.

    Example: pantau agencies learn --input aduan-2025.csv --column isi --agency-column dinas --region "Kota Surabaya"
    """
    from ml.agencies import learn_router, save_router
    from ml.text import clean_text
    from orchestration.context import context

    table, broken = read_table(source)
    texts, given = (text_column(table, name, source) for name in (text, agency))
    code = _region_code(region) if region else None
    given = pc.replace_substring(privacy.mask_texts(given), "@", " ")  # in a slug it stands before the region
    cleaned = [clean_text(one) if one else None for one in privacy.mask_texts(texts).to_pylist()]
    with console.status("learning"):
        router = learn_router(cleaned, given.to_pylist(), code)
    if router is None:
        raise InputError(f"{source.name} teaches nothing: at least two agencies need eight different complaints each.")
    save_router(router, context().layout.routers)
    _tell(router.agencies, given, len(broken))


def _region_code(name: str) -> str:
    from ml.enrichment import place_codes
    from ml.places import PlaceReader

    (province,), (regency,) = (codes.to_pylist() for codes in place_codes(PlaceReader(), pa.array([name])))
    if province is None:
        raise InputError(f"{name!r} is no province, regency or city, or stands for several; write it in full (Kota Bandung).")
    return regency or province


def _tell(agencies: tuple[str, ...], given: pa.Array, broken_count: int) -> None:
    counts = Counter(name for name in given.to_pylist() if name in set(agencies))
    table = Table("agency", "complaints", box=None, header_style="bold")
    for name, count in counts.most_common(SHOWN):
        table.add_row(Text(name), f"{count:,}")
    console.print(table)
    more = f", {len(agencies) - SHOWN} more" if len(agencies) > SHOWN else ""
    console.print(f"Learned {len(agencies)} agencies{more}. The next run reads all documents for agencies anew.")
    if broken_count:
        console.print(f"{broken_count:,} lines could not be read and taught nothing.", style="yellow")
