"""A run killed anywhere, then run again, ends in the marts of a run that nothing disturbed."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.integration.conftest import AS_OF, Home, make_home
from tests.integration.killing import LIVES, Point, run_in_fork

pytestmark = pytest.mark.integration

TEXTS = [
    "Jalan kampung kami berlubang sejak musim hujan dan belum ditambal.",
    "Petugas puskesmas melayani dengan ramah, terima kasih.",
    "Air di Kota Semarang mati dua hari, anak saya tidak bisa mandi.",
    "Kapan jadwal pengambilan sampah di kompleks kami?",
    "Harga beras naik lagi di pasar, ibu-ibu mengeluh.",
    "Lampu lalu lintas di simpang pasar padam sejak subuh.",
    "Guru honorer menunggu gaji tiga bulan.",
    "Banjir surut di Kabupaten Demak, warga mulai membersihkan rumah.",
]


def write_sources(folder: Path) -> Path:
    """Two small sources with thirty-two documents, a repeated one and a broken one."""
    entry = {"kind": "files", "channel": "pengaduan", "description": "Contoh."}
    sources = {}
    for name in ("warga", "warta"):
        rows = [
            {"ref": f"{name}-{i}", "text": f"{text} ({name} {i})", "published_at": f"2026-10-{i % 9 + 1:02d}T08:00:00+07:00"}
            for i, text in enumerate(TEXTS * 2)
        ]
        lines = [json.dumps(row) for row in [*rows, rows[0]]] + ['{"ref": "rusak"']
        (folder / f"{name}.jsonl").write_text("\n".join(lines))
        sources[name] = entry | {"path": f"{name}.jsonl"}
    file = folder / "sources.yml"
    file.write_text(json.dumps({"sources": sources}))
    return file


def run(home: Home, sources: Path, point: Point | None = None, has_data_tests: bool = False) -> int:
    return run_in_fork(home.environment | {"PANTAU_SOURCES": str(sources), "PANTAU_AS_OF": AS_OF}, point, has_data_tests)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_sources(tmp_path_factory.mktemp("sources"))


@pytest.fixture(scope="module")
def outcomes(sources: Path, sample, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple]:
    """For every life: (exit codes of the killed runs, exit code of the last, tables). Two homes work at a time."""

    def kill_and_repeat(points: list[Point]) -> tuple[list[int], int, dict]:
        home = make_home(tmp_path_factory.mktemp("killed"))
        return [run(home, sources, point) for point in points], run(home, sources), home.tables()

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(LIVES, pool.map(kill_and_repeat, LIVES.values()), strict=True))


@pytest.fixture(scope="module")
def unbroken(sources: Path, sample, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple]]:
    """Tables that pass dbt's tests of data; whatever equals them would, so that the other runs leave those tests out."""
    home = make_home(tmp_path_factory.mktemp("unbroken"))
    assert run(home, sources, has_data_tests=True) == 0
    tables = home.tables()
    assert len(tables["mart_documents"]) == 2 * len(TEXTS) * 2
    return tables


@pytest.mark.parametrize("life", LIVES)
def test_a_run_killed_and_repeated_ends_in_the_same_marts(life, outcomes, unbroken):
    killed, repeated, tables = outcomes[life]
    assert killed == [-9] * len(LIVES[life])
    assert repeated == 0
    assert tables == unbroken
