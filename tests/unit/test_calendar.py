from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import holidays
import numpy as np
import pytest

from ml.issues.calendar import DAY_KINDS, UTC_OFFSETS, Calendar, local_hours
from warehouse.errors import InputError
from warehouse.seeds import read_seed

YEARS = range(2021, 2028)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar.read()


def kinds(calendar, *dates):
    return [DAY_KINDS[kind] for kind in calendar.day_kinds(np.array(dates, "datetime64[D]"))]


def test_the_seed_has_the_public_holidays_and_joint_leave_of_an_independent_calendar(calendar):
    known = holidays.country_holidays("ID", years=YEARS, categories=("public", "government"))
    ours = {day.item() for day in calendar.holidays}
    assert ours == {day for day in known if day.year in YEARS}


def test_every_range_ends_on_or_after_the_day_it_begins():
    for row in read_seed("calendar").to_pylist():
        assert np.datetime64(row["begins_on"]) <= np.datetime64(row["ends_on"]), row


def test_the_fast_ends_on_the_day_before_lebaran_and_lebaran_lies_a_week_to_both_sides():
    rows = read_seed("calendar").to_pylist()
    fasts = [row for row in rows if row["kind_slug"] == "ramadan"]
    feasts = [row for row in rows if row["kind_slug"] == "lebaran"]
    assert len(fasts) == len(feasts) == len(YEARS)
    for fast, feast in zip(fasts, feasts, strict=True):
        assert np.datetime64(fast["ends_on"]) + 1 == np.datetime64(feast["begins_on"]) + 7
        assert np.datetime64(feast["ends_on"]) - np.datetime64(feast["begins_on"]) == np.timedelta64(14, "D")
        assert np.datetime64(fast["ends_on"]) - np.datetime64(fast["begins_on"]) in (28, 29)


def test_dates_that_may_still_move_are_marked():
    rows = [row for row in read_seed("calendar").to_pylist() if row["begins_on"] >= "2027"]
    moving = [
        row for row in rows if row["kind_slug"] in ("ramadan", "lebaran", "cuti-bersama", "libur-sekolah", "tahun-ajaran")
    ]
    assert moving
    assert {row["is_provisional"] for row in moving} == {"true"}
    assert {row["is_provisional"] for row in rows if row["name"] == "Hari Lahir Pancasila"} == {"false"}


def test_a_day_is_of_the_kind_that_weekday_and_calendar_give_it(calendar):
    week = kinds(calendar, "2025-11-10", "2025-11-14", "2025-11-15", "2025-11-16")
    assert week == ["kerja", "kerja", "sabtu", "libur"]
    assert kinds(calendar, "2025-12-25", "2025-12-26") == ["libur", "libur"]
    assert kinds(calendar, "2026-02-18", "2026-02-19", "2026-02-21", "2026-02-22") == ["kerja", "ramadan", "sabtu", "libur"]
    assert kinds(calendar, "2026-03-13", "2026-03-16", "2026-03-20", "2026-03-25", "2026-03-30") == [
        "ramadan",
        "lebaran",
        "libur",
        "lebaran",
        "kerja",
    ]


def test_a_day_beyond_the_seed_has_its_weekday_alone(calendar):
    assert kinds(calendar, "2035-12-25", "2035-12-29", "2035-12-30") == ["kerja", "sabtu", "libur"]


def test_kinds_come_in_the_shape_of_the_dates(calendar):
    dates = np.arange("2025-11-10", "2025-11-24", dtype="datetime64[D]").reshape(2, 7)
    assert calendar.day_kinds(dates).tolist() == [[0, 0, 0, 0, 0, 1, 2]] * 2


def test_one_hour_is_three_hours_of_day_in_three_zones():
    late = np.array([20 * 24 + 16])
    assert [(int(local[0]) // 24, int(local[0]) % 24) for local in (local_hours(late, zone) for zone in UTC_OFFSETS)] == [
        (20, 23),
        (21, 0),
        (21, 1),
    ]


def test_every_province_has_the_zone_of_its_seed_of_regions_and_of_the_clocks():
    ours = {row["province_code"]: row for row in read_seed("time_zones").to_pylist()}
    provinces = [row for row in read_seed("regions").to_pylist() if row["region_type_slug"] == "provinsi"]
    assert {row["region_code"]: row["time_zone"] for row in provinces} == {code: row["time_zone"] for code, row in ours.items()}
    for row in ours.values():
        offset = datetime(2026, 1, 1, tzinfo=ZoneInfo(row["time_zone"])).utcoffset()
        assert offset.total_seconds() == UTC_OFFSETS[row["zone_code"]] * 3600


def test_a_calendar_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"calendar\.csv cannot be read"):
        Calendar.read(tmp_path)
