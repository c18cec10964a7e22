from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from itertools import count

import numpy as np
import orjson
import pyarrow as pa
import pytest
from rich.console import Console
from tiny_engine import build_model

from ml.classifiers.bodies import CARD
from ml.classifiers.drift import ALL, LEAST_TEXTS, embedding_drift, label_drift
from ml.classifiers.labelling import labels_folder
from ml.classifiers.scoring import CLUSTER, UNREAD
from ml.classifiers.stability import USUAL_LIMIT, psi, stability
from ml.reading import reader_folder, write_part
from orchestration import drift_command
from orchestration.defs import checks
from warehouse.errors import InputError
from warehouse.layout import prepare_home

FEW_LABELS = np.array([0.15, 0.6, 0.25])
MANY_LABELS = np.array([0.15, *[0.85 / 18] * 18])
CLEANED = "c1"
TODAY = date(2026, 11, 21)
HALF = {"negatif": 100, "netral": 100}


def drawn(chance: np.random.Generator, shares: np.ndarray, size: int) -> np.ndarray:
    """Counts of one group."""
    return chance.multinomial(size, shares)[None, :]


def alarm_rate(shares_before: np.ndarray, shares_now: np.ndarray, before: int, now: int) -> float:
    """Of 2,000 pairs of samples; the limit of the first pair stands for all, for it hardly differs between them."""
    chance = np.random.default_rng(2)
    first, second = chance.multinomial(before, shares_before, 2000), chance.multinomial(now, shares_now, 2000)
    told = stability(first[:1], second[:1])
    largest = np.abs(second / now - first / before).max(axis=1)
    found = [replace(told, psi=index, moved_by=move) for index, move in zip(psi(first, second), largest, strict=True)]
    return float(np.mean([one.is_drift for one in found]))


def test_mixes_that_are_alike_have_no_distance():
    assert psi(np.array([10.5, 30.5]), np.array([10.5, 30.5])) == 0


def test_the_index_is_the_one_of_the_textbook():
    before, now = np.array([5_000_000, 5_000_000]), np.array([8_000_000, 2_000_000])
    assert psi(before, now) == pytest.approx(0.3 * np.log(0.8 / 0.5) - 0.3 * np.log(0.2 / 0.5), abs=1e-5)


def test_a_label_that_is_new_is_far_but_not_infinitely():
    assert USUAL_LIMIT < psi(np.array([1000, 0]), np.array([900, 100])) < 1


@pytest.mark.parametrize(("before", "now"), [(1000, 1000), (4000, 1000), (800, 200)])
def test_without_change_the_index_is_on_average_what_is_told(before, now):
    chance = np.random.default_rng(1)
    indices = psi(chance.multinomial(before, MANY_LABELS, 2000), chance.multinomial(now, MANY_LABELS, 2000))
    told = stability(drawn(chance, MANY_LABELS, before), drawn(chance, MANY_LABELS, now)).chance
    assert indices.mean() == pytest.approx(told, rel=0.1)


@pytest.mark.parametrize("shares", [np.array([0.5, 0.5]), FEW_LABELS, MANY_LABELS, np.full(32, 1 / 32)])
@pytest.mark.parametrize(("before", "now"), [(200, 200), (800, 200), (4000, 1000), (40000, 10000)])
def test_without_change_at_most_two_alarms_in_a_hundred(shares, before, now):
    assert alarm_rate(shares, shares, before, now) <= 0.02


def test_without_change_a_whole_check_of_small_samples_seldom_rings():
    chance = np.random.default_rng(3)
    found = [stability(drawn(chance, FEW_LABELS, 800), drawn(chance, FEW_LABELS, 200)) for _ in range(200)]
    assert sum(one.is_drift for one in found) <= 1


def test_the_usual_limit_alone_would_cry_wolf_on_small_samples():
    chance = np.random.default_rng(3)
    indices = psi(chance.multinomial(200, MANY_LABELS, 1000), chance.multinomial(200, MANY_LABELS, 1000))
    assert (indices > USUAL_LIMIT).mean() > 0.2


@pytest.mark.parametrize(("before", "rate"), [(1000, 0.93), (4000, 0.99)])
@pytest.mark.parametrize("share", [0.02, 0.05, 0.2, 0.35, 0.5, 0.8])
@pytest.mark.parametrize("others", [1, 3, 18])
def test_a_label_that_gains_fifteen_points_among_a_thousand_texts_is_caught(share, others, before, rate):
    shares, after = (np.array([one, *[(1 - one) / others] * others]) for one in (share, share + 0.15))
    assert alarm_rate(shares, after, before, 1000) >= rate


def test_more_of_one_channel_is_no_drift_of_any():
    before, now = np.array([[900, 100], [100, 900]]), np.array([[900, 100], [10, 90]])
    assert stability(before, now).psi == pytest.approx(0, abs=1e-3)
    assert stability(before.sum(axis=0)[None], now.sum(axis=0)[None]).is_drift


def test_a_channel_that_drifts_is_seen_in_all_of_them():
    found = stability(np.array([[900, 100], [500, 500]]), np.array([[900, 100], [900, 100]]))
    assert found.is_drift
    assert (found.moved, found.moved_by) == (0, pytest.approx(0.2))


def test_the_same_counts_have_the_same_limit():
    counts = np.array([[500, 300, 200]])
    assert stability(counts, counts) == stability(counts, counts)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


class Home:
    """A data home with two classifiers on one body, and what they said of made-up texts."""

    def __init__(self, folder):
        self.layout = prepare_home(folder / "home")
        self.model = build_model(folder / "models", "nada", "v2")
        self._number = count()

    def say(
        self, day: date, labels: dict[str, int], channel: str = "berita", name: str = "nada", version: str = "v2", score=0.8
    ):
        """So many texts of each label, every one different."""
        slugs = [label for label, many in labels.items() for _ in range(many)]
        hashes = [f"t{next(self._number)}" for _ in slugs]
        self.clean(hashes, day, channel)
        column = {"text_hash": hashes, "label_slug": slugs, "score": [score] * len(slugs)}
        write_part(pa.table(column), labels_folder(self.layout, (name, version)))

    def clean(self, hashes: list[str], day: date, channel: str = "berita"):
        days = pa.array([day] * len(hashes), pa.date32())
        table = pa.table({"text_hash": hashes, "channel_slug": [channel] * len(hashes), "published_on": days})
        write_part(table, reader_folder(self.layout, "cleaned", CLEANED))

    def weeks(self, before: dict[str, int], now: dict[str, int], **said):
        """Both windows, all of it on one day each but for a text a day, which make the days."""
        for ago in range(35):
            self.clean([f"hari{ago}"], TODAY - timedelta(days=ago))
        self.say(TODAY - timedelta(days=20), before, **said)
        self.say(TODAY, now, **said)

    def drift(self, channel: str = ALL):
        return next(row for row in label_drift(self.layout, [self.model], CLEANED, TODAY) if row.channel_slug == channel)


def test_a_mix_that_stays_is_stable(home):
    home.weeks({"negatif": 400, "netral": 400}, HALF)
    row = home.drift()
    assert (row.state, row.reference.count, row.current.count) == ("stable", 800, 200)
    assert row.mix.psi < row.mix.chance < row.mix.limit


def test_a_mix_that_moves_is_told_with_the_label_that_moved_most(home):
    home.weeks(HALF, {"negatif": 160, "netral": 30, "tidak-yakin": 10})
    row = home.drift()
    assert (row.state, row.moved_label, row.mix.moved_by) == ("drifted", "netral", pytest.approx(-0.35))


@pytest.mark.parametrize(("before", "now"), [(LEAST_TEXTS - 1, LEAST_TEXTS), (LEAST_TEXTS, LEAST_TEXTS - 1)])
def test_too_few_texts_are_told_as_such_however_far_they_moved(home, before, now):
    home.weeks({"negatif": before}, {"netral": now})
    row = home.drift()
    assert (row.state, row.mix, row.reference.count, row.current.count) == ("too few", None, before, now)


def test_just_enough_texts_are_judged(home):
    home.weeks({"negatif": LEAST_TEXTS}, {"netral": LEAST_TEXTS})
    assert home.drift().state == "drifted"


def test_the_last_seven_days_with_documents_stand_against_the_twenty_eight_before(home):
    days = [TODAY - timedelta(days=3 * ago) for ago in range(40)]
    for day in days:
        home.say(day, {"netral": 1})
    row = home.drift()
    assert (row.current.first_on, row.current.last_on, row.current.count) == (days[6], TODAY, 7)
    assert (row.reference.first_on, row.reference.last_on, row.reference.count) == (days[34], days[7], 28)


def test_days_to_come_are_not_counted(home):
    home.weeks(HALF, HALF)
    home.say(TODAY + timedelta(days=1), {"positif": 500})
    assert (home.drift().current.count, home.drift().current.last_on) == (200, TODAY)


def test_a_text_that_was_copied_counts_once(home):
    home.weeks({"negatif": 400}, HALF)
    for day in (TODAY, TODAY - timedelta(days=1)):
        home.clean(["t400"] * 300, day)
    assert home.drift().current.count == 200


def test_a_change_of_channels_is_no_drift_of_the_labels(home):
    home.weeks({"netral": 900, "negatif": 100}, {"netral": 225, "negatif": 25})
    home.say(TODAY - timedelta(days=20), {"netral": 30, "negatif": 270}, channel="pengaduan")
    home.say(TODAY, {"netral": 100, "negatif": 900}, channel="pengaduan")
    assert [home.drift(channel).state for channel in (ALL, "berita", "pengaduan")] == ["stable"] * 3


def test_a_channel_that_is_new_waits_for_its_reference(home):
    home.weeks(HALF, HALF)
    home.say(TODAY, {"positif": 1000}, channel="rilis")
    assert (home.drift("rilis").state, home.drift("rilis").reference.count) == ("too few", 0)
    assert (home.drift().state, home.drift().current.count) == ("stable", 200)


def test_each_channel_is_judged_for_itself(home):
    home.weeks(HALF, HALF)
    home.say(TODAY - timedelta(days=20), HALF, channel="pengaduan")
    home.say(TODAY, {"negatif": 190, "netral": 10}, channel="pengaduan")
    assert (home.drift("berita").state, home.drift("pengaduan").state) == ("stable", "drifted")


def test_labels_of_another_version_are_not_mixed_in(home):
    home.weeks(HALF, HALF)
    home.say(TODAY, {"positif": 1000}, version="v1")
    assert (home.drift().state, home.drift().current.count) == ("stable", 200)


def test_scores_and_what_is_unsure_are_told_of_both_windows(home):
    home.weeks(HALF, {"negatif": 50}, score=0.9)
    home.say(TODAY, {"tidak-yakin": 150}, score=0.3)
    row = home.drift()
    assert (row.reference.score, row.reference.unsure_share) == (pytest.approx(0.9), 0)
    assert (row.current.score, row.current.unsure_share) == (pytest.approx(0.45), 0.75)
    assert (row.state, row.moved_label) == ("drifted", "tidak-yakin")


def test_a_model_below_its_floor_labels_nothing_and_is_not_judged(home, tmp_path):
    home.weeks(HALF, HALF)
    weak = build_model(tmp_path / "models", "nada", "v2", macro_f1=0.5)
    assert label_drift(home.layout, [weak], CLEANED, TODAY) == []


def test_a_home_of_few_days_has_nothing_to_compare(home):
    assert label_drift(home.layout, [home.model], CLEANED, TODAY) == []
    home.say(TODAY, HALF)
    assert label_drift(home.layout, [home.model], CLEANED, TODAY) == []


def test_texts_that_nobody_has_labelled_are_told_as_none(home):
    for ago in range(35):
        home.clean([f"hari{ago}"], TODAY - timedelta(days=ago))
    (row,) = label_drift(home.layout, [home.model], CLEANED, TODAY)
    assert (row.state, row.current.count, row.current.score) == ("too few", 0, None)


def test_embeddings_are_judged_by_the_clusters_of_the_body(home):
    home.weeks({"00": 300, "01": 100}, {"00": 100, "01": 300}, name=CLUSTER, version="b1", score=0.7)
    row = embedding_drift(home.layout, [home.model], CLEANED, TODAY)[0]
    assert (row.name, row.version, row.state, row.current.score) == (CLUSTER, "b1", "drifted", pytest.approx(0.7))
    assert row.training_psi is None


def test_classifiers_on_one_body_have_one_judgement_of_its_embeddings(home, tmp_path):
    home.weeks({"00": 300}, {"00": 300}, name=CLUSTER, version="b1")
    models = [home.model, build_model(tmp_path / "models", "rasa", "v1", body=home.model.body)]
    assert [row.channel_slug for row in embedding_drift(home.layout, models, CLEANED, TODAY)] == [ALL, "berita"]


def test_how_far_embeddings_lie_from_the_training_texts_is_told_and_not_judged(home):
    (home.model.body.folder / CARD).write_bytes(orjson.dumps({"cluster_counts": [10, 10, 980]}))
    home.weeks({"00": 300, "01": 300}, {"00": 300, "01": 300}, name=CLUSTER, version="b1")
    row = embedding_drift(home.layout, [home.model], CLEANED, TODAY)[0]
    assert row.state == "stable"
    assert row.training_psi == pytest.approx(float(psi(np.array([10, 10, 980]), np.array([300, 300, 0]))))


def test_texts_that_words_alone_were_sure_of_are_near_to_no_cluster(home):
    (home.model.body.folder / CARD).write_bytes(orjson.dumps({"cluster_counts": [500, 500]}))
    home.weeks({"00": 300, "01": 300}, {"00": 150, "01": 150}, name=CLUSTER, version="b1", score=0.7)
    home.say(TODAY, {UNREAD: 300}, name=CLUSTER, version="b1", score=1.0)
    row = embedding_drift(home.layout, [home.model], CLEANED, TODAY)[0]
    assert (row.state, row.moved_label, row.current.score) == ("drifted", UNREAD, pytest.approx(0.7))
    assert row.training_psi == pytest.approx(0)


def test_figures_are_told_as_plain_values(home):
    home.weeks(HALF, {"negatif": 180, "netral": 20})
    told = home.drift().as_dict()
    assert (told["state"], told["current"]["last_on"], told["current"]["count"]) == ("drifted", "2026-11-21", 200)
    assert set(told["mix"]) == {"psi", "chance", "limit", "moved", "moved_by"}


@pytest.fixture
def told(home, monkeypatch):
    """What the command prints and the check says of this home."""
    home.weeks({"negatif": 4000, "netral": 4000}, {"negatif": 1500, "netral": 500})
    home.say(TODAY, {"netral": 3}, channel="rilis")
    rows = label_drift(home.layout, [home.model], CLEANED, TODAY)
    for module in (drift_command, checks):
        monkeypatch.setattr(module, "measured", lambda measure: rows if measure is label_drift else [])
    monkeypatch.setattr(drift_command, "console", Console(file=StringIO(), width=160))
    return rows


def test_the_command_tells_every_figure_of_a_row(told):
    drift_command.drift_command()
    lines = drift_command.console.file.getvalue().splitlines()
    (row,) = (line for line in lines if line.split()[:2] == ["nada", "berita"])
    for figure in ("8,000 → 2,000", "0.274", "negatif +25 points", "0.80 → 0.80", "0.00 → 0.00", "drifted"):
        assert figure in row
    (row,) = (line for line in lines if line.split()[:2] == ["nada", "rilis"])
    assert "0 → 3" in row
    assert row.rstrip().endswith("too few")


def test_the_command_tells_what_to_do_where_there_is_nothing_to_compare(told):
    told.clear()
    with pytest.raises(InputError, match="pantau run"):
        drift_command.drift_command()


def test_drift_is_a_warning_with_its_figures_and_blocks_nothing(told):
    check = checks.drift_check("label_mix_is_stable", label_drift)
    (spec,) = check.check_specs
    assert (spec.asset_key.to_user_string(), spec.blocking) == ("ml/labels", False)
    result = check()
    assert (result.passed, result.severity.name) == (False, "WARN")
    figures = {name: value.value for name, value in result.metadata.items()}
    assert (figures["drifted"], figures["judged"], figures["too_few"]) == (2, 2, 1)
    assert [row["channel_slug"] for row in figures["figures"]] == ["semua", "berita", "rilis"]


def test_no_drift_passes(told):
    assert checks.drift_check("embeddings_are_stable", embedding_drift)().passed
