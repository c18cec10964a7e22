"""What the gazetteers and rules know of each word, written onto spaCy's tokens so that the trained component can weigh it."""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from ml.entities.landmarks import KINDS
from ml.entities.lexicon import RANKS, common_words, given_names, names, places
from ml.entities.offices import SPEECH, TITLES
from ml.entities.organisations import STARTS
from ml.entities.persons import CALLED
from ml.entities.words import split_words

HINTS = "entity_hints"
TOKENIZER = "pantau.plain_words.v1"


@spacy.registry.tokenizers(TOKENIZER)
def plain_tokenizer() -> Callable[[Language], Tokenizer]:
    """Indonesian without its 3,800 special cases of doubled words, which take seconds to load and name nobody."""
    return _tokenizer


def _tokenizer(language: Language) -> Tokenizer:
    defaults = language.Defaults
    return Tokenizer(
        language.vocab,
        prefix_search=compile_prefix_regex(defaults.prefixes).search,
        suffix_search=compile_suffix_regex(defaults.suffixes).search,
        infix_finditer=compile_infix_regex(defaults.infixes).finditer,
    )


@Language.component(HINTS)
def hint_words(doc: Doc) -> Doc:
    """Token tags: which list holds the word; token shapes keep the capitals."""
    words = split_words(doc.text)
    tags = [_tag(lower) for lower in words.lowers]
    index = 0
    while index < len(tags):
        place = places().at(words, index)
        if place:
            tags[index : index + len(place[0].words)] = ["TEMPAT"] * len(place[0].words)
        index += len(place[0].words) if place else 1
    by_start = dict(zip(words.starts, tags, strict=True))
    for token in doc:
        token.tag_ = by_start.get(token.idx, "TANDA")
    return doc


def _tag(lower: str) -> str:
    """The first list that holds the word; names that are words as well apart from those that are not."""
    for tag, words in (
        ("JABATAN", TITLES),
        ("SAPAAN", CALLED),
        ("PANGKAT", RANKS),
        ("UJAR", SPEECH),
        ("LEMBAGA", STARTS),
        ("LOKASI", KINDS),
    ):
        if lower in words:
            return tag
    is_common = lower in common_words()
    if lower in names():
        return "NAMA-KATA" if is_common else "NAMA" if lower in given_names() else "MARGA"
    if lower[0].isdigit():
        return "ANGKA"
    return "KATA" if is_common else "ASING"
