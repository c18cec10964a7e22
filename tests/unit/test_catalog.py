"""sources.yml: sound entries are read, and a wrong one is told with file, line and the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion.catalog import Entry, nearest, read_catalog
from warehouse.errors import InputError
from warehouse.settings import DEFAULT_SOURCES

SOUND = """\
sources:
  laporan:
    kind: files
    path: laporan.csv
    channel: pengaduan
    description: Laporan warga.
"""


@pytest.fixture
def catalog(tmp_path: Path):
    """Writes a sources file, beside a file laporan.csv, and reads it."""
    (tmp_path / "laporan.csv").touch()

    def read(text: str | bytes) -> dict[str, Entry]:
        path = tmp_path / "sources.yml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_catalog(path)

    return read


@pytest.fixture
def complaint(catalog, tmp_path):
    """What is said about a wrong sources file, without the folder it lies in."""

    def read(text: str | bytes) -> str:
        with pytest.raises(InputError) as refused:
            catalog(text)
        assert str(refused.value).startswith(str(tmp_path / "sources.yml"))
        return str(refused.value).replace(f"{tmp_path}/", "")

    return read


def test_a_sound_entry_is_read(catalog, tmp_path):
    entry = catalog(SOUND)["laporan"]
    assert (entry.slug, entry.kind, entry.channel) == ("laporan", "files", "pengaduan")
    assert (entry.folder, entry.time_zone) == (tmp_path, "Asia/Jakarta")


def test_the_bundled_sources_are_sound():
    entries = read_catalog(DEFAULT_SOURCES)
    assert {entry.channel for entry in entries.values()} == {"berita", "media-sosial", "pengaduan", "rilis", "cek-fakta"}


def test_entries_keep_their_order(catalog):
    second = SOUND.replace("sources:\n", "").replace("laporan:", "aduan:")
    assert list(catalog(SOUND + second)) == ["laporan", "aduan"]


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("kind: files", "kind: file"), 3, ["laporan", "unknown kind 'file'", "did you mean 'files'?"]),
        (("kind: files", "kind: [files]"), 3, ["unknown kind"]),
        (("    kind: files\n", ""), 2, ["unknown kind None", "files"]),
        (("channel: pengaduan", "chanel: pengaduan"), 5, ["'chanel' is unknown", "did you mean 'channel'?"]),
        (("channel: pengaduan", "channel: pengadu"), 5, ["'pengadu' is no channel", "did you mean 'pengaduan'?"]),
        (("channel: pengaduan", "channel: zzz"), 5, ["'zzz'", "berita, cek-fakta, media-sosial, pengaduan, rilis"]),
        (("warga.", "warga.\n    time_zone: Asia/Jakrta"), 7, ["'Asia/Jakrta' is no time zone", "Asia/Jakarta"]),
        (("warga.", "warga.\n    tier: 4"), 7, ["tier", "1, 2 or 3"]),
        (("warga.", "warga.\n    columns: judul"), 7, ["columns", "dictionary"]),
        (("Laporan warga.", "2026"), 6, ["description", "string"]),
        (("laporan:", "Laporan-1:"), 2, ["Laporan-1", "slug"]),
        (("laporan:", "2026:"), 2, ["2026", "slug"]),
        (("warga.", "warga.\nsource: {}"), 7, ["'source' is unknown", "did you mean 'sources'?"]),
        (("warga.", "warga.\n    kind: files"), 7, ["duplicate key", "kind"]),
        (("kind: files", "kind: [files"), 4, ["not valid YAML"]),
        (("kind: files", "\tkind: files"), 3, ["not valid YAML"]),
        (("warga.", "warga.\n---\na: 1"), 7, ["not valid YAML"]),
        (("Laporan warga.", '!!python/object/apply:os.system ["id"]'), 6, ["description", "string"]),
    ],
)
def test_a_wrong_entry_is_told_with_its_line_and_the_way_out(complaint, change, line, words):
    told = complaint(SOUND.replace(*change))
    assert told.startswith(f"sources.yml:{line}: ")
    assert [word for word in words if word not in told] == []


def test_a_mapped_column_with_a_typo_is_told_with_its_own_line(complaint):
    told = complaint(SOUND + "    columns:\n      ref: tiket\n      titel: perihal\n")
    assert told.startswith("sources.yml:9: laporan: ")
    assert "did you mean 'title'?" in told


def test_every_defect_of_an_entry_is_told_at_once(complaint):
    told = complaint(SOUND.replace("pengaduan", "pengadu") + "    tier: 9\n").splitlines()
    assert [line.split(" ")[0] for line in told] == ["sources.yml:5:", "sources.yml:7:"]


@pytest.mark.parametrize("slug", ["laporan__warga", "laporan_", "_laporan", "x" * 80, "laporan warga", "../laporan", ""])
def test_a_slug_that_dlt_would_rename_is_refused(complaint, slug):
    """raw/<slug> is where everybody else looks for the source."""
    assert complaint(SOUND.replace("laporan:", f'"{slug}":')).startswith("sources.yml:2: ")


def test_fields_may_be_merged_from_another_entry(catalog):
    assert catalog(SOUND.replace("laporan:", "laporan: &satu") + "  aduan:\n    <<: *satu\n")["aduan"].channel == "pengaduan"


@pytest.mark.parametrize("change", [("kind: files", "kind: file"), ("pengaduan", "pengadu"), ("channel:", "chanel:")])
def test_a_wrong_field_that_was_merged_in_is_told_like_any_other(complaint, change):
    merged = "sources:\n  laporan:\n    <<: {kind: files, path: laporan.csv, channel: pengaduan}\n    description: a\n"
    told = complaint(merged.replace(*change))
    assert told.startswith("sources.yml:")
    assert "did you mean" in told


@pytest.mark.parametrize("text", ["", "- a\n", "teks\n", "sources:\n", "sources: []\n", "sources:\n  - a\n", "sources: {}\n"])
def test_a_file_without_entries_is_told_what_is_expected(complaint, text):
    assert "expected a mapping 'sources:'" in complaint(text)


def test_a_truth_that_is_not_there_is_told_with_its_line(complaint):
    told = complaint(SOUND + "    truth: label.jsonl\n")
    assert told.startswith("sources.yml:7: laporan: truth: ")
    assert "label.jsonl" in told


def test_an_entry_without_fields_is_told_with_its_line(complaint):
    assert complaint("sources:\n  laporan:\n") == "sources.yml:2: laporan: expected a mapping of fields."


@pytest.mark.parametrize("text", [SOUND.encode("utf-16"), SOUND.replace("warga", "Café").encode("latin-1"), b"\x00\xff\xfe"])
def test_a_file_in_another_encoding_is_told(complaint, text):
    assert "cannot be read" in complaint(text)


def test_a_missing_file_is_told_with_the_way_out(tmp_path):
    with pytest.raises(InputError, match=r"There is no sources file .*sumber\.yml\. Name one with --sources"):
        read_catalog(tmp_path / "sumber.yml")


def test_a_folder_is_no_sources_file(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_catalog(tmp_path)


def test_the_nearest_name_is_offered_or_all_of_them():
    assert nearest("berta", ["berita", "rilis"]) == "; did you mean 'berita'?"
    assert nearest("xyz", ["rilis", "berita"]) == "; known: berita, rilis"
