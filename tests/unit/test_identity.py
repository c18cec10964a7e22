from __future__ import annotations

import pytest

from ml.issues.identity import resolved, short_hash
from warehouse.errors import InputError


def test_a_chain_of_redirects_ends_at_its_last():
    assert resolved({"a": "b", "b": "c", "c": "d", "x": "c"}) == {"a": "d", "b": "d", "c": "d", "x": "d"}


@pytest.mark.parametrize("ring", [{"a": "a"}, {"a": "b", "b": "a"}, {"x": "a", "a": "b", "b": "a"}])
def test_redirects_in_a_circle_are_refused_by_name(ring):
    with pytest.raises(InputError, match="circle at a"):
        resolved(ring)


def test_equal_founders_have_equal_ids_and_others_have_others():
    assert short_hash("isu a") == short_hash("isu a") != short_hash("isu b")
