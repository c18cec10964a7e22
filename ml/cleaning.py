"""The first reader: clean text, slang in formal spelling, and language of every document. All other readers read its rows."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ml import boilerplate, characters, datelines, slang, text
from ml.languages import LanguageReader
from warehouse import privacy
from warehouse.schemas import CLEANED
from warehouse.seeds import read_seed, seeds_hash

SOURCES = (boilerplate, characters, datelines, slang, text)
SEEDS = ("slang", "outlets", "regions", "districts", "given_names", "officials", "public_names")
CARRIED = ("document_id", "input_hash", "channel_slug", "published_on", "given_province_code", "given_region_code")


class CleanReader:
    """Reads the columns that dbt hands over in ml_documents; rows of CLEANED, one a document."""

    def __init__(self) -> None:
        self.normaliser = slang.Normaliser(read_seed("slang"))
        self.languages = LanguageReader()
        masks = sorted(Path(privacy.__file__ or "").parent.glob("*.py"))
        sources = [Path(module.__file__ or "").read_bytes() for module in SOURCES]
        sources += [path.read_bytes() for path in (*masks, Path(__file__))]
        known = b"\x1f".join([*sources, seeds_hash(*SEEDS).encode(), self.languages.version.encode()])
        self.version = hashlib.sha256(known).hexdigest()[:12]

    def read(self, documents: pa.Table) -> pa.Table:
        given = documents["document_text"].to_pylist()
        cleaned = [text.clean(one) for one in given]
        texts = _masked(given, [clean for clean, _ in cleaned])
        normalised = [self.normaliser.normalise(clean) for clean in texts]
        languages = self.languages.read(texts)  # the lexicon makes Javanese Indonesian
        columns = {name: documents[name] for name in CARRIED}
        columns |= {
            "reader_version": pa.repeat(pa.scalar(self.version), documents.num_rows),
            "text_hash": pa.array([hashlib.md5(clean.encode(), usedforsecurity=False).hexdigest() for clean in texts]),
            "clean_text": pa.array(texts, pa.string()),
            "normal_text": pa.array([normal for normal, _ in normalised], pa.string()),
            "cleaning_steps": pa.array([steps for _, steps in cleaned], pa.list_(pa.string())),
            "word_count": pa.array([len(clean.split()) for clean in texts], pa.int64()),
            "slang_count": pa.array([count for _, count in normalised], pa.int64()),
            "language_slug": pa.array([reading.language_slug for reading in languages], pa.string()),
            "language_score": pc.round(pa.array([reading.score for reading in languages], pa.float64()), 4),
            "code_mix_share": pc.round(pa.array([reading.code_mix_share for reading in languages], pa.float64()), 4),
        }
        return pa.table([columns[field.name] for field in CLEANED], schema=CLEANED)


def _masked(given: list[str], cleaned: list[str]) -> list[str]:
    """The clean texts, masked once more where cleaning changed them: it may have put together again what the masks saw apart.

    Names that stand free were masked before, by the rule of their channel.
    """
    texts = pa.array(cleaned, pa.string())
    is_changed = pc.not_equal(texts, pa.array(given, pa.string()))
    masked = privacy.mask_texts(pc.if_else(is_changed, texts, pa.scalar(None, pa.string())), is_public=True)
    return [
        text.name_handles(now) if now is not None else before for now, before in zip(masked.to_pylist(), cleaned, strict=True)
    ]
