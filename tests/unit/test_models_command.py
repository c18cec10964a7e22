from __future__ import annotations

import shutil

import orjson
import pytest
from tiny_engine import LABELS, build_head, build_model
from tiny_home import Home, labelled, tiny_home

from ml.classifiers.bodies import CARD, TunedBody
from ml.classifiers.examples import is_heldout
from ml.classifiers.promotion import challenge, crown_first
from ml.classifiers.registry import read_standing
from orchestration.context import as_of
from warehouse.errors import InputError

TURNED = ("positif", "netral", "negatif")


@pytest.fixture
def home(tmp_path, monkeypatch):
    with tiny_home(tmp_path, monkeypatch) as home:
        yield home


def stand(home: Home, champion: tuple[str, ...] = TURNED, challenger: tuple[str, ...] = LABELS) -> None:
    """Two versions of `nada`: heads in the order of LABELS are right, others are not."""
    body = TunedBody("b1", home.registry / "bodies" / "b1")
    lama = build_model(home.registry, version="lama", body=body, head=build_head(champion), macro_f1=0.6)
    baru = build_model(home.registry, version="baru", body=body, head=build_head(challenger))
    crown_first(home.layout, lama, as_of())
    challenge(home.layout, baru)


def models(home: Home, *arguments: str) -> int:
    """The exit code; an error of the input is raised."""
    done = home.pantau("models", *arguments)
    if isinstance(done.exception, InputError):
        raise done.exception
    return done.exit_code


def test_the_list_tells_who_is_champion_and_who_challenges(home):
    stand(home)
    assert models(home, "list") == 0
    (row,) = [line.split() for line in home.shown.splitlines() if "nada" in line]
    assert row == ["nada", "lama", "baru", "2", "0.600", "40", "held-out", "examples"]


def test_a_classifier_without_a_version_is_in_the_list(home):
    models(home, "list")
    assert "none yet" in home.shown


def test_the_card_tells_data_measures_and_limits(home):
    stand(home)
    models(home, "show", "nada")
    for words in ("nada lama", "sha256 contoh", "base weights tiny", "macro-F1 0.600", "first 8 tokens", "floor"):
        assert words in home.shown
    models(home, "show", "nada", "challenger")
    assert "nada baru" in home.shown


def test_a_card_whose_body_is_gone_is_told(home):
    stand(home)
    shutil.rmtree(home.registry / "bodies" / "b1")
    with pytest.raises(InputError, match="nada lama stands on the body b1, which is missing"):
        models(home, "show", "nada")


def test_the_card_tells_corrections_apart_where_it_knows_of_them(home):
    stand(home)
    card = home.registry / "nada" / "lama" / CARD
    told = orjson.loads(card.read_bytes())
    told["examples"]["corrections"] = 20
    card.write_bytes(orjson.dumps(told))
    models(home, "show", "nada")
    assert "200, 20 from review, 0 of the installation" in home.shown
    models(home, "show", "nada", "challenger")
    assert "200, 0 of the installation" in home.shown


def test_a_version_whose_files_were_deleted_is_not_brought_back(home):
    stand(home)
    models(home, "promote", "nada")
    shutil.rmtree(home.registry / "nada" / "lama")
    with pytest.raises(InputError, match="baru stays the champion of nada"):
        models(home, "rollback", "nada")
    assert models(home, "show", "nada") == 0


def test_a_comparison_decides_nothing(home):
    stand(home)
    assert models(home, "compare", "nada") == 0
    assert f"n = {sum(is_heldout(row['text']) for row in labelled(60))}" in home.shown
    assert "It would be promoted" in home.shown
    assert read_standing(home.layout, "nada").champion == "lama"


def test_a_challenger_that_is_shown_to_be_no_worse_is_promoted(home):
    stand(home)
    assert models(home, "promote", "nada") == 0
    standing = read_standing(home.layout, "nada")
    assert (standing.champion, standing.challenger) == ("baru", None)
    assert "from the next `pantau run` on" in home.shown


def test_a_challenger_that_is_not_is_refused_with_the_interval(home):
    stand(home, LABELS, TURNED)
    assert models(home, "promote", "nada") == 1
    assert read_standing(home.layout, "nada").champion == "lama"
    assert "difference [-" in home.shown
    assert "Not promoted" in home.shown


def test_rows_that_people_of_this_home_judged_count_in_the_comparison(home):
    stand(home)
    judged = next(row["text"] for row in labelled(100, start=500) if is_heldout(row["text"]))
    home.layout.examples.mkdir(parents=True)
    (home.layout.examples / "nada.jsonl").write_text(f'{{"text": "{judged}", "label": "netral"}}\n')
    models(home, "compare", "nada")
    assert f"n = {sum(is_heldout(row['text']) for row in labelled(60)) + 1}" in home.shown


def test_by_force_it_is_promoted_for_a_reason_that_the_history_keeps(home):
    stand(home, LABELS, TURNED)
    assert models(home, "promote", "nada", "--force", "--reason", "uji coba") == 0
    assert read_standing(home.layout, "nada").champion == "baru"
    models(home, "history", "nada")
    for words in ("first", "promoted by force", "uji coba"):
        assert words in home.shown


@pytest.mark.parametrize("options", [("--force",), ("--reason", "uji coba")])
def test_force_and_reason_go_together(options, home):
    stand(home, LABELS, TURNED)
    with pytest.raises(InputError, match="go together"):
        models(home, "promote", "nada", *options)
    assert read_standing(home.layout, "nada").champion == "lama"


def test_labels_that_classifiers_yml_does_not_state_are_not_promoted_even_by_force(home):
    stand(home, LABELS, ("negatif", "netral", "sindiran"))
    with pytest.raises(InputError, match="gives nada no label sindiran"):
        models(home, "promote", "nada", "--force", "--reason", "uji coba")


def test_a_rollback_brings_the_champion_before_back_even_after_force(home):
    stand(home, LABELS, TURNED)
    models(home, "promote", "nada", "--force", "--reason", "uji coba")
    assert models(home, "rollback", "nada") == 0
    standing = read_standing(home.layout, "nada")
    assert (standing.champion, standing.challenger) == ("lama", "baru")
    with pytest.raises(InputError, match="no champion of nada before lama; the challenger baru"):
        models(home, "rollback", "nada")


def test_every_decision_is_in_the_history_with_its_figures(home):
    stand(home)
    models(home, "promote", "nada")
    models(home, "rollback", "nada")
    models(home, "history", "nada")
    first, promoted, back = home.shown.splitlines()[-3:]
    assert "first" in first
    assert "→ 1.000, difference [+" in promoted
    assert back.split()[2:] == ["rolled-back", "lama", "baru"]


@pytest.mark.parametrize("command", ["show", "compare", "promote", "rollback", "history"])
def test_a_classifier_that_is_not_there_is_told(command, home):
    with pytest.raises(InputError, match="did you mean 'nada'"):
        models(home, command, "nadda")


@pytest.mark.parametrize(("command", "maker"), [("show", "run"), ("promote", "train nada")])
def test_where_there_is_no_version_yet_it_is_told_what_makes_one(command, maker, home):
    with pytest.raises(InputError, match=f"`pantau {maker}` makes one"):
        models(home, command, "nada")
