"""What texts mean as small whole numbers: by their beginnings alone, each once."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_engine import VECTORS as KNOWN
from tiny_engine import build_body

from ml.vectors import LEAD_CHARACTERS, STEPS, VectorReader, unit_vectors
from warehouse.schemas import VECTORS

thorough = settings(max_examples=30, derandomize=True, deadline=None, database=None)
texts = st.lists(st.sampled_from([word for word in KNOWN if word.isalpha()]), min_size=1, max_size=4).map(" ".join)


@pytest.fixture(scope="module")
def reader(tmp_path_factory) -> VectorReader:
    return VectorReader(build_body(tmp_path_factory.mktemp("registry")).folder)


def test_equal_beginnings_are_equal_vectors(reader):
    beginning = "banjir " * (LEAD_CHARACTERS // 7 + 1)
    one, other = reader.vectors([f"{beginning} rusak", f"{beginning} bagus bagus"])
    assert np.array_equal(one, other)


def test_a_text_that_is_read_beside_others_has_the_vector_of_its_own(reader):
    given_texts = ["banjir", "rapat jalan", "banjir", "bagus"]
    together = reader.vectors(given_texts)
    assert np.array_equal(together, np.vstack([reader.vectors([text]) for text in given_texts]))


def test_a_text_seen_twice_is_read_once(reader, monkeypatch):
    read, vectors = [], reader.engine.vectors
    monkeypatch.setattr(reader.engine, "vectors", lambda distinct: read.extend(distinct) or vectors(distinct))
    reader.vectors(["banjir", "rapat", "banjir"])
    assert len(read) == 2


def test_texts_begin_as_the_body_was_trained_on(reader, monkeypatch):
    read, vectors = [], reader.engine.vectors
    monkeypatch.setattr(reader.engine, "vectors", lambda distinct: read.extend(distinct) or vectors(distinct))
    reader.vectors(["banjir\n\n  bandang"])
    assert read == ["query: banjir bandang"]


@pytest.mark.parametrize("text", [None, "", "  \n "])
def test_a_text_that_is_empty_has_a_vector(reader, text):
    assert np.array_equal(reader.vectors([text]), reader.vectors([""]))


@thorough
@given(st.lists(texts, min_size=1, max_size=5))
def test_the_largest_number_of_each_is_the_largest_step(reader, several):
    rows = reader.vectors(several)
    assert rows.dtype == np.int8
    assert (np.abs(rows.astype(int)).max(axis=1) == STEPS).all()


@thorough
@given(texts)
def test_steps_lose_little_of_the_direction(reader, text):
    exact = reader.engine.embed([f"query: {text}"])[0]
    assert unit_vectors(reader.vectors([text]))[0] @ exact > 0.999


def test_unit_vectors_are_of_length_one_and_those_of_nothing_stay_nothing():
    rows = unit_vectors(np.array([[127, 0], [3, -4], [0, 0]], np.int8))
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 1, 0])
    assert np.allclose(rows[1], [0.6, -0.8])


def test_every_document_is_a_row_of_the_promised_table(reader):
    documents = pa.table({"document_id": ["a", "b"], "input_hash": ["h", "i"], "clean_text": ["banjir", None]})
    rows = reader.read(documents)
    assert rows.schema.equals(VECTORS)
    assert rows["document_id"].to_pylist() == ["a", "b"]
    assert set(rows["reader_version"].to_pylist()) == {reader.version}
    assert np.array_equal(np.array(rows["vector"].to_pylist()), reader.vectors(["banjir", None]))


def test_another_body_is_another_version(tmp_path):
    versions = {VectorReader(build_body(tmp_path, name).folder).version for name in ("b1", "b2")}
    assert len(versions) == 2
