"""What a user gets wrong is told in words that lead out, with exit code 2, before anything is written."""

import pytest

pytestmark = pytest.mark.integration

ENTRY = "sources:\n  warta:\n    kind: {kind}\n    path: {path}\n    channel: berita\n    description: Contoh.\n"


def refused(home, sources: str | None = None, **environment: str) -> str:
    """Standard error of a run that ends with exit code 2."""
    arguments = ["run"]
    if sources is not None:
        file = home.path.parent / "sources.yml"
        file.write_text(sources)
        arguments += ["--sources", str(file)]
    run = home.run(*arguments, **environment)
    assert run.returncode == 2, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    assert not (home.path / "raw" / "warta").exists()
    return run.stderr


def test_an_unknown_kind_is_told_with_its_line_and_the_kinds_there_are(home):
    message = refused(home, ENTRY.format(kind="filse", path="a.csv"))
    assert "sources.yml:3: warta: unknown kind 'filse'; did you mean 'files'?" in message


def test_a_missing_sources_file_is_told(home):
    assert "There is no sources file" in refused(home, PANTAU_SOURCES=str(home.path.parent / "none.yml"))


def test_a_missing_input_file_is_told_with_its_line(home):
    message = refused(home, ENTRY.format(kind="files", path="hilang.csv"))
    assert "sources.yml:4: warta: path: there is no file" in message
    assert "hilang.csv" in message


def test_a_misspelt_field_is_told_with_its_line_and_the_nearest_name(home):
    message = refused(home, ENTRY.format(kind="files", path="a.csv") + "    descripton: dua\n")
    assert "sources.yml:7: warta: field 'descripton' is unknown; did you mean 'description'?" in message


def test_a_file_that_is_no_yaml_is_told_with_its_line(home):
    assert "sources.yml:3: not valid YAML" in refused(home, "sources:\n  warta: [files\n")


def test_a_home_that_cannot_be_written_is_told(home):
    file = home.path.parent / "a-file"
    file.write_text("")
    message = refused(home, PANTAU_HOME=str(file / "home"))
    assert "cannot be written" in message
    assert "PANTAU_HOME" in message


def test_a_folder_that_is_no_model_is_told(home):
    message = refused(home, PANTAU_BASE_MODEL=str(home.path.parent))
    assert "not a sentence-transformers folder" in message


def test_a_time_that_is_none_is_told(home):
    assert "'besok' is no time" in home.run("run", "--as-of", "besok").stderr


def test_sql_before_the_first_run_is_told(home):
    answer = home.run("sql", "show tables")
    assert answer.returncode == 2
    assert "pantau run" in answer.stderr
