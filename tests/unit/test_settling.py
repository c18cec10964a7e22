"""What becomes of the version that classifiers.yml states when there is a champion."""

from __future__ import annotations

import pytest
from tiny_engine import LABELS, build_head, build_model
from tiny_home import Home, tiny_home

from ml.classifiers.bodies import TunedBody
from ml.classifiers.promotion import challenge, crown_first
from ml.classifiers.registry import Model, read_standing
from orchestration import models
from orchestration.context import as_of

TURNED = ("positif", "netral", "negatif")


@pytest.fixture
def home(tmp_path, monkeypatch):
    with tiny_home(tmp_path, monkeypatch) as home:
        yield home


def version(home: Home, number: str, labels: tuple[str, ...] = LABELS, local: int = 0) -> Model:
    """A version of `nada`: its head is right with LABELS in their order."""
    body = TunedBody("b1", home.registry / "bodies" / "b1")
    return build_model(home.registry, version=number, body=body, head=build_head(labels), local=local)


def settle(home: Home, champion_local: int, stated: Model) -> tuple[str | None, str | None]:
    """Who stands after a poor champion with so many texts of the installation met the stated version."""
    crown_first(home.layout, version(home, "lama", TURNED, champion_local), as_of())
    standing = models.settle(models.classifiers()["nada"], stated)
    return standing.champion, standing.challenger


def give_local_examples(patch: pytest.MonkeyPatch) -> None:
    nada = models.classifiers()["nada"]
    local = [example.model_copy(update={"is_local": True}) for example in nada.examples[:3]]
    patch.setitem(models.classifiers(), "nada", nada.model_copy(update={"examples": (*local, *nada.examples[3:])}))


def test_a_better_stated_version_becomes_champion(home):
    assert settle(home, 0, version(home, "baru")) == ("baru", None)


def test_it_does_so_where_both_have_learned_from_texts_of_the_installation(home, monkeypatch):
    give_local_examples(monkeypatch)
    assert settle(home, 200, version(home, "baru", local=300)) == ("baru", None)


def test_one_made_without_them_waits_behind_a_champion_that_learned_from_them(home):
    assert settle(home, 300, version(home, "baru")) == ("lama", "baru")


def test_it_waits_once_and_leaves_a_later_challenger_alone(home):
    stated = version(home, "baru")
    settle(home, 300, stated)
    challenge(home.layout, version(home, "koreksi"))
    assert settle(home, 300, stated) == ("lama", "koreksi")
    assert [entry["event"] for entry in read_standing(home.layout, "nada").history] == ["first", "waits"]
