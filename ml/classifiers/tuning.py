"""One encoder tuned on several columns of labels at once: a text is read once, and every classifier learns from it.

Cross-entropy over one linear layer for each column, summed, and a pull on texts of one label towards each other; a text that
a column has not judged does not count there. The layers are thrown away: heads are fitted on what the tuned encoder says
(docs/models holds what was tried beside it).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import torch

WEIGHTS_FILE = "weights.safetensors"
Progress = Callable[[int, int], None]
"""Called with (steps done, steps in all)."""

UNJUDGED = -100
HEAVIEST = 5.0
"""A rare label weighs at most so many times a usual one."""
CONTRAST_TEMPERATURE = 0.1
FARTHEST = -1e9
"""In place of a text's likeness to itself."""
THREADS = 2
"""The same on every machine: of another number sums come in another order, and tuning makes another encoder of it."""
JITTER = 12
"""Tokens by which lengths may differ in a batch, so that its texts are not always the same."""


@dataclass(frozen=True)
class Settings:
    """Settings of one tuning; `token_limit` cuts texts, in tuning and reading alike. Learning rates are of AdamW.

    Of more than `text_limit` shipped texts as many are drawn: an encoder has soon learned what it can, and its steps are dear.
    Texts of an installation are all learned from. `contrast` weighs the pull of texts of one label on each other. Of several
    `tunings`, one a seed from `seed` on, the weights are averaged: what few texts teach is chance in good part.
    """

    epochs: int = 2
    batch_size: int = 32
    learning_rate: float = 1e-4
    layer_learning_rate: float = 1e-3
    label_smoothing: float = 0.05
    dropout: float = 0.1
    contrast: float = 1.0
    token_limit: int = 96
    text_limit: int = 8_000
    seed: int = 1
    tunings: int = 1


@dataclass(frozen=True)
class Tuned:
    """An encoder and its tokenizer, both of transformers."""

    encoder: torch.nn.Module
    tokenizer: object
    token_limit: int
    precision: str

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Mean of the last layer, shape (texts, width), float32."""
        import torch

        ids = _tokens(self.tokenizer, texts, self.token_limit)
        vectors = np.zeros((len(ids), self.encoder.config.hidden_size), np.float32)
        with torch.no_grad():
            for batch in _batches([len(one) for one in ids], 64):
                vectors[batch] = _read(self.encoder, [ids[i] for i in batch], self.precision).numpy()
        return vectors

    def save_weights(self, folder: Path) -> None:
        """Write WEIGHTS_FILE: what tuning has changed, in bfloat16, for another tuning to begin with."""
        import torch
        from safetensors.torch import save

        changed = {name: weight for name, weight in self.encoder.named_parameters() if weight.requires_grad}
        kept = {name: weight.detach().to(torch.bfloat16).contiguous() for name, weight in changed.items()}
        (folder / WEIGHTS_FILE).write_bytes(save(kept))  # save_file would let nobody else read a shared registry


def tune(
    address: str,
    texts: Sequence[str],
    columns: Mapping[str, Sequence[str | None]],
    settings: Settings,
    progress: Progress,
    start: Path | None = None,
) -> Tuned:
    """Tune the encoder at `address` (folder or hub id); `columns` give each text's label, None where it was not judged.

    `start`: a folder in which another tuning of this encoder has saved its weights, to begin with. Several tunings begin
    with the same weights, so that their mean is an encoder, too (Wortsman et al., 2022).
    """
    parts = _parts(progress, settings.tunings)

    def tuned(number: int) -> Tuned:
        return _tune_once(address, texts, columns, replace(settings, seed=settings.seed + number), parts[number], start)

    mean = tuned(0)
    for number in range(1, settings.tunings):  # no more than two are held at once
        _approach(mean.encoder, tuned(number).encoder, 1 / (number + 1))
    return mean


def _parts(progress: Progress, count: int) -> list[Progress]:
    """Progress of each of several tunings, as part of all."""
    return [lambda done, total, number=number: progress(number * total + done, count * total) for number in range(count)]


def _approach(encoder: torch.nn.Module, other: torch.nn.Module, share: float) -> None:
    """Move the weights of `encoder` towards those of another by a share of the way."""
    import torch

    with torch.no_grad():
        for weight, aim in zip(encoder.parameters(), other.parameters(), strict=True):
            if weight.requires_grad:
                weight.lerp_(aim, share)


def _tune_once(
    address: str,
    texts: Sequence[str],
    columns: Mapping[str, Sequence[str | None]],
    settings: Settings,
    progress: Progress,
    start: Path | None,
) -> Tuned:
    import torch
    from safetensors.torch import load_file

    torch.manual_seed(settings.seed)
    torch.set_num_threads(THREADS)
    chance = random.Random(settings.seed)
    encoder, tokenizer = _load(address)
    if start:
        strange = encoder.load_state_dict(load_file(start / WEIGHTS_FILE), strict=False).unexpected_keys
        if strange:
            raise ValueError(f"{start}: weights of another encoder: {strange[0]}")
    precision = "bfloat16" if _has_fast_bfloat16() else "float32"
    ids = _tokens(tokenizer, texts, settings.token_limit)
    targets = {name: _targets(labels) for name, labels in columns.items()}
    layers = torch.nn.ModuleDict(
        {name: torch.nn.Linear(encoder.config.hidden_size, count) for name, (_, count) in targets.items()}
    )
    losses = {name: _loss(truth, count, settings.label_smoothing) for name, (truth, count) in targets.items()}
    dropout = torch.nn.Dropout(settings.dropout)
    weights = [weight for weight in encoder.parameters() if weight.requires_grad]
    groups = [
        {"params": weights, "lr": settings.learning_rate},
        {"params": list(layers.parameters()), "lr": settings.layer_learning_rate},
    ]
    optimiser = torch.optim.AdamW(groups, fused=True)
    steps = math.ceil(len(ids) / settings.batch_size) * settings.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rise_and_fall(step, steps))
    encoder.train()
    for step, batch in enumerate(_epochs([len(one) for one in ids], settings, chance), 1):
        read = _read(encoder, [ids[i] for i in batch], precision)
        vectors, loss = dropout(read), 0.0
        for name, (truth, _) in targets.items():
            loss += _judged_loss(losses[name], layers[name](vectors), truth[batch])
            loss += settings.contrast * _contrast(read, truth[batch])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        schedule.step()
        progress(step, steps)
    encoder.eval()
    encoder.zero_grad(set_to_none=True)  # as large as the weights, and of no more use
    return Tuned(encoder, tokenizer, settings.token_limit, precision)


def _load(address: str):
    """The encoder without dropout (its random draws take most of a CPU step) and with its word vectors held still.

    Attention is written out: the fused one takes five times as long backwards on CPU.
    """
    import torch
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.set_verbosity_error()
    encoder = AutoModel.from_pretrained(address, attn_implementation="eager")
    for module in encoder.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    encoder.get_input_embeddings().weight.requires_grad_(False)
    return encoder, AutoTokenizer.from_pretrained(address)


def _has_fast_bfloat16() -> bool:
    import torch

    abilities = torch.cpu.get_capabilities()
    return bool(abilities.get("amx_bf16") or abilities.get("avx512_bf16"))


def _tokens(tokenizer, texts: Sequence[str], limit: int) -> list[list[int]]:
    return [tokenizer(text, truncation=True, max_length=limit)["input_ids"] for text in texts]


def _read(encoder, ids: list[list[int]], precision: str) -> torch.Tensor:
    """Vectors of a batch; bfloat16 is entered anew every time, for an autocast held open trains on stale weights."""
    import torch

    width = max(map(len, ids))
    mask = torch.tensor([[1] * len(one) + [0] * (width - len(one)) for one in ids])
    padded = torch.tensor([one + [0] * (width - len(one)) for one in ids])
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bfloat16"):
        hidden = encoder(input_ids=padded, attention_mask=mask).last_hidden_state
    kept = mask.unsqueeze(-1)
    return (hidden.float() * kept).sum(dim=1) / kept.sum(dim=1)


def _targets(labels: Sequence[str | None]) -> tuple[torch.Tensor, int]:
    """(number of each text's label, how many labels there are)."""
    import torch

    known = sorted({label for label in labels if label is not None})
    return torch.tensor([UNJUDGED if label is None else known.index(label) for label in labels]), len(known)


def _loss(truth: torch.Tensor, count: int, smoothing: float) -> torch.nn.Module:
    """Cross-entropy in which a label weighs by the root of its rarity."""
    import torch

    counts = np.bincount(truth[truth >= 0].numpy(), minlength=count)
    weights = np.sqrt(counts.mean() / counts)
    weights = np.minimum(weights * counts.sum() / (weights * counts).sum(), HEAVIEST)
    return torch.nn.CrossEntropyLoss(torch.tensor(weights, dtype=torch.float), label_smoothing=smoothing, ignore_index=UNJUDGED)


def _judged_loss(loss: torch.nn.Module, logits: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    share = (truth != UNJUDGED).float().mean()
    return loss(logits, truth) * share if share > 0 else logits.sum() * 0


def _contrast(vectors: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    """Supervised contrastive loss (Khosla et al., 2020) of a batch: low where texts of one label are each other's nearest."""
    import torch

    judged = truth != UNJUDGED
    unit, truth = torch.nn.functional.normalize(vectors[judged], dim=1), truth[judged]
    itself = torch.eye(len(truth), dtype=torch.bool)
    likeness = (unit @ unit.T / CONTRAST_TEMPERATURE).masked_fill(itself, FARTHEST)
    of_one_label = (truth[:, None] == truth[None, :]) & ~itself
    alike = of_one_label.sum(dim=1)
    if not alike.any():
        return vectors.sum() * 0
    chances = (likeness - torch.logsumexp(likeness, dim=1, keepdim=True)) * of_one_label
    return -(chances.sum(dim=1)[alike > 0] / alike[alike > 0]).mean()


def _rise_and_fall(step: int, steps: int) -> float:
    """Learning rate as a share of its highest: up over a tenth of all steps, then down in a line."""
    rise = max(1, steps // 10)
    return min((step + 1) / rise, max(0.02, (steps - step) / (steps - rise)) if steps > rise else 1.0)


def _epochs(lengths: list[int], settings: Settings, chance: random.Random) -> Iterator[list[int]]:
    for _ in range(settings.epochs):
        batches = _batches(lengths, settings.batch_size, chance)
        chance.shuffle(batches)
        yield from batches


def _batches(lengths: list[int], size: int, chance: random.Random | None = None) -> list[list[int]]:
    """Positions of texts of like length, `size` at a time: little is padded."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + (chance.random() * JITTER if chance else 0))
    return [order[start : start + size] for start in range(0, len(order), size)]
