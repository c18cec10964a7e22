"""What the shipped component is trained on: filled templates, and our own example texts marked by gazetteer and rules.

The rules read a text with its capitals; the same marks on the text in lower case teach what lists cannot tell there.
"""

from __future__ import annotations

import orjson

from ml.entities.lexicon import EXAMPLES
from ml.entities.marking import mark_text
from ml.entities.silver import Example, silver_examples

ROUNDS = 8


def own_examples() -> list[Example]:
    """Equal at every call: templates filled ROUNDS times, then every example text as written and in lower case."""
    return silver_examples(ROUNDS) + marked_examples(_texts())


def marked_examples(texts: list[str]) -> list[Example]:
    """Unlabelled texts as examples: what rules mark in them, with their capitals and without."""
    found = []
    for text in texts:
        spans = mark_text(text)
        found += [Example(text, spans), Example(text.lower(), spans)]
    return found


def _texts() -> list[str]:
    return [orjson.loads(line)["text"] for path in sorted(EXAMPLES.glob("*.jsonl")) for line in path.read_bytes().splitlines()]
