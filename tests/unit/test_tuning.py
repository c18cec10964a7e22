from __future__ import annotations

import math
from dataclasses import replace
from itertools import permutations
from random import Random

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from tiny_engine import VECTORS, build_base
from transformers import AutoModel

from ml.classifiers import tuning
from ml.classifiers.tuning import HEAVIEST, UNJUDGED, WEIGHTS_FILE, Settings, tune

WORDS = [*VECTORS][2:]
TEXTS = [" ".join(words) for words in permutations(WORDS, 3)]
Random(0).shuffle(TEXTS)
TEXTS, UNSEEN = TEXTS[:84], TEXTS[84:]
NADA = ["marah" if "rusak" in text else "senang" for text in TEXTS]
POKOK = ["jalan" if "jalan" in text else "lain" for text in TEXTS]
SETTINGS = Settings(epochs=16, batch_size=8, learning_rate=5e-3, layer_learning_rate=2e-2, token_limit=24)


def silent(done: int, total: int) -> None:
    """Nobody listens."""


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> str:
    return build_base(tmp_path_factory.mktemp("base")).address


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch):
    """In float32 and on one thread, whatever the processor can do, unless a test says otherwise."""
    monkeypatch.setattr(tuning, "_has_fast_bfloat16", lambda: False)
    monkeypatch.setattr(tuning, "THREADS", 1)
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def losses(monkeypatch) -> list[float]:
    """The cross-entropy of every column at every step."""
    heard: list[float] = []
    judged_loss = tuning._judged_loss

    def listen(*given):
        loss = judged_loss(*given)
        heard.append(loss.item())
        return loss

    monkeypatch.setattr(tuning, "_judged_loss", listen)
    return heard


def untuned(base: str, token_limit: int = 24) -> tuning.Tuned:
    return tune(base, TEXTS[:1], {"nada": NADA[:1]}, Settings(epochs=0, token_limit=token_limit), silent)


def test_what_was_tuned_can_be_begun_with(base, tmp_path):
    tuned = tune(base, TEXTS, {"nada": NADA}, replace(SETTINGS, epochs=2), silent)
    tuned.save_weights(tmp_path)
    nothing_more = replace(SETTINGS, epochs=0)
    begun = tune(base, TEXTS[:1], {"nada": NADA[:1]}, nothing_more, silent, tmp_path)
    there, here, before = (one.embed(UNSEEN) for one in (tuned, begun, untuned(base)))
    assert np.abs(here - there).max() < 0.05 * np.abs(before - there).max(), "bfloat16 rounds"


def test_weights_of_another_encoder_are_no_beginning(base, tmp_path):
    save_file({"entah.weight": torch.zeros(1)}, tmp_path / WEIGHTS_FILE)
    with pytest.raises(ValueError, match=r"weights of another encoder: entah\.weight"):
        tune(base, TEXTS[:1], {"nada": NADA[:1]}, replace(SETTINGS, epochs=0), silent, tmp_path)


def share_between(tuned: tuning.Tuned, word: str) -> float:
    """Share of the variance of unseen texts that lies between those with `word` and those without."""
    vectors, sides = tuned.embed(UNSEEN), np.array([word in text for text in UNSEEN])
    gaps = [(len(vectors[side]) * (vectors[side].mean(axis=0) - vectors.mean(axis=0)) ** 2).sum() for side in (sides, ~sides)]
    return float(sum(gaps) / ((vectors - vectors.mean(axis=0)) ** 2).sum())


def test_tuning_lowers_the_loss(base, losses):
    tune(base, TEXTS, {"nada": NADA}, SETTINGS, silent)
    first, *_, last = np.array(losses).reshape(SETTINGS.epochs, -1).mean(axis=1)
    assert last < first / 2


@pytest.mark.parametrize("is_fast", [False, True])
def test_tuning_sets_texts_of_two_labels_apart_that_it_has_not_seen(base, monkeypatch, is_fast):
    monkeypatch.setattr(tuning, "_has_fast_bfloat16", lambda: is_fast)
    tuned = tune(base, TEXTS, {"nada": NADA}, SETTINGS, silent)
    assert tuned.precision == ("bfloat16" if is_fast else "float32")
    assert share_between(untuned(base), "rusak") < 0.3
    assert share_between(tuned, "rusak") > 0.8


def test_two_columns_are_learned_at_once_though_each_judges_half_of_the_texts(base, losses):
    nada = [label if i % 2 else None for i, label in enumerate(NADA)]
    pokok = [None if i % 2 else label for i, label in enumerate(POKOK)]
    long = replace(SETTINGS, epochs=30)
    tuned = tune(base, TEXTS, {"nada": nada, "pokok": pokok}, long, silent)
    first, *_, last = np.array(losses).reshape(long.epochs, -1, 2).mean(axis=1)
    assert (last < first / 2).all()
    assert sum(share_between(tuned, word) for word in ("rusak", "jalan")) > 0.6
    assert sum(share_between(untuned(base), word) for word in ("rusak", "jalan")) < 0.4


def test_a_text_that_a_column_has_not_judged_moves_nothing_there():
    truth = torch.tensor([0, UNJUDGED, 1, UNJUDGED])
    logits = torch.randn(4, 2, generator=torch.Generator().manual_seed(0)).requires_grad_()
    loss = tuning._judged_loss(tuning._loss(truth, 2, 0.0), logits, truth)
    loss.backward()
    assert logits.grad[[1, 3]].abs().max() == 0
    assert logits.grad[[0, 2]].abs().min() > 0


def test_a_column_weighs_by_the_share_of_texts_that_it_has_judged():
    loss, logits = torch.nn.CrossEntropyLoss(ignore_index=UNJUDGED), torch.tensor([[1.0, -1.0]] * 4)
    all_judged = tuning._judged_loss(loss, logits, torch.tensor([0, 0, 0, 0]))
    one_judged = tuning._judged_loss(loss, logits, torch.tensor([0] + [UNJUDGED] * 3))
    assert one_judged.item() == pytest.approx(all_judged.item() / 4)


def test_a_batch_that_a_column_has_not_judged_at_all_costs_nothing_there():
    logits = torch.randn(3, 2).requires_grad_()
    loss = tuning._judged_loss(tuning._loss(torch.tensor([0, 1]), 2, 0.1), logits, torch.tensor([UNJUDGED] * 3))
    loss.backward()
    assert loss.item() == 0
    assert logits.grad.abs().max() == 0


SQUARE = [[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9]]


def test_texts_of_one_label_are_pulled_towards_each_other():
    vectors = torch.tensor(SQUARE, requires_grad=True)
    apart, together = (tuning._contrast(vectors, torch.tensor(truth)) for truth in ([0, 1, 0, 1], [0, 0, 1, 1]))
    assert together < apart
    apart.backward()
    pulled = torch.nn.functional.normalize(vectors - 0.1 * vectors.grad, dim=1).detach()
    before = torch.nn.functional.normalize(vectors, dim=1).detach()
    assert pulled[0] @ pulled[2] > before[0] @ before[2]


def test_a_text_that_was_not_judged_is_neither_pulled_nor_pushed():
    vectors = torch.tensor(SQUARE, requires_grad=True)
    tuning._contrast(vectors, torch.tensor([0, 0, UNJUDGED, 1])).backward()
    assert vectors.grad[2].abs().max() == 0
    assert vectors.grad[[0, 1, 3]].abs().amax(dim=1).min() > 0


def test_where_no_text_has_one_of_its_label_beside_it_nothing_is_pulled():
    assert tuning._contrast(torch.tensor(SQUARE), torch.tensor([0, 1, UNJUDGED, 2])).item() == 0


def test_the_pull_is_the_mean_surprise_at_texts_of_ones_own_label_whatever_the_lengths_of_vectors():
    vectors = torch.tensor([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    one_other = math.log(1 + math.exp(-1 / tuning.CONTRAST_TEMPERATURE))
    assert tuning._contrast(vectors, torch.tensor([0, 0, 1])).item() == pytest.approx(one_other, abs=1e-6)
    apart = math.log(1 + math.exp(1 / tuning.CONTRAST_TEMPERATURE))
    first, third = apart, math.log(2)
    found = tuning._contrast(3 * vectors, torch.tensor([0, 1, 0])).item()
    assert found == pytest.approx((first + third) / 2, abs=1e-5)


def test_contrast_sets_texts_of_two_labels_apart_sooner(base):
    short = replace(SETTINGS, epochs=4)
    alone, pulled = (tune(base, TEXTS, {"nada": NADA}, replace(short, contrast=weight), silent) for weight in (0.0, 1.0))
    assert share_between(pulled, "rusak") > share_between(alone, "rusak") + 0.1


def test_a_column_that_has_judged_few_texts_leaves_the_weights_sound(base):
    few = [*NADA[:3], *[None] * (len(TEXTS) - 3)]
    tuned = tune(base, TEXTS, {"nada": few, "pokok": POKOK}, replace(SETTINGS, epochs=1), silent)
    assert np.isfinite(tuned.embed(TEXTS)).all()


def test_the_same_seed_gives_the_same_body_and_another_another(base):
    short = replace(SETTINGS, epochs=1)
    other = replace(short, seed=2)
    one, same, another = (tune(base, TEXTS, {"nada": NADA}, s, silent).embed(TEXTS) for s in (short, short, other))
    assert np.array_equal(one, same)
    assert np.abs(one - another).max() > 1e-3


def test_the_weights_of_several_tunings_are_averaged(base):
    short = replace(SETTINGS, epochs=2)
    one, other, third, mean = (
        tune(base, TEXTS, {"nada": NADA}, settings, silent).encoder.state_dict()
        for settings in (short, replace(short, seed=2), replace(short, seed=3), replace(short, tunings=3))
    )
    name = max((name for name in one if "layer" in name), key=lambda name: (one[name] - other[name]).abs().max())
    assert (one[name] - other[name]).abs().max() > 1e-3
    assert torch.allclose(mean[name], (one[name] + other[name] + third[name]) / 3, atol=1e-6)


def test_word_vectors_are_held_still_and_the_layers_above_move(base):
    before = AutoModel.from_pretrained(base).state_dict()
    after = tune(base, TEXTS, {"nada": NADA}, replace(SETTINGS, epochs=1), silent).encoder.state_dict()
    words = "embeddings.word_embeddings.weight"
    assert torch.equal(after[words], before[words])
    moved = [name for name in before if not torch.equal(after[name], before[name])]
    assert any(name.startswith("encoder.layer.0.attention") for name in moved)


def test_progress_runs_step_by_step_to_all(base):
    heard: list[tuple[int, int]] = []
    tune(base, TEXTS, {"nada": NADA}, Settings(epochs=2, batch_size=16), lambda *told: heard.append(told))
    assert heard == [(step, 12) for step in range(1, 13)]


def test_as_many_threads_tune_whatever_the_machine_has(base, monkeypatch):
    monkeypatch.setattr(tuning, "THREADS", 3)
    torch.set_num_threads(1)
    used = set()
    short = replace(SETTINGS, epochs=1)
    tune(base, TEXTS, {"nada": NADA}, short, lambda done, total: used.add(torch.get_num_threads()))
    assert used == {3}


def test_progress_of_several_tunings_is_one(base):
    heard: list[tuple[int, int]] = []
    tune(base, TEXTS, {"nada": NADA}, Settings(epochs=1, batch_size=16, tunings=2), lambda *told: heard.append(told))
    assert heard == [(step, len(heard)) for step in range(1, len(heard) + 1)]


def test_a_texts_vector_stays_the_same_beside_longer_ones(base):
    tuned = untuned(base)
    alone = np.vstack([tuned.embed([text]) for text in TEXTS])
    assert tuned.embed([*TEXTS, " ".join(WORDS)])[:-1] == pytest.approx(alone, abs=1e-5)


def test_what_lies_beyond_the_token_limit_is_not_read(base):
    found = untuned(base, token_limit=6).embed(
        ["jalan rapat bagus lancar rusak", "jalan rapat bagus lancar banjir", "jalan rapat bagus rusak"]
    )
    assert np.array_equal(found[0], found[1])
    assert not np.array_equal(found[0], found[2])


def test_a_rare_label_weighs_more_but_never_more_than_the_heaviest():
    truth = torch.tensor([0] * 5000 + [1] * 50 + [2])
    common, rare, rarest = tuning._loss(truth, 3, 0.0).weight.tolist()
    assert common < rare
    assert rarest == HEAVIEST
    even = tuning._loss(torch.tensor([0, 1] * 30 + [UNJUDGED] * 9), 2, 0.0).weight.tolist()
    assert even == pytest.approx([1.0, 1.0])


def test_the_learning_rate_rises_over_a_tenth_of_the_steps_and_falls_after():
    rates = [tuning._rise_and_fall(step, 100) for step in range(100)]
    assert rates[:11] == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.0])
    assert sorted(rates[10:], reverse=True) == rates[10:]
    assert 0 < rates[-1] < 0.05
    assert tuning._rise_and_fall(0, 1) == 1.0


def test_every_text_is_in_one_batch_beside_others_of_its_length():
    lengths = [3, 90, 4, 60, 2, 61, 91, 5, 62]
    batches = tuning._batches(lengths, 3)
    assert sorted(i for batch in batches for i in batch) == list(range(9))
    assert [sorted(lengths[i] for i in batch) for batch in batches] == [[2, 3, 4], [5, 60, 61], [62, 90, 91]]
