"""ClaimReview blocks (schema.org) of a fact checker's page, as claim records."""

from __future__ import annotations

from typing import Any

from ingestion.kinds import Broken
from ingestion.parsers.encoding import decode
from ingestion.parsers.jsonld import read_blocks
from ingestion.parsers.markup import absolute, digest, one_line, parse_html, plain_text


def parse_claim_reviews(body: bytes, url: str) -> tuple[list[dict[str, Any]], list[Broken]]:
    """A record for each review on the page, and its blocks that name a ClaimReview but cannot be read.

    References are `url#1`, `url#2`, … in the order of the page, so that a mended review stays the same record.
    """
    root = parse_html(decode(body))
    if root is None:
        return [], []
    objects, unread = read_blocks(root)
    reviews = [block for block in objects if _is_review(block.get("@type"))]
    records = [_record(review, number, url) for number, review in enumerate(reviews, 1)]
    lost = [raw for raw in unread if "ClaimReview" in raw]
    broken = [Broken(len(records) + i, raw, "a ClaimReview block that is no JSON") for i, raw in enumerate(lost, 1)]
    return records, broken


def has_claim_review(body: bytes) -> bool:
    return b"ClaimReview" in body and any(parse_claim_reviews(body, ""))


def _is_review(kinds: Any) -> bool:
    return any(str(kind).rpartition("/")[2] == "ClaimReview" for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _record(review: dict[str, Any], number: int, url: str) -> dict[str, Any]:
    item, rating = _first(review.get("itemReviewed")), _first(review.get("reviewRating"))
    claim = _said(review, "claimReviewed")
    record = {
        "ref": f"{url}#{number}",
        "title": _said(review, "headline", "name") or claim,
        "text": _said(review, "reviewBody", "description", "text"),
        "url": absolute(url, _said(review, "url")) or absolute(url, url),
        **_signed(review),
        "published_at": _said(review, "datePublished", "dateCreated"),
        "updated_at": _said(review, "dateModified"),
        "claim_text": claim,
        "claimant": _named(item.get("author")),
        "claimed_at": _said(item, "datePublished", "dateCreated"),
        "claim_rating": _said(rating, "alternateName") or _figure(rating),
    }
    return {**record, "version": digest(*(value for name, value in record.items() if name not in ("ref", "claimant")))}


def _signed(review: dict[str, Any]) -> dict[str, Any]:
    """Who reviewed: an outlet only where the page says that it is an organisation, for any other name may be a person's."""
    signers = [review.get("author"), review.get("publisher")]
    outlets = [signer for signer in map(_first, signers) if "organization" in str(signer.get("@type")).lower()]
    return {
        "outlet": _named(outlets[0]) if outlets else None,
        "author": None if _first(signers[0]) in outlets else _named(signers[0]),
    }


def _first(value: Any) -> dict[str, Any]:
    """An object, or the first one of several."""
    values = value if isinstance(value, list) else [value]
    return next((each for each in values if isinstance(each, dict)), {})


def _said(block: dict[str, Any], *names: str) -> str | None:
    """The first of these properties that says something, as plain text."""
    for name in names:
        for value in block.get(name) if isinstance(block.get(name), list) else [block.get(name)]:
            written = _written(value)
            if text := one_line(plain_text(written)):
                return text
    return None


def _written(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("@value")
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _named(value: Any) -> str | None:
    """Name of a person or organisation, which may be an object, several, or the bare name."""
    first = value[0] if isinstance(value, list) and value else value
    return _said(first, "name", "alternateName") if isinstance(first, dict) else one_line(_written(first)) or None


def _figure(rating: dict[str, Any]) -> str | None:
    """A rating in figures, with the best there is: `1/5`."""
    value, best = _said(rating, "ratingValue"), _said(rating, "bestRating")
    return f"{value}/{best}" if value and best else value
