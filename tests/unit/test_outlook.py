from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from ml.issues.outlook import AHEAD_HOURS, BLOCKS, LEAST_EPISODES, _apart, _entries, comes, learn
from warehouse.schemas import ISSUE_STATES

FIRST = 490_000
ISSUES, HOURS, BEFORE = 60, 720, 300


def states(*entries: tuple) -> pa.Table:
    """Rows of ISSUE_STATES of (issue_id, hour, from_slug, to_slug)."""
    rows = [
        {
            "transition_id": f"{issue}-{hour}",
            "issue_id": issue,
            "changed_at": datetime(1970, 1, 1) + timedelta(hours=int(hour) + 1),
            "from_slug": before,
            "to_slug": after,
        }
        for issue, hour, before, after in entries
    ]
    return pa.Table.from_pylist(rows, ISSUE_STATES)


def simulated(seed: int) -> tuple[pd.DataFrame, pa.Table]:
    """Issues whose surprise drifts; each hour may bring siaga, the likelier the larger the surprise."""
    chance = np.random.default_rng(seed)
    drift = np.zeros((BEFORE + HOURS, ISSUES))
    for hour in range(1, len(drift)):
        drift[hour] = np.maximum(0, 0.99 * drift[hour - 1] + chance.normal(0, 0.3, ISSUES))
    surprise = drift[BEFORE:]
    enters = chance.random((HOURS, ISSUES)) < 0.1 / (1 + np.exp(2 * (4 - surprise)))
    hour, issue = np.indices(surprise.shape)
    frame = pd.DataFrame(
        {
            "issue_id": np.char.add("i", issue.ravel().astype(str)),
            "hour": FIRST + hour.ravel(),
            "state": "waspada",
            "surprise_6h": chance.exponential(1, surprise.size),
            "surprise_24h": surprise.ravel(),
            "count_6h": chance.poisson(4, surprise.size).astype(float),
            "voice_count_6h": 2.0,
            "velocity": 1.0,
            "novelty": np.nan,
        }
    )
    return frame, states(*((f"i{issue}", FIRST + hour, "waspada", "siaga") for hour, issue in np.argwhere(enters)))


@pytest.fixture(scope="module")
def learned():
    return learn(*simulated(1))


def test_what_is_told_is_what_comes(learned):
    history, entered = simulated(2)
    told = learned.probability(history)
    came = comes(history, _entries(entered))
    assert told.mean() == pytest.approx(came.mean(), rel=0.25)
    high = told > 0.3
    assert high.sum() > 300
    assert told[high].mean() == pytest.approx(came[high].mean(), rel=0.25)


def test_a_larger_surprise_makes_siaga_more_probable(learned):
    rows = simulated(3)[0].head(3).assign(surprise_24h=[0.0, 2.0, 5.0], surprise_6h=1.0, count_6h=4.0)
    assert (np.diff(learned.probability(rows)) > 0.05).all()


def test_its_error_is_told_beside_that_of_the_usual_rate(learned):
    assert learned.brier < 0.9 * learned.base_brier
    assert learned.episode_count >= LEAST_EPISODES
    table = learned.reliability
    assert table["row_count"].sum() == (HOURS - AHEAD_HOURS) * ISSUES
    large = table[table["row_count"] > 1000]
    np.testing.assert_allclose(large["told"], large["came"], atol=0.1)


def test_few_episodes_give_no_outlook():
    history, entered = simulated(1)
    assert learn(history, entered.slice(0, LEAST_EPISODES - 1)) is None
    assert learn(history, states()) is None
    assert learn(history.head(0), entered) is None


def test_measures_that_tell_nothing_give_no_outlook():
    history, entered = simulated(1)
    chance = np.random.default_rng(9)
    blind = history.assign(surprise_24h=chance.permutation(history["surprise_24h"]))
    assert learn(blind, entered) is None


def test_an_issue_that_is_there_already_has_no_probability(learned):
    rows = simulated(3)[0].head(3).assign(state=["siaga", "krisis", "pasca"])
    assert np.isnan(learned.probability(rows)).tolist() == [True, True, False]


def test_no_issues_have_no_probabilities(learned):
    assert learned.probability(simulated(3)[0].head(0)).shape == (0,)


def test_siaga_comes_within_24_hours_after_and_not_in_the_hour_itself():
    entered = states(("a", FIRST + 30, "waspada", "siaga"))
    hours = [FIRST + 5, FIRST + 6, FIRST + 29, FIRST + 30, FIRST + 31]
    rows = pd.DataFrame({"issue_id": "a", "hour": hours})
    assert comes(rows, _entries(entered)).tolist() == [False, True, True, False, False]
    assert not comes(rows.assign(issue_id="b"), _entries(entered)).any()


def test_an_issue_that_gets_worse_or_fades_does_not_enter_again():
    changes = [
        ("a", 1, "waspada", "siaga"),
        ("a", 2, "siaga", "krisis"),
        ("a", 3, "krisis", "pasca"),
        ("a", 9, "pasca", "waspada"),
    ]
    assert _entries(states(*changes))["hour"].tolist() == [1]


def test_stretches_of_time_that_judge_share_no_hours_with_those_that_teach():
    hours = np.arange(100)
    inside = (hours >= 40) & (hours < 60)
    assert hours[_apart(hours, inside)].tolist() == [*range(16), *range(84, 100)]
    assert BLOCKS > 1
