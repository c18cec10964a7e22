from __future__ import annotations

import csv
import io
from pathlib import Path

import duckdb
import openpyxl
import pytest
from rich.console import Console
from tiny_engine import LABELS, build_model
from tiny_reviews import label, publish_texts, screen_texts
from typer.testing import CliRunner

from ml.classifiers import training
from ml.classifiers.examples import Example, read_examples
from ml.classifiers.registry import Standing, open_model, read_standing, write_standing
from ml.classifiers.specs import Classifier
from orchestration import context, review_answers, review_command, review_import, review_items
from warehouse.errors import InputError
from warehouse.layout import Layout, prepare_home
from warehouse.publish import DATABASE

TEXTS = {
    "d1": "jalan rusak di gang tiga",
    "d2": "rapat soal banjir ditunda",
    "d3": "=jalan lancar sejak pagi",
    "d4": "taman kota bagus sekarang, hubungi 0812-3456-7890",
    "d5": "rahasia tetangga dibuka",
}
WORDS = {"negatif": "rusak", "netral": "rapat", "positif": "bagus"}


def nada() -> Classifier:
    texts = [(f"{word} nomor {number}", name) for name, word in WORDS.items() for number in range(60)]
    examples = tuple(Example(text=text, label=name) for text, name in texts)
    return Classifier(name="nada", column="tone", description="Nada teks.", labels=LABELS, examples=examples)


@pytest.fixture
def layout(tmp_path, monkeypatch) -> Layout:
    """A home with a champion of `nada`, which has read four texts that are harmless and one that is not."""
    monkeypatch.setenv("PANTAU_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(review_items, "classifiers", lambda: {"nada": nada()})
    monkeypatch.setattr(training, "slices", lambda texts, channels: {})
    context.context.cache_clear()
    layout = prepare_home(tmp_path / "home")
    publish_texts(layout, TEXTS)
    build_model(layout.home / "models")
    write_standing(layout, "nada", Standing("v1"))
    label(layout, ("nada", "v1"), TEXTS, dict.fromkeys(TEXTS, ("netral", 0.4)))
    screen_texts(layout, TEXTS, {key: "pribadi" if key == "d5" else "tidak" for key in TEXTS})
    yield layout
    context.context.cache_clear()


@pytest.fixture
def shown(monkeypatch) -> io.StringIO:
    """What a person would see."""
    stream = io.StringIO()
    for module in (review_command, review_answers, review_import):
        monkeypatch.setattr(module, "console", Console(file=stream, width=200, highlight=False))
    return stream


def review(*arguments: object) -> None:
    result = CliRunner().invoke(review_command.app, [str(argument) for argument in arguments])
    if result.exception:
        raise result.exception
    assert result.exit_code == 0, result.output


def queue(target: Path | str, *options: str) -> list[dict[str, str]]:
    """The rows of a new queue in CSV."""
    review("--classifier", "nada", "--output", target, *options)
    return read(target)


def read(file: Path | str) -> list[dict[str, str]]:
    with Path(file).open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def fill(file: str, answers: dict[str, str], *options: str, **changed: str) -> str:
    """A queue in which one reviewer answered by document_id; others stay empty."""
    rows = [{**row, "jawaban": answers.get(row["document_id"], ""), **changed} for row in queue(file, *options)]
    with Path(file).open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return file


def examples(layout: Layout) -> dict[str, str]:
    return {example.text: example.label for example in read_examples(layout.examples, "nada")}


def test_a_workbook_offers_the_labels_and_tells_what_they_mean(layout, shown):
    review("--classifier", "nada")
    workbook = openpyxl.load_workbook("review-nada.xlsx")
    sheet, guideline = workbook["antrean"], workbook["panduan"]
    assert [cell.value for cell in sheet[1]] == [
        *("document_id", "text_hash", "teks", "tebakan", "skor", "alasan"),
        *("jawaban", "penelaah", "catatan", "classifier_name"),
    ]
    (offer,) = sheet.data_validations.dataValidation
    assert (offer.formula1, str(offer.sqref)) == ("panduan!$A$2:$A$4", "G2:G5")
    assert [row[0].value for row in guideline["A2:A4"]] == list(LABELS)
    assert sheet.freeze_panes == "A2"
    assert Path("review-nada.xlsx").stat().st_mode & 0o777 == 0o600
    assert "4 texts for analis in review-nada.xlsx" in shown.getvalue()


def test_persons_are_masked_and_no_text_becomes_a_formula(layout, shown):
    texts = {row["document_id"]: row["teks"] for row in queue("a.csv")}
    assert texts["d4"] == "taman kota bagus sekarang, hubungi [telepon]"
    assert texts["d3"] == f"'{TEXTS['d3']}"
    review("--classifier", "nada", "--output", "a.xlsx")
    cells = {row[0].value: row[2] for row in openpyxl.load_workbook("a.xlsx")["antrean"].iter_rows(min_row=2)}
    assert (cells["d3"].value, cells["d3"].data_type) == (TEXTS["d3"], "s")


def test_each_role_gets_its_own_texts(layout, shown):
    assert {row["document_id"] for row in queue("a.csv")} == {"d1", "d2", "d3", "d4"}
    review("--classifier", "nada", "--role", "penelaah-sensitif")
    rows = list(openpyxl.load_workbook("review-nada-sensitif.xlsx")["antrean"].values)
    assert [(row[0], row[2]) for row in rows[1:]] == [("d5", TEXTS["d5"])]


def test_what_is_said_of_withheld_texts_is_learned(layout, shown):
    review("import", fill("a.csv", {"d5": "negatif"}, "--role", "penelaah-sensitif"))
    assert examples(layout) == {TEXTS["d5"]: "negatif"}


def test_it_is_said_aloud_when_nothing_tells_sensitive_texts(layout, shown):
    with duckdb.connect(str(layout.published / "current" / DATABASE)) as marts:
        marts.execute("delete from mart_document_labels where classifier_name = 'sensitif'")
        marts.execute("update mart_documents set is_withheld = false")
    assert len(queue("a.csv")) == 5
    assert "sensitive texts may be among these" in shown.getvalue()
    with pytest.raises(InputError, match="no text is known to be sensitive"):
        queue("b.csv", "--role", "penelaah-sensitif")


def test_a_queue_that_may_hold_answers_is_not_written_over(layout, shown):
    queue("a.csv")
    with pytest.raises(InputError, match="may hold answers"):
        queue("a.csv")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--classifier", "nadaa"), "did you mean 'nada'"),
        (("--classifier", "nada", "--output", "a.docx"), r"\.xlsx or \.csv"),
        ((), "Say which classifier"),
    ],
)
def test_what_cannot_be_done_is_told_with_the_way_out(arguments, told, layout, shown):
    with pytest.raises(InputError, match=told):
        review(*arguments)


def test_corrections_become_masked_examples_and_a_challenger_that_is_not_promoted(layout, shown):
    review("import", fill("a.csv", {"d1": "negatif", "d2": " Netral", "d3": "positif", "d4": "positif"}))
    assert examples(layout) == {
        TEXTS["d1"]: "negatif",
        TEXTS["d2"]: "netral",
        TEXTS["d3"]: "positif",
        "taman kota bagus sekarang, hubungi [telepon]": "positif",
    }
    standing = read_standing(layout, "nada")
    assert standing.champion == "v1"
    challenger = open_model(layout.home / "models", "nada", standing.challenger)
    learned = challenger.card["examples"]
    assert (learned["count"], learned["corrections"], learned["local"]) == (180 + 4, 4, 0)
    assert challenger.body.version == "b1"
    told = shown.getvalue()
    assert "The corrections are kept. Next a challenger is trained" in told
    assert "Held-out rows: champion v1" in told
    assert "next: pantau models promote nada" in told
    assert "a with the model" in told


def test_a_filled_workbook_is_read_like_a_csv(layout, shown):
    review("--classifier", "nada", "--output", "ani.xlsx")
    workbook = openpyxl.load_workbook("ani.xlsx")
    for row in workbook["antrean"].iter_rows(min_row=2):
        row[6].value = "positif"
    workbook.save("ani.xlsx")
    review("import", "ani.xlsx")
    assert set(examples(layout).values()) == {"positif"}
    assert len(examples(layout)) == 4


def test_texts_that_were_judged_do_not_come_again(layout, shown):
    review("import", fill("a.csv", {"d1": "negatif", "d4": "positif"}))
    assert {row["document_id"] for row in queue("b.csv")} == {"d2", "d3"}


def test_importing_again_replaces_what_was_said(layout, shown):
    fill("a.csv", {"d1": "negatif"})
    fill("b.csv", {"d1": "netral"})
    review("import", "a.csv")
    review("import", "a.csv")
    assert examples(layout) == {TEXTS["d1"]: "negatif"}
    review("import", "b.csv")
    assert examples(layout) == {TEXTS["d1"]: "netral"}


def test_rows_that_cannot_be_taken_are_told_and_can_be_mended(layout, shown):
    fill("a.csv", {"d1": "negatif", "d2": "jelek", "d3": "positif", "d4": "positif"})
    rows = {row["document_id"]: row for row in read("a.csv")}
    rows["d3"]["teks"] = "teks yang lain, hubungi 0812-3456-7890"
    rows["d4"]["text_hash"] = "lain"
    order = list(rows)
    with Path("a.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows["d1"]))
        writer.writeheader()
        writer.writerows(rows.values())
    review("import", "a.csv")
    assert examples(layout) == {TEXTS["d1"]: "negatif"}
    left = {row["document_id"]: row for row in read("a.ditolak.csv")}
    assert {key: row["ditolak"] for key, row in left.items()} == {
        "d2": "label-tak-dikenal",
        "d3": "teks-berubah",
        "d4": "item-tak-dikenal",
    }
    assert f"label-tak-dikenal in 1 row: {order.index('d2') + 2}" in shown.getvalue()
    assert "mend them there and import that file" in shown.getvalue()
    assert "7890" not in Path("a.ditolak.csv").read_text()
    assert left["d3"]["teks"] == f"'{TEXTS['d3']}"
    review("import", "a.ditolak.csv")
    assert examples(layout)[TEXTS["d3"]] == "positif"
    assert Path("a.ditolak.ditolak.csv").is_file()


def test_a_left_over_file_never_replaces_an_earlier_one(layout, shown):
    fill("a.csv", {"d1": "negatif"})
    review("import", "a.csv")
    review("import", "a.csv")
    assert Path("a.ditolak.csv").is_file()
    assert Path("a.ditolak-2.csv").is_file()


def test_several_reviewers_are_compared_and_ties_put_aside(layout, shown):
    fill("ani.csv", {"d1": "negatif", "d2": "netral", "d3": "positif"})
    fill("bima.csv", {"d1": "negatif", "d2": "negatif", "d3": "positif"})
    review("import", "ani.csv", "bima.csv")
    assert examples(layout) == {TEXTS["d1"]: "negatif", TEXTS["d3"]: "positif"}
    (disputed,) = read("ani.sengketa.csv")
    assert (disputed["document_id"], disputed["jawaban"]) == ("d2", "")
    assert sorted(disputed["catatan"].split(", ")) == ["negatif 1", "netral 1"]
    told = shown.getvalue()
    assert "1 items are disputed" in told
    assert "reviewers with each other" in told
    assert "bima with the model" in told


def test_the_column_penelaah_wins_over_the_name_of_the_file(layout, shown):
    review("import", fill("a.csv", {"d1": "negatif"}, penelaah="cn"))
    assert "cn with the model" in shown.getvalue()


def test_two_files_of_one_name_are_two_reviewers(layout, shown):
    files = [fill(f"{name}/nada.csv", {"d1": label}) for name, label in (("ani", "negatif"), ("bima", "netral"))]
    review("import", *files)
    assert "reviewers with each other" in shown.getvalue()
    assert "bima/nada with the model" in shown.getvalue()
    assert examples(layout) == {}


def test_a_file_that_is_named_twice_is_one_reviewer(layout, shown):
    fill("a.csv", {"d1": "negatif"})
    review("import", "a.csv", Path("a.csv").resolve())
    assert "reviewers with each other" not in shown.getvalue()


def test_two_labels_of_one_reviewer_for_one_text_do_not_count_until_one_is_left(layout, shown):
    fill("a.csv", {"d1": "negatif", "d2": "netral"}, penelaah="an")
    fill("b.csv", {"d1": "positif"}, penelaah="an")
    fill("c.csv", {"d1": "positif"}, penelaah="bi")
    review("import", "a.csv", "b.csv")
    assert examples(layout) == {TEXTS["d2"]: "netral"}
    assert "jawaban-ganda in 1 row" in shown.getvalue()
    (left,) = [row for row in read("b.ditolak.csv") if row["document_id"] == "d1"]
    assert left["ditolak"] == "jawaban-ganda"
    review("import", "a.csv", "b.csv", "c.csv", "b.ditolak.csv")
    assert examples(layout)[TEXTS["d1"]] == "positif"


def test_a_mended_vote_is_imported_with_its_round_and_the_majority_stays(layout, shown):
    fill("ani.csv", {"d1": "negatif"})
    fill("bima.csv", {"d1": "negatif"})
    fill("cici.csv", {"d1": "jelek"})
    files = ("ani.csv", "bima.csv", "cici.csv")
    review("import", *files)
    assert "import all files of the round again, together with it" in shown.getvalue()
    mended = Path("cici.ditolak.csv")
    mended.write_text(mended.read_text().replace("jelek", "positif"))
    review("import", *files, mended)
    assert examples(layout) == {TEXTS["d1"]: "negatif"}
    assert shown.getvalue().count("cici with the model") == 1, "no second reviewer comes of the mended file"


def test_notes_and_initials_need_no_column(layout, shown):
    rows = read(fill("a.csv", {"d1": "negatif", "d2": "jelek"}))
    with Path("a.csv").open("w", newline="") as stream:
        names = [name for name in rows[0] if name not in ("penelaah", "catatan", "tebakan", "skor", "alasan")]
        writer = csv.DictWriter(stream, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    review("import", "a.csv")
    assert examples(layout) == {TEXTS["d1"]: "negatif"}
    assert "a with the model" in shown.getvalue()


def test_a_challenger_that_was_not_decided_on_gives_way_aloud(layout, shown):
    review("import", fill("a.csv", {"d1": "negatif"}))
    first = read_standing(layout, "nada").challenger
    assert "takes the place" not in shown.getvalue()
    review("import", fill("b.csv", {"d2": "netral"}))
    assert f"takes the place of the challenger {first}, which was not decided on" in shown.getvalue()
    assert read_standing(layout, "nada").history[-1]["event"] == "passed-over"


def test_a_classifier_that_labels_nothing_in_a_run_has_no_queue(layout, shown):
    build_model(layout.home / "models", "jenis")
    with pytest.raises(InputError, match="jenis was made by `pantau train` and labels nothing in a run"):
        review("--classifier", "jenis")


def test_files_of_two_classifiers_or_without_answers_change_nothing(layout, shown):
    fill("a.csv", {"d1": "negatif"})
    fill("b.csv", {"d1": "negatif"}, classifier_name="sikap")
    fill("c.csv", {})
    with pytest.raises(InputError, match="nada and sikap"):
        review("import", "a.csv", "b.csv")
    with pytest.raises(InputError, match="No row can be taken"):
        review("import", "c.csv")
    assert not layout.examples.exists()
    assert read_standing(layout, "nada").challenger is None


def test_a_file_that_is_no_queue_is_told_what_it_lacks(layout, shown):
    Path("a.csv").write_text("isi,jawaban\nlampu mati,negatif\n")
    with pytest.raises(InputError, match="no column 'document_id'"):
        review("import", "a.csv")
