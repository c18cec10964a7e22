"""What templates are filled with: names, places and organisations, from lists and made up."""

from __future__ import annotations

import random

from ml.entities.lexicon import FIRM_WORDS, LISTS, given_names, names
from warehouse.seeds import read_seed

_AFFIXES = [
    ("", ""),
    ("", ""),
    ("", ""),
    ("me", ""),
    ("me", "kan"),
    ("ber", ""),
    ("di", ""),
    ("pe", "an"),
    ("", "nya"),
    ("ke", "an"),
]
STRANGE_SHARE = 0.25
_SYLLABLES = (
    "ba be bi bo da di do ga ge gu ha ja je jo ka ke ko ku la le li lo lu ma me mi mo na ni no nu pa pe po ra re ri "
    "ro ru sa se si so su ta te ti to tu wa wi ya yo za zu"
).split()
_CODAS = ["", "", "", "n", "r", "s", "ng", "l", "h", "t", "k", "m"]
_PLACE_KINDS = (
    "Desa Kecamatan Kelurahan Kabupaten Kota Jalan Gunung Sungai Pulau Pantai Danau Bandara Stasiun Pasar Museum Candi"
).split()
_SIDES = ["Selatan", "Utara", "Barat", "Timur", "Raya"]
_FIRMS = (
    "PT CV Yayasan Koperasi Universitas Institut Politeknik Bank Partai Forum Serikat Asosiasi Persatuan RSUD Puskesmas SMAN"
).split()


class Fillers:
    def __init__(self, seed: int):
        self.random = random.Random(seed)
        given = sorted(given_names())
        self.given = given
        self.firm_words = [word.title() for word in sorted(FIRM_WORDS)]
        self.family = sorted(names() - given_names())
        world = (LISTS / "world.txt").read_text(encoding="utf-8").split("\n")
        regions = read_seed("regions")["short_name"].to_pylist() + read_seed("region_aliases")["alias"].to_pylist()
        self.places = sorted(set(regions)) + [line for line in world if line] * 3
        rows = read_seed("organisations").to_pylist()
        self.organisations = [
            name for row in rows for name in [row["organisation_name"], *(row["aliases"] or "").split("|")] if name
        ]
        rows = read_seed("officials").to_pylist()
        self.officials = sorted({row["person_name"] for row in rows})

    def fill(self, slot: str) -> str:
        return {"P": self.person, "P1": self.short, "L": self.place, "O": self.organisation}[slot]()

    def person(self) -> str:
        draw = self.random.random()
        if draw < 0.1:
            return self.random.choice(self.officials)
        if draw < 0.2:
            return self.short()
        parts = [self._name() for _ in range(self.random.choice([2, 2, 2, 3, 3, 4]))]
        if self.random.random() < 0.1:
            parts[1] = self.random.choice("ABDEHKLMNPRSTWY")
        return " ".join(parts)

    def short(self) -> str:
        return self._name()

    def _name(self) -> str:
        draw = self.random.random()
        if draw < 0.45:
            return self.random.choice(self.given).title()
        return self.random.choice(self.family).title() if draw < 0.65 else self.made_up()

    def made_up(self) -> str:
        """A word that no list holds: names are mostly words that nobody has seen."""
        count = self.random.choice([2, 2, 3, 3, 4])
        word = "".join(self.random.choice(_SYLLABLES) for _ in range(count - 1))
        return (word + self.random.choice(_SYLLABLES) + self.random.choice(_CODAS)).title()

    def strange(self, word: str) -> str:
        """Now and then a word that nobody has seen in place of a plain one, so that strangeness alone makes no name."""
        if self.random.random() > STRANGE_SHARE:
            return word
        front, back = self.random.choice(_AFFIXES)
        return front + self.made_up().lower() + back

    def place(self) -> str:
        draw = self.random.random()
        if draw < 0.7:
            return self.random.choice(self.places)
        if draw < 0.85:
            return f"{self.random.choice(_PLACE_KINDS)} {self.made_up()}"
        return self.made_up() + (f" {self.random.choice(_SIDES)}" if draw > 0.95 else "")

    def organisation(self) -> str:
        draw = self.random.random()
        if draw < 0.55:
            return self.random.choice(self.organisations)
        if draw < 0.85:
            tail = [self.random.choice([*self.firm_words, self.made_up()]) for _ in range(self.random.choice([1, 2, 2, 3]))]
            return " ".join([self.random.choice(_FIRMS), *tail])
        letters = [self.random.choice("ABCDGIKLMNPRST") for _ in range(self.random.choice([3, 4]))]
        return self.made_up() if draw < 0.95 else "".join(letters)
