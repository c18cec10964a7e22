from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tiny_briefs import exhibit_home, publish_again

from reports.brief import editions
from reports.brief.editions import has_brief, write_briefs
from tests.fixtures.exhibit import SNAPSHOT
from warehouse.errors import InputError
from warehouse.layout import Layout
from warehouse.publish import make_current

SECOND, THIRD = "20260905T060000Z-22222222", "20260905T090000Z-33333333"
MORE = (
    "update mart_issues set document_count = 120, state_slug = 'siaga' where issue_id = 'i-air'; "
    "update mart_issues set state_slug = 'normal' where issue_id = 'i-angkot'; "
    "update mart_claims set title = 'Kabar banjir palsu' where document_id = (select document_id from mart_claims "
    "where published_on = date '2026-09-04' order by published_at desc limit 1)"
)


@pytest.fixture
def home(tmp_path) -> Layout:
    return exhibit_home(tmp_path / "home")


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def national(layout: Layout) -> Path:
    return write_briefs(layout)[-1].folder


def test_the_first_brief_of_a_day_is_edition_one_in_three_formats(home):
    folder = national(home)
    assert folder == home.home / "briefs" / "2026-09-05" / "nasional" / "1"
    assert set(contents(folder)) == {"brief.html", "brief.md", "brief.pdf", "facts.json"}
    assert (home.home / "briefs" / "current").resolve() == folder.resolve()


def test_the_day_is_that_of_jakarta(home):
    publish_again(home, SECOND, as_of="2026-09-05T17:30:00")
    assert national(home).parts[-3] == "2026-09-06"


def test_the_same_snapshot_gives_the_same_bytes_in_every_format(home, tmp_path):
    first = contents(national(home))
    assert contents(national(home)) == first
    assert contents(national(exhibit_home(tmp_path / "other"))) == first


def test_another_snapshot_of_the_day_with_the_same_facts_is_the_same_edition(home):
    first = contents(national(home))
    publish_again(home, SECOND)
    again = contents(national(home))
    assert {name: data for name, data in again.items() if name != "facts.json"} == {
        name: data for name, data in first.items() if name != "facts.json"
    }
    assert orjson.loads(again["facts.json"])["snapshots"] == [SNAPSHOT, SECOND]
    assert has_brief(home, SNAPSHOT)
    assert has_brief(home, SECOND)


def test_other_facts_are_a_new_edition_that_tells_the_difference(home):
    first = contents(national(home))
    publish_again(home, SECOND, MORE)
    folder = national(home)
    text = (folder / "brief.md").read_text()
    assert folder.name == "2"
    changes = text.split("## Yang berubah sejak edisi 1\n")[1].split("\n## ")[0]
    assert "| air keran keruh Malang: dokumen | 98 | 120 | B2 |" in changes
    assert "| air keran keruh Malang: status | Krisis | Siaga | B2 |" in changes
    assert "- **Keluar, isu:** “tarif angkutan kota” [B2]" in changes
    assert "- **Masuk, klaim:** “Kabar banjir palsu” [B10]" in changes
    assert "| Angka | Edisi 1 | Sekarang | Kueri |" in changes
    assert "penyebutan" not in changes
    assert contents(folder.with_name("1")) == first


def test_a_title_that_is_withheld_by_now_is_counted_in_the_difference_and_not_told(tmp_path):
    one = "(select min(document_id) from mart_issue_documents where issue_id = 'i-air')"
    told = f"update mart_documents set channel_slug = 'rilis', title = 'Air sudah jernih' where document_id = {one}"
    home = exhibit_home(tmp_path / "home", told)
    first = national(home) / "facts.json"
    claim = orjson.loads(first.read_bytes())["facts"]["B10"][0]["title"]
    assert "Air sudah jernih" in first.with_name("brief.md").read_text()
    publish_again(
        home,
        SECOND,
        f"update mart_claims set is_withheld = true, title = null where title = '{claim}'; "
        f"{told}; update mart_documents set is_withheld = true, title = null where title = 'Air sudah jernih'",
    )
    text = (national(home) / "brief.md").read_text()
    assert "- **Keluar, klaim:** 1 [B10]" in text
    assert "- **Keluar, pernyataan resmi:** 1 [B5]" in text
    assert f"“{claim}”" not in text
    assert "Air sudah jernih" not in text


def test_claims_that_are_all_withheld_by_now_are_counted_in_the_difference(home):
    facts = orjson.loads((national(home) / "facts.json").read_bytes())["facts"]
    publish_again(home, SECOND, "update mart_claims set is_withheld = true, title = null")
    text = (national(home) / "brief.md").read_text()
    assert f"- **Keluar, klaim:** {len({row['title'] for row in facts['B10']})} [B10]" in text
    assert "Masuk, klaim" not in text


def test_a_brief_is_filed_under_the_snapshot_that_it_was_read_from(home, monkeypatch):
    read = editions.read_content

    def overtaken(marts, audience):
        if not (home.published / SECOND).exists():
            publish_again(home, SECOND, MORE, as_of="2026-09-06T00:00:00")
        return read(marts, audience)

    monkeypatch.setattr(editions, "read_content", overtaken)
    folder = national(home)
    assert folder.parts[-3] == "2026-09-05"
    assert orjson.loads((folder / "facts.json").read_bytes())["snapshots"] == [SNAPSHOT]


def test_a_later_edition_is_rewritten_with_its_difference(home):
    national(home)
    publish_again(home, SECOND, MORE)
    second = contents(national(home))
    assert contents(national(home)) == second


def test_facts_that_come_back_are_an_edition_of_their_own(home):
    national(home)
    publish_again(home, SECOND, MORE)
    national(home)
    publish_again(home, THIRD)
    folder = national(home)
    assert folder.name == "3"
    assert "| air keran keruh Malang: dokumen | 120 | 98 | B2 |" in (folder / "brief.md").read_text()


def test_a_snapshot_that_is_made_current_again_has_its_own_edition_again(home):
    first = contents(national(home))
    publish_again(home, SECOND, MORE)
    national(home)
    make_current(home, SNAPSHOT)
    folder = national(home)
    assert folder.name == "1"
    assert contents(folder) == first
    assert (home.home / "briefs" / "current").resolve() == folder.resolve()


def test_advice_of_other_rules_is_a_new_edition(home, monkeypatch):
    national(home)
    monkeypatch.setattr("reports.brief.content.advise", lambda *given: [])
    text = (national(home) / "brief.md").read_text()
    assert "Yang berubah sejak edisi 1" in text
    assert "- **Saran gugur:** Siapkan pernyataan resmi" in text
    assert "- Tidak ada yang menuntut tindakan. [B2]" in text


def test_a_day_begins_with_edition_one_again(home):
    national(home)
    publish_again(home, SECOND, MORE, as_of="2026-09-06T00:00:00")
    folder = national(home)
    assert folder.parts[-3:] == ("2026-09-06", "nasional", "1")
    assert "Yang berubah" not in (folder / "brief.md").read_text()


def test_audiences_have_editions_of_their_own_and_leave_current_alone(home):
    folder = national(home)
    written = write_briefs(home, ["kemenkes"], ["35.73"], has_national=False)
    assert [one.folder.parts[-2:] for one in written] == [("instansi-kemenkes", "1"), ("wilayah-35.73", "1")]
    assert (home.home / "briefs" / "current").resolve() == folder.resolve()


def test_the_national_brief_is_written_last(home):
    assert [one.folder.parts[-2] for one in write_briefs(home, ["kemenkes"])] == ["instansi-kemenkes", "nasional"]


def test_nothing_is_written_where_an_audience_is_not_known(home):
    with pytest.raises(InputError):
        write_briefs(home, ["kemenkes"], ["Atlantis"])
    assert not (home.home / "briefs").exists()


def test_a_brief_is_there_once_all_its_files_are(home):
    assert not has_brief(home, SNAPSHOT)
    write_briefs(home, ["kemenkes"], has_national=False)
    assert not has_brief(home, SNAPSHOT)
    folder = national(home)
    assert has_brief(home, SNAPSHOT)
    assert not has_brief(home, SECOND)
    (folder / "brief.pdf").unlink()
    assert not has_brief(home, SNAPSHOT)


def test_an_edition_that_was_cut_short_is_written_anew(home, monkeypatch):
    replace, written = editions._replace, []

    def killed(path: Path, data: bytes) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(path)
        replace(path, data)

    monkeypatch.setattr(editions, "_replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write_briefs(home)
    monkeypatch.undo()
    assert not has_brief(home, SNAPSHOT)
    assert national(home).name == "1"
    assert has_brief(home, SNAPSHOT)


def test_folders_of_other_kinds_do_no_harm(home):
    (home.home / "briefs" / "2026-09-05" / "nasional" / "12" / "deeper").mkdir(parents=True)
    assert national(home).name == "1"
