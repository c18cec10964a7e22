"""What becomes of the version that classifiers.yml states when there is a champion."""

from __future__ import annotations

import pytest
from tiny_engine import LABELS, build_head, build_model
from tiny_home import tiny_home

from ml.classifiers.bodies import TunedBody
from ml.classifiers.promotion import crown_first
from orchestration import models
from orchestration.context import as_of

TURNED = ("positif", "netral", "negatif")


@pytest.fixture
def settled(tmp_path, monkeypatch):
    """Who stands after a poor champion with so many texts of the installation met a good version with so many."""
    with tiny_home(tmp_path, monkeypatch) as home:
        body = TunedBody("b1", home.registry / "bodies" / "b1")

        def settle(champion_local: int, stated_local: int):
            poor = build_model(home.registry, version="lama", body=body, head=build_head(TURNED), local=champion_local)
            crown_first(home.layout, poor, as_of())
            good = build_model(home.registry, version="baru", body=body, head=build_head(LABELS), local=stated_local)
            standing = models.settle(models.classifiers()["nada"], good)
            return standing.champion, standing.challenger

        yield settle


@pytest.mark.parametrize(("champion_local", "stated_local"), [(0, 0), (0, 300), (200, 300)])
def test_a_better_stated_version_becomes_champion(settled, champion_local, stated_local):
    assert settled(champion_local, stated_local) == ("baru", None)


def test_one_made_without_texts_of_the_installation_waits_behind_a_champion_that_learned_from_them(settled):
    assert settled(300, 0) == ("lama", "baru")
