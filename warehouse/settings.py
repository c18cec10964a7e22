"""What can be set from outside, read once from the environment; importing this module switches all telemetry off."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import InputError

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_SOURCES = ROOT / "ingestion" / "sources.yml"

QUIET_ENVIRONMENT = {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "false",
    "DAGSTER_DISABLE_TELEMETRY": "yes",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}
for _name, _value in QUIET_ENVIRONMENT.items():
    os.environ.setdefault(_name, _value)
if not os.environ.get("PANTAU_BASE_MODEL"):
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # training would ask a hub about files that lie here


@dataclass(frozen=True)
class Settings:
    """`home` holds all data; `models` the trained models (several homes may share one); `examples` labelled texts of the
    installation, None unless set.

    `alerts_per_day`: new alerts that an analyst gets a day, the others go into the digest. `brief_agencies` (slugs) and
    `brief_regions` (codes) get a brief of their own at every run. `is_live`: live sources are read, not the sample.
    `private_hosts` (host or host:port) may be fetched from although their addresses are not public. `base_model` and
    `pseudonym_key` are None unless set.
    """

    home: Path
    models: Path
    sources: Path
    examples: Path | None
    base_model: str | None
    pseudonym_key: str | None
    snapshots_kept: int
    alerts_per_day: int
    brief_agencies: tuple[str, ...]
    brief_regions: tuple[str, ...]
    is_live: bool
    private_hosts: frozenset[str]


def read_settings() -> Settings:
    """Settings from PANTAU_* variables; InputError where one cannot be used."""
    home = Path(os.environ.get("PANTAU_HOME") or ROOT / "data").expanduser().absolute()
    kept = os.environ.get("PANTAU_SNAPSHOTS_KEPT", "5")
    if not kept.isdecimal() or int(kept) < 1:
        raise InputError(f"PANTAU_SNAPSHOTS_KEPT is {kept!r}: give a whole number from 1 on.")
    alerts = os.environ.get("PANTAU_ALERTS_PER_DAY", "10")
    if not alerts.isdecimal():
        raise InputError(f"PANTAU_ALERTS_PER_DAY is {alerts!r}: give a whole number from 0 on.")
    examples = os.environ.get("PANTAU_EXAMPLES")
    if examples and not Path(examples).expanduser().is_dir():
        raise InputError(f"PANTAU_EXAMPLES is {examples!r}, which is no folder.")
    briefs = os.environ.get("PANTAU_BRIEFS", "").replace(",", " ").split()
    return Settings(
        home=home,
        models=Path(os.environ.get("PANTAU_MODELS") or home / "models").expanduser().absolute(),
        sources=Path(os.environ.get("PANTAU_SOURCES") or DEFAULT_SOURCES).expanduser().absolute(),
        examples=Path(examples).expanduser().absolute() if examples else None,
        base_model=os.environ.get("PANTAU_BASE_MODEL") or None,
        pseudonym_key=os.environ.get("PANTAU_PSEUDONYM_KEY") or None,
        snapshots_kept=int(kept),
        alerts_per_day=int(alerts),
        brief_agencies=tuple(name for name in briefs if not name[0].isdigit()),
        brief_regions=tuple(name for name in briefs if name[0].isdigit()),
        is_live=_switch("PANTAU_LIVE"),
        private_hosts=frozenset(os.environ.get("PANTAU_PRIVATE_HOSTS", "").replace(",", " ").split()),
    )


def _switch(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value not in ("", "0", "1", "false", "true", "no", "yes"):
        raise InputError(f"{name} is {value!r}: give 1 or 0.")
    return value in ("1", "true", "yes")
