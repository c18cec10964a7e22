"""`pantau map`: an unknown export, told once what its columns are, is read like any other."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingestion.catalog import read_catalog
from ingestion.dialects import read_dialect
from orchestration import cli, map_command
from orchestration.context import context
from warehouse.errors import InputError

EXPORT = """\
Tanggal;Akun;Judul;Isi Laporan;Link;Nomor HP
20/11/2026 10:15;@siti_r;Lampu padam;Lampu depan sekolah padam sejak kemarin, hubungi 0812-3456-7890.;https://contoh.id/1;08123456789
21 November 2026 09.00 WIB;@budi;Sampah;Sampah menumpuk di depan pasar dan belum diangkut tiga hari.;https://contoh.id/2;
;@ani;Air mati;Air mati sejak subuh di seluruh kelurahan kami.;https://contoh.id/3;
"""
ACCEPTED = "\n" * 20


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("PANTAU_SOURCES", "")  # so that what the command sets is undone
    monkeypatch.setenv("PANTAU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PANTAU_AS_OF", "2026-11-22T05:00")
    monkeypatch.chdir(tmp_path)
    context.cache_clear()
    yield tmp_path
    context.cache_clear()


@pytest.fixture
def pantau(folder, monkeypatch):
    """Maps a file with these answers: the exit code and all that is shown. What is refused is raised."""

    def run(file: str, *arguments: str, answers: str = ACCEPTED) -> tuple[int, str]:
        shown = io.StringIO()
        monkeypatch.setattr(map_command.console, "file", shown)
        result = CliRunner().invoke(cli.app, ["map", file, "--sources", "sources.yml", *arguments], input=answers)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, shown.getvalue() + result.output

    return run


@pytest.fixture
def export(folder):
    def write(text: str = EXPORT, name: str = "unggahan.csv") -> str:
        (folder / name).write_text(text)
        return name

    return write


def saved(folder: Path, name: str = "unggahan") -> dict[str, str]:
    """The columns of a saved dialect."""
    dialect = read_dialect(folder / "dialects" / f"{name}.yml")
    return {contract: column for contract, (column,) in dialect.columns.items()}


def test_enter_takes_what_is_proposed(pantau, export, folder):
    code, _ = pantau(export())
    assert code == 0
    assert saved(folder) == {
        "published_at": "Tanggal",
        "author": "Akun",
        "title": "Judul",
        "text": "Isi Laporan",
        "url": "Link",
    }


def test_yes_takes_the_same_and_asks_nothing(pantau, export, folder):
    pantau(export())
    pantau_asked = saved(folder)
    (folder / "dialects" / "unggahan.yml").unlink()
    code, shown = pantau(export(), "--yes", "--name", "lain", answers="")
    assert code == 0
    assert saved(folder, "lain") == pantau_asked
    assert "Which column is it?" not in shown


def test_an_answer_may_be_a_name_a_number_or_none(pantau, export, folder):
    pantau(export(), answers="-\nJudul\n1\n-\n-\n5\n" + ACCEPTED)
    assert saved(folder) == {"text": "Judul", "published_at": "Tanggal", "url": "Link"}


def test_how_the_first_dates_are_read_is_shown(pantau, export):
    _, shown = pantau(export())
    assert "20/11/2026 10:15 → 2026-11-20 10:15" in shown
    assert "21 November 2026 09.00 WIB → 2026-11-21 09:00" in shown


def test_a_column_without_dates_is_told_and_asked_again(pantau, export, folder):
    _, shown = pantau(export(), answers="\n\nJudul\nTanggal\n" + ACCEPTED)
    assert "'Judul' says 'Lampu padam', 'Sampah', 'Air mati', which reads as no date" in shown
    assert saved(folder)["published_at"] == "Tanggal"


def test_a_column_that_is_not_there_is_told_with_the_nearest_and_asked_again(pantau, export, folder):
    _, shown = pantau(export(), answers="Judl\nJudul\n" + ACCEPTED)
    assert "there is no column 'Judl'; did you mean 'Judul'?" in shown
    assert saved(folder)["title"] == "Judul"


@pytest.mark.parametrize("answers", ["\n\n-\n", "-\n-\n"])
def test_what_a_record_needs_cannot_be_none(pantau, export, answers):
    assert "a record needs a date, and a title or a text" in pantau(export(), answers=answers + ACCEPTED)[1]


def test_what_would_land_is_shown_masked(pantau, export):
    _, shown = pantau(export(), answers="\n\nAkun\n" + ACCEPTED)
    assert "Of the first 3 records 2 would land; put aside: 1 tanpa-tanggal." in shown
    assert "hubungi [telepon]." in shown
    assert [secret for secret in ("siti_r", "@budi", "3456", "08123456789") if secret in shown] == []


def test_the_entry_that_is_printed_reads_the_file(pantau, export, folder):
    _, shown = pantau(export())
    entry = shown[shown.index("  unggahan:") :]
    (folder / "sources.yml").write_text(f"sources:\n{entry}")
    read = read_catalog(folder / "sources.yml")["unggahan"]
    assert (read.path, read.channel, read.dialect) == ("unggahan.csv", "berita", "unggahan")


def test_the_channel_that_the_columns_tell_is_proposed_and_asked(pantau, export):
    file = export(EXPORT.replace("Nomor HP", "Instansi").replace("08123456789", "Dishub"))
    assert "channel: pengaduan" in pantau(file, "--yes", "--name", "satu")[1]
    _, shown = pantau(export(EXPORT.replace("Nomor HP", "Suka")), "--name", "dua", answers="\n" * 10 + "brita\nrilis\n")
    assert "did you mean 'berita'" in shown
    assert "channel: rilis" in shown


def test_a_name_that_cannot_be_one_or_is_taken_is_asked_again(pantau, export, folder):
    (folder / "dialects").mkdir()
    (folder / "dialects" / "ada.yml").write_text(
        "title: Ada\nsignature: [Lain, Lagi]\ncolumns: {text: Lain, published_at: Lagi}\n"
    )
    _, shown = pantau(export(), answers="\n" * 10 + "Nama Besar\nada\nkota\n")
    assert "small letters" in shown
    assert "there is a dialect 'ada' already" in shown
    assert (folder / "dialects" / "kota.yml").exists()


def test_a_name_that_is_given_and_taken_is_refused(pantau, export, folder):
    pantau(export(), "--yes", "--name", "kota")
    with pytest.raises(InputError, match=r"Nothing was saved: .*kota\.yml is there already"):
        pantau(export(EXPORT.replace("Judul", "Perihal")), "--yes", "--name", "kota")


def test_yes_is_refused_where_a_needed_column_is_missing(pantau, export, folder):
    with pytest.raises(InputError, match="no column was found for published_at"):
        pantau(export("Judul;Isi\nLampu;Lampu padam di depan sekolah sejak kemarin malam.\n"), "--yes")
    assert not (folder / "dialects").exists()


def test_nothing_is_saved_when_no_record_would_pass(pantau, export, folder):
    with pytest.raises(InputError, match="none would pass: 1 tanggal-mustahil"):
        pantau(export("Tanggal;Judul\n1970-01-01;Lampu padam\n"), "--yes")
    assert not (folder / "dialects").exists()


def test_a_header_that_is_known_is_said_to_be_so(pantau, export, folder):
    pantau(export())
    _, shown = pantau(export(name="lagi.csv"), answers="")
    assert "is known as the dialect 'unggahan'" in shown
    assert "path: lagi.csv" in shown


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("kosong.csv", "", "kosong.csv cannot be read"),
        ("satu.csv", "Isi\nLampu padam\n", "one column alone, 'Isi'"),
        ("catatan.docx", "a", "no reader"),
        ("rusak.xlsx", "bukan buku kerja", "rusak.xlsx cannot be read"),
    ],
)
def test_a_file_that_cannot_be_mapped_is_told(pantau, export, name, text, told):
    with pytest.raises(InputError, match=told):
        pantau(export(text, name))


def test_a_file_that_is_not_there_is_told(pantau):
    with pytest.raises(InputError, match=r"There is no file tiada\.csv"):
        pantau("tiada.csv")


def test_nothing_is_saved_among_the_bundled_dialects(export, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["pantau", "map", export(), "--yes"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "--sources FILE" in capsys.readouterr().err
