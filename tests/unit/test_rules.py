from __future__ import annotations

import numpy as np
import pytest

from ml.issues.rule_seed import read_rules
from ml.issues.rules import ALERTING, MEASURES, OF_THE_BOARD
from warehouse.errors import InputError

HEADER = "rule_slug,from_slug,to_slug,measure_slug,comparison,threshold,for_hours,is_optional,note"
RISE = "naik,normal,waspada,count_6h,>=,5,1,false,"


@pytest.fixture
def rules_of(tmp_path):
    """Reads a seed of these lines."""

    def read(*lines: str):
        (tmp_path / "issue_rules.csv").write_text("\n".join([HEADER, *lines]) + "\n")
        return read_rules(tmp_path)

    return read


def test_the_shipped_rules_lead_out_of_every_state_and_up_to_every_level():
    rules = read_rules().transitions
    assert {rule.from_slug for rule in rules} == {"normal", "waspada", "siaga", "krisis", "pasca"}
    assert {rule.to_slug for rule in rules} >= {*ALERTING, "pasca", "normal"}


def test_the_shipped_rules_leave_waspada_by_less_than_it_takes_to_enter_it():
    def limits(start: str, end: str) -> list[float]:
        rules = [rule for rule in read_rules().transitions if (rule.from_slug, rule.to_slug) == (start, end)]
        return [one.threshold for rule in rules for one in rule.conditions if one.measure.startswith("surprise")]

    assert max(limits("waspada", "normal")) < min(limits("normal", "waspada"))
    assert all(rule.for_hours > 1 for rule in read_rules().transitions if rule.to_slug in ("normal", "pasca"))


def test_all_conditions_of_a_rule_are_required(rules_of):
    (rule,) = rules_of(RISE, "naik,normal,waspada,surprise_6h,>=,3,1,false,").transitions
    measures = {"count_6h": np.array([5, 5, 4]), "surprise_6h": np.array([3, 2.9, 9])}
    assert rule.holds(measures).tolist() == [True, False, False]


def test_a_measure_that_is_not_known_fails_a_condition_unless_it_is_optional(rules_of):
    optional = "naik,normal,waspada,negative_share_24h,>=,0.5,1,true,"
    (strict,), (lenient,) = (rules_of(RISE, line).transitions for line in (optional.replace("true", "false"), optional))
    measures = {"count_6h": np.array([9, 9, 9]), "negative_share_24h": np.array([np.nan, 0.4, 0.5])}
    assert strict.holds(measures).tolist() == [False, False, True]
    assert lenient.holds(measures).tolist() == [True, False, True]
    assert lenient.holds({"count_6h": measures["count_6h"]}).tolist() == [True, True, True]


def test_the_first_gate_that_holds_keeps_an_alert_back(rules_of):
    rules = rules_of(
        RISE, "hobi,,tanpa-peringatan,relevant_share,<=,0.4,1,false,", "sepi,,ditahan,coverage_share,<=,0.5,1,false,"
    )
    assert rules.gate({"relevant_share": 0.2, "coverage_share": 0.2}) == "tanpa-peringatan"
    assert rules.gate({"relevant_share": 0.9, "coverage_share": 0.2}) == "ditahan"
    assert rules.gate({"relevant_share": np.nan, "coverage_share": np.nan}) is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("x,normal,siaaga,count_6h,>=,5,1,false,", "to_slug: there is no 'siaaga'; did you mean 'siaga'?"),
        ("x,normal,siaga,count_6jam,>=,5,1,false,", "measure_slug: there is no 'count_6jam'; did you mean 'count_6h'?"),
        ("x,normal,siaga,count_6h,>,5,1,false,", "comparison: there is no '>'"),
        ("x,normal,siaga,count_6h,>=,lima,1,false,", "threshold is 'lima', no number"),
        ("x,normal,siaga,count_6h,>=,nan,1,false,", "threshold is 'nan': give a finite number"),
        ("x,normal,siaga,count_6h,>=,5,0,false,", "for_hours is '0': give a whole number from 1 on"),
        ("x,normal,siaga,count_6h,>=,5,1.5,false,", "for_hours is '1.5'"),
        ("x,normal,siaga,count_6h,>=,5,1,ya,", "is_optional: there is no 'ya'; known: true, false"),
        ("x,normal,siaga,,>=,5,1,false,", "measure_slug is empty"),
        (",normal,siaga,count_6h,>=,5,1,false,", "rule_slug is empty"),
        ("x,siaga,siaga,count_6h,>=,5,1,false,", "leads from siaga to itself"),
        ("x,,siaga,count_6h,>=,5,1,false,", "to_slug: there is no 'siaga'; known: ditahan, tanpa-peringatan"),
        ("x,,ditahan,coverage_share,<=,0.5,3,false,", "and 1 for a gate"),
        ("naik,normal,waspada,count_24h,>=,5,2,false,", "is not as in its lines above"),
    ],
)
def test_a_mistake_in_the_seed_is_told_by_file_line_and_nearest_name(line, words, rules_of):
    with pytest.raises(InputError) as error:
        rules_of(RISE, line)
    assert "issue_rules.csv:3: " in str(error.value)
    assert words in str(error.value)


def test_a_rule_that_would_hold_where_nothing_is_known_is_refused(rules_of):
    with pytest.raises(InputError, match="naik: all its conditions are optional"):
        rules_of(RISE.replace("false", "true"))


def test_a_missing_column_is_told(tmp_path):
    (tmp_path / "issue_rules.csv").write_text("rule_slug,from_slug\nnaik,normal\n")
    with pytest.raises(InputError, match=r"issue_rules\.csv:2: naik: to_slug is empty"):
        read_rules(tmp_path)


def test_the_measures_of_the_board_are_measures():
    assert set(OF_THE_BOARD) < set(MEASURES)
