"""What the guides say of columns and lists is what the code has."""

from __future__ import annotations

import re

from ml.enrichment import COLUMNS
from ml.text import STEPS
from warehouse.seeds import SEEDS
from warehouse.settings import ROOT

GUIDE = (ROOT / "docs" / "documents.md").read_text()


def test_the_guide_tells_of_every_column_that_enrichment_adds():
    told = set(re.findall(r"`([a-z_0-9]+)`", GUIDE)) | {"agency_2", "agency_1_reason", "agency_2_reason", "agency_3_reason"}
    assert [name for name in COLUMNS if name not in told] == []


def test_the_guide_names_every_step_of_cleaning_in_its_order():
    named = [step for step in re.findall(r"`([a-z-]+)`", GUIDE) if step in STEPS]
    assert named == list(STEPS)


def test_every_list_that_the_guide_names_is_there():
    named = set(re.findall(r"`([a-z_]+)\.csv`", GUIDE))
    assert len(named) > 10
    assert [name for name in sorted(named) if not (SEEDS / f"{name}.csv").is_file()] == []
