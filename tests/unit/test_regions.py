"""Which provinces and regencies documents name, and whether those of two documents agree."""

from __future__ import annotations

import pytest

from ml.issues.regions import agreement, region_rows

EAST_JAVA, SURABAYA, A_DISTRICT_OF_SURABAYA, MALANG, BANDUNG = "35", "35.78", "35.78.01", "35.73", "32.73"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([SURABAYA], [SURABAYA], [1, 0, 1, 0]),
        ([A_DISTRICT_OF_SURABAYA], [SURABAYA], [1, 0, 1, 0]),
        ([EAST_JAVA], [SURABAYA], [1, 0, 0, 0]),
        ([SURABAYA], [MALANG], [1, 0, 0, 1]),
        ([SURABAYA], [BANDUNG], [0, 1, 0, 1]),
        ([SURABAYA, BANDUNG], [BANDUNG], [1, 0, 1, 0]),
        ([SURABAYA], [], [0, 0, 0, 0]),
        (None, None, [0, 0, 0, 0]),
    ],
)
def test_two_documents_agree_in_a_region_that_both_name_and_differ_where_each_names_another(one, other, expected):
    assert agreement(region_rows([one]), region_rows([other])).tolist() == [expected]


def test_a_document_is_a_row_however_many_regions_it_names():
    assert region_rows([[SURABAYA, MALANG, BANDUNG], None, []]).sum(axis=1).tolist() == [5, 0, 0]
