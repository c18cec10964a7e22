"""sources.yml: every source as one checked entry. An entry that is wrong is told with its line and the nearest name."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ingestion import kinds
from ingestion.contract import CHANNELS, MAPPABLE
from warehouse.errors import InputError

SLUG = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"


class Terms(BaseModel):
    """What the terms of a source allow to keep; the pipeline holds to it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    keep: Literal["isi", "ringkasan", "judul"] = "isi"
    """isi: the whole text; ringkasan: title and lead; judul: the title alone."""
    note: str | None = None
    retention_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    """How long raw payloads may be kept; documents are not touched by it."""


class Entry(BaseModel):
    """What every source states, whatever its kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: Annotated[str, Field(pattern=SLUG, max_length=60)]
    """dlt would write `a__b` and `a_` under other names."""
    group: Annotated[str, Field(pattern=SLUG, max_length=60)] = ""
    """Sources of one group are fetched side by side and land in one load, in raw/<group>; by default each is its own."""
    only: Literal["sample", "live"] | None = None
    """`live` sources are read with --live alone, `sample` ones only without it."""
    kind: str
    folder: Path
    channel: str
    description: str
    tier: Literal[1, 2, 3] | None = None
    province: str | None = None
    terms: Terms = Terms()
    outlet: str | None = None
    """Outlet of records that name none."""
    agency: str | None = None
    """Agency that the source speaks for: of official releases, and of records that name none."""
    region: str | None = None
    """Regency or city of records that name none."""
    keep_payload: bool = False
    """Keep what came, encrypted, for `pantau sources replay`, for as long as the terms allow."""
    time_zone: str = "Asia/Jakarta"
    truth: str | None = None
    """Labels by people, as JSON lines with document_ref and label columns; a run tells how well the models met them."""
    columns: dict[str, str] = {}
    """Contract column → the source's own name; a column that is not named is looked for under the contract's name."""

    @model_validator(mode="before")
    @classmethod
    def _group_is_the_slug_unless_named(cls, fields: Any) -> Any:
        return {**fields, "group": fields.get("group") or fields.get("slug")}

    @model_validator(mode="after")
    def _payloads_are_kept_for_a_time(self) -> Entry:
        if self.keep_payload and self.terms.retention_days is None:
            raise ValueError("keep_payload needs terms: {retention_days: …}; say for how long they may be kept")
        return self

    @field_validator("terms", mode="before")
    @classmethod
    def _terms_may_be_a_note(cls, value: Any) -> Any:
        return {"note": value} if isinstance(value, str) else value

    @field_validator("channel")
    @classmethod
    def _channel_is_known(cls, value: str) -> str:
        if value not in CHANNELS:
            raise ValueError(f"{value!r} is no channel{nearest(value, CHANNELS)}")
        return value

    @field_validator("truth")
    @classmethod
    def _truth_is_there(cls, value: str | None, others: ValidationInfo) -> str | None:
        if value is not None and not (others.data["folder"] / value).is_file():
            raise ValueError(f"there is no file {others.data['folder'] / value}")
        return value

    @field_validator("time_zone")
    @classmethod
    def _time_zone_is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is no time zone (Asia/Jakarta, Asia/Makassar, Asia/Jayapura, UTC, …)") from error
        return value


def nearest(word: str, known) -> str:
    """', did you mean …?' for a typo; the list of what there is for anything else."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(sorted(known))}"


def read_catalog(path: Path) -> dict[str, Entry]:
    """Entries of the sources file by slug; InputError naming file, line and the way out when something is wrong."""
    try:
        document = YAML(typ="rt").load(path.read_text())
    except FileNotFoundError as error:
        raise InputError(f"There is no sources file {path}. Name one with --sources or PANTAU_SOURCES.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}") from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise InputError(f"{path}{line}: not valid YAML: {getattr(error, 'problem', None) or error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("sources"), dict) or not document["sources"]:
        raise InputError(f"{path}: expected a mapping 'sources:' with at least one entry. CONTRIBUTING.md shows one.")
    _reject_unknown(path, document, {"sources"}, "key")
    return {slug: _entry(path, document["sources"], slug) for slug in document["sources"]}


def chosen(catalog: dict[str, Entry], live: bool) -> list[Entry]:
    """The entries that a run reads: with `live` no sample, without it no live source."""
    return [entry for entry in catalog.values() if entry.only in (None, "live" if live else "sample")]


def groups(entries: list[Entry]) -> dict[str, list[Entry]]:
    """Entries by the group that they are loaded in."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.group, []).append(entry)
    return found


def _entry(path: Path, sources: Any, slug: str) -> Entry:
    line = sources.lc.key(slug)[0] + 1
    fields = sources[slug]
    if not isinstance(fields, dict):
        raise InputError(f"{path}:{line}: {slug}: expected a mapping of fields.")
    kind = fields.get("kind")
    if kind not in kinds.kind_names():
        where = _line(fields, "kind", line)
        raise InputError(f"{path}:{where}: {slug}: unknown kind {kind!r}{nearest(str(kind), kinds.kind_names())}")
    model = kinds.kind_module(kind).Entry
    _reject_unknown(path, fields, set(model.model_fields) - {"slug", "folder"}, f"{slug}: field", line)
    if isinstance(fields.get("columns"), dict):
        _reject_unknown(path, fields["columns"], set(MAPPABLE), f"{slug}: column", _line(fields, "columns", line))
    try:
        return model.model_validate({**fields, "slug": slug, "folder": path.parent})
    except ValidationError as error:
        raise InputError("\n".join(_tell(path, fields, line, slug, problem) for problem in error.errors())) from error


def _line(mapping: Any, name: Any, otherwise: int) -> int:
    """The line of a key; `otherwise` for one that is not there, or was merged in from elsewhere."""
    return mapping.lc.key(name)[0] + 1 if name in (mapping.lc.data or {}) else otherwise


def _reject_unknown(path: Path, mapping: Any, known: set[str], what: str, line: int = 1) -> None:
    for name in mapping:
        if name not in known:
            raise InputError(f"{path}:{_line(mapping, name, line)}: {what} {name!r} is unknown{nearest(str(name), known)}")


def _tell(path: Path, fields: Any, line: int, slug: str, problem: Any) -> str:
    name = str(problem["loc"][0]) if problem["loc"] else ""
    text = problem["msg"].removeprefix("Value error, ")
    return f"{path}:{_line(fields, name, line)}: {slug}: {name}: {text}"
