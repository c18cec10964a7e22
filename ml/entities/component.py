"""The trained component: a small spaCy pipeline that reads people, places and organisations on its own and by our hints.

What ships is no binary: the component is trained on first need from text of our own, in well under two minutes, and kept
under the models of the installation. One with labelled text of its own may train a stronger one; it never ships either.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example as SpacyExample
from spacy.util import fix_random_seed, minibatch

from ml.entities import hints
from ml.entities.lexicon import EXAMPLES
from ml.entities.marking import Span
from ml.entities.own_text import own_examples
from ml.entities.registry import SEED_NAMES
from ml.entities.silver import Example
from warehouse.seeds import seeds_hash

Progress = Callable[[int, int], None]
"""Called with (epochs done, epochs in all)."""

SEED = 11
EPOCHS = 3
WIDTH = 64
DEPTH = 3
NAME = "entitas"

MODEL = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": WIDTH,
    "maxout_pieces": 2,
    "use_upper": True,
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": WIDTH,
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "TAG"],
            "rows": [4000, 1000, 2000, 500, 100],
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": WIDTH,
            "window_size": 1,
            "maxout_pieces": 3,
            "depth": DEPTH,
        },
    },
}


def train_component(examples: Sequence[Example], folder: Path, epochs: int, progress: Progress | None = None) -> Path:
    """Train on `examples` and write the pipeline to `folder`; equal examples give an equal component."""
    fix_random_seed(SEED)
    language = spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": hints.TOKENIZER}}})
    language.add_pipe(hints.HINTS)
    language.add_pipe("ner", config={"model": MODEL})
    prepared = [_prepare(language, example) for example in examples]
    language.initialize(lambda: prepared[:500])
    optimiser = language.create_optimizer()
    order = random.Random(SEED)
    for epoch in range(epochs):
        order.shuffle(prepared)
        optimiser.learn_rate = 0.002 * (1 - epoch / (epochs + 1))
        for batch in minibatch(prepared, 64):
            language.update(batch, drop=0.2, sgd=optimiser)
        if progress:
            progress(epoch + 1, epochs)
    language.to_disk(folder)
    return folder


def _prepare(language: Language, example: Example) -> SpacyExample:
    doc = hints.hint_words(language.make_doc(example.text))
    reference = language.make_doc(example.text)
    spans = [reference.char_span(start, end, label, alignment_mode="expand") for start, end, label in example.spans]
    reference.set_ents(spacy.util.filter_spans([span for span in spans if span is not None]))
    return SpacyExample(doc, reference)


def component_version() -> str:
    """Changes with the templates, lists, seeds and code that the component is trained by."""
    digest = hashlib.sha256(seeds_hash(*SEED_NAMES).encode())
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), *here.glob("lists/*.txt"), *here.glob("texts/*.txt"), *EXAMPLES.glob("*.jsonl")]):
        digest.update(path.read_bytes())
    digest.update(spacy.__version__.encode())
    return digest.hexdigest()[:12]


def obtain_component(models: Path, progress: Progress) -> Path:
    """The folder of the present version under `models`: what lies there, or freshly trained on text of our own."""
    return keep_component(models / NAME / component_version(), own_examples, EPOCHS, progress)


def keep_component(folder: Path, examples: Callable[[], Sequence[Example]], epochs: int, progress: Progress) -> Path:
    """`folder`, trained into first where it is not there; it is moved in whole, so that it is complete or absent."""
    if not folder.is_dir():
        unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        train_component(examples(), unfinished, epochs, progress)
        os.replace(unfinished, folder)
    return folder


def load_component(folder: Path) -> Language:
    return spacy.load(folder)


def read_spans(component: Language, texts: Sequence[str]) -> list[list[Span]]:
    """For each text what the component reads in it, in order."""
    docs = component.pipe(texts, batch_size=256)
    return [[(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents] for doc in docs]
