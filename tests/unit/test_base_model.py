from __future__ import annotations

import shutil

import pytest

from ml import base_model
from ml.base_model import DIGEST_FILE, FOLDER_FILES, check_configured_body, resolve_body
from warehouse.errors import InputError


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "body"
    (folder / "1_Pooling").mkdir(parents=True)
    for name in (*FOLDER_FILES, "1_Pooling/config.json"):
        (folder / name).write_text("{}")
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


def digest_of(folder) -> str:
    return resolve_body(str(folder), folder.parent).digest


def test_a_folder_that_is_no_model_is_told_by_what_it_lacks(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(InputError, match=r"modules\.json, tokenizer\.json missing") as told:
        resolve_body(str(tmp_path), tmp_path)
    assert str(tmp_path) in str(told.value)
    assert "PANTAU_BASE_MODEL" in str(told.value)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match=r"modules\.json, config\.json, tokenizer\.json missing"):
        check_configured_body(str(tmp_path / "nowhere"))


def test_a_model_folder_is_taken_as_it_is(folder, tmp_path):
    assert check_configured_body(str(folder)) == folder
    assert resolve_body(str(folder), tmp_path).address == str(folder)


@pytest.mark.parametrize("changed", ["model.safetensors", "tokenizer.json", "1_Pooling/config.json"])
def test_a_folders_digest_changes_with_its_weights_and_settings(folder, changed):
    before = digest_of(folder)
    (folder / changed).write_text("other")
    assert digest_of(folder) != before


def test_a_folders_digest_changes_when_a_file_is_renamed(folder):
    before = digest_of(folder)
    (folder / "model.safetensors").rename(folder / "other.safetensors")
    assert digest_of(folder) != before


def test_a_folders_digest_knows_neither_its_place_nor_its_readme(folder, tmp_path):
    before = digest_of(folder)
    (folder / "README.md").write_text("Catatan.")
    (folder / DIGEST_FILE).write_text("{}")
    shutil.copytree(folder, tmp_path / "elsewhere")
    assert digest_of(folder) == digest_of(tmp_path / "elsewhere") == before


def test_a_hub_id_stays_one_and_has_its_own_digest(tmp_path):
    one, other = resolve_body("contoh/model-satu", tmp_path), resolve_body("contoh/model-dua", tmp_path)
    assert one.address == "contoh/model-satu"
    assert one.digest != other.digest
    assert check_configured_body("contoh/model-satu") is None


def test_the_wheel_is_converted_once(tmp_path, monkeypatch):
    converted = []

    def convert(source, folder):
        converted.append(source.name)
        folder.mkdir()

    monkeypatch.setattr(base_model, "_convert", convert)
    first, second = resolve_body(None, tmp_path), resolve_body(None, tmp_path)
    assert converted == ["e5-small-q4.bin"]
    assert first == second


def test_a_conversion_that_dies_is_done_again(tmp_path, monkeypatch):
    def die(source, folder):
        folder.mkdir(exist_ok=True)
        raise KeyboardInterrupt

    monkeypatch.setattr(base_model, "_convert", die)
    with pytest.raises(KeyboardInterrupt):
        resolve_body(None, tmp_path)
    finished = []
    monkeypatch.setattr(base_model, "_convert", lambda source, folder: finished.append(folder))
    body = resolve_body(None, tmp_path)
    assert [str(folder) for folder in finished] == [body.address]


@pytest.mark.parametrize("piece", ["▁rumah", "é", "cafe\u0301", "2️⃣", "😡", "…", "▁"])
def test_a_piece_in_latin_script_or_of_signs_is_kept(piece):
    assert base_model._is_latin(piece)


@pytest.mark.parametrize("piece", ["дом", "屋", "بيت", "a屋"])
def test_a_piece_in_another_script_is_left_out(piece):
    assert not base_model._is_latin(piece)
