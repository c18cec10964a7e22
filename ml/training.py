"""SetFit on CPU: contrastive tuning of the body on the few shots, a logistic head, and the int8 engine of the result."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ml.base_model import Body
from ml.engine import BODY_FILE, TOKENIZER_FILE, Engine, save_head
from ml.evaluation import Score, measure
from ml.specs import Classifier, Example, split_examples
from ml.text import model_text

HEAD_REGULARISATION = 5.0
Progress = Callable[[int, int], None]
"""Called with (steps done, steps in all)."""


@dataclass(frozen=True)
class Result:
    """What a training gave: the score of the int8 engine on the held-out examples, and how it was reached."""

    score: Score
    training_count: int
    precision: str

    def card(self) -> dict:
        return {**asdict(self.score), "training_count": self.training_count, "precision": self.precision}


def train_classifier(classifier: Classifier, body: Body, folder: Path, progress: Progress) -> Result:
    """Train on the training examples, write the engine's files to `folder`, measure them on the held-out examples."""
    training, heldout = split_examples(classifier.examples)
    precision = "bfloat16" if _has_fast_bfloat16() else "float32"
    model = _load_model(classifier, body)
    with _reduced_precision(model.model_body, precision == "bfloat16"):
        _tune_body(model, classifier, training, progress)
    _fit_head(model, training)
    _export(model, classifier, folder)
    guesses = [label for label, _ in Engine(folder).classify([e.text for e in heldout])]
    return Result(measure([e.label for e in heldout], guesses), len(training), precision)


def _load_model(classifier: Classifier, body: Body):
    """The body without dropout (its random draws take most of a CPU step) and with its word vectors held still."""
    import torch
    from setfit import SetFitModel

    torch.manual_seed(classifier.training.seed)
    model = SetFitModel.from_pretrained(body.address, labels=list(classifier.labels), device="cpu")
    model.model_body.max_seq_length = classifier.training.token_limit
    encoder = model.model_body[0].model
    encoder.set_attn_implementation("eager")
    for module in encoder.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    encoder.get_input_embeddings().weight.requires_grad_(False)
    return model


def _has_fast_bfloat16() -> bool:
    import torch

    abilities = torch.cpu.get_capabilities()
    return bool(abilities.get("amx_bf16") or abilities.get("avx512_bf16"))


@contextlib.contextmanager
def _reduced_precision(body, wanted: bool) -> Iterator[None]:
    """bfloat16 inside each forward pass, entered anew every step: an autocast held open trains on stale weights."""
    import torch

    plain = body.forward

    def forward(*arguments, **options):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=wanted):
            features = plain(*arguments, **options)
        features["sentence_embedding"] = features["sentence_embedding"].float()
        return features

    body.forward = forward
    try:
        yield
    finally:
        del body.forward


def _tune_body(model, classifier: Classifier, training: list[Example], progress: Progress) -> None:
    from datasets import Dataset, disable_progress_bars
    from sentence_transformers.sentence_transformer.training_args import BatchSamplers
    from setfit import Trainer, TrainingArguments
    from setfit.losses import SupConLoss
    from transformers import TrainerCallback
    from transformers.utils import logging

    disable_progress_bars()
    logging.set_verbosity_error()

    class Steps(TrainerCallback):
        def on_step_end(self, _arguments, state, _control, **_):
            progress(state.global_step, state.max_steps)

    settings = classifier.training
    with TemporaryDirectory() as scratch:
        arguments = TrainingArguments(
            output_dir=scratch,
            loss=SupConLoss,
            batch_size=(settings.batch_size, settings.batch_size),
            num_epochs=(settings.epochs, 1),
            body_learning_rate=(settings.learning_rate, settings.learning_rate),
            max_length=settings.token_limit,
            seed=settings.seed,
            report_to="none",
            save_strategy="no",
            logging_strategy="no",
            show_progress_bar=False,
        )
        rows = {"text": [model_text(e.text) for e in training], "label": [classifier.labels.index(e.label) for e in training]}
        trainer = Trainer(model=model, args=arguments, train_dataset=Dataset.from_dict(rows), callbacks=[Steps()])
        # setfit 1.2 means to set this for SupConLoss, but compares the wrong things; without it a class that comes
        # once in a batch makes the loss NaN
        trainer.st_trainer.args.batch_sampler = BatchSamplers.GROUP_BY_LABEL
        trainer.st_trainer.args.disable_tqdm = True
        trainer.train_embeddings(rows["text"], rows["label"], args=arguments)


def _fit_head(model, training: list[Example]) -> None:
    from sklearn.linear_model import LogisticRegression

    texts = [model_text(example.text) for example in training]
    vectors = model.model_body.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    head = LogisticRegression(C=HEAD_REGULARISATION, max_iter=2_000, class_weight="balanced")
    model.model_head = head.fit(vectors, [e.label for e in training])


def _export(model, classifier: Classifier, folder: Path) -> None:
    """The tuned body as an int8 ONNX graph (ids of one text in, unit vector out), tokenizer and head beside it."""
    import onnx
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    class OneText(torch.nn.Module):
        def __init__(self, encoder):
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids):
            hidden = self.encoder(input_ids=input_ids, attention_mask=torch.ones_like(input_ids)).last_hidden_state
            return torch.nn.functional.normalize(hidden.mean(dim=1), dim=1)

    folder.mkdir(parents=True, exist_ok=True)
    length = torch.export.Dim("length", min=2, max=classifier.training.token_limit)
    with contextlib.redirect_stdout(None), TemporaryDirectory() as scratch:
        program = torch.onnx.export(
            OneText(model.model_body[0].model).eval(),
            (torch.randint(5, 1000, (1, 17)),),
            dynamo=True,
            input_names=["input_ids"],
            output_names=["sentence_vector"],
            dynamic_shapes={"input_ids": {1: length}},
            verbose=False,
        )
        exact = Path(scratch) / "exact.onnx"
        program.save(exact)
        graph = onnx.load(exact)
        del graph.graph.value_info[:]
        quantize_dynamic(graph, folder / BODY_FILE, per_channel=True, weight_type=QuantType.QInt8)
    model.model_body.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER_FILE))
    head = model.model_head
    order = np.argsort([list(classifier.labels).index(label) for label in head.classes_])
    weights, bias = _rows_for_each_label(head)
    labels = [head.classes_[i] for i in order]
    save_head(folder, labels, weights[order], bias[order], classifier.training.token_limit)


def _rows_for_each_label(head) -> tuple[np.ndarray, np.ndarray]:
    """scikit-learn keeps one row for two classes; the engine wants one for each."""
    if len(head.classes_) > 2:
        return head.coef_, head.intercept_
    return np.vstack([-head.coef_ / 2, head.coef_ / 2]), np.concatenate([-head.intercept_ / 2, head.intercept_ / 2])
