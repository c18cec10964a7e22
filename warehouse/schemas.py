"""Arrow schemas of every table that a Python room writes; field metadata tells the meaning of each column.

Timestamps are naive UTC with microseconds, so that DuckDB and Spark read the same values without a session time zone.
"""

from __future__ import annotations

import pyarrow as pa

TIME = pa.timestamp("us")


def _table(**columns: tuple[pa.DataType, str]) -> pa.Schema:
    return pa.schema([pa.field(name, kind, metadata={"description": text}) for name, (kind, text) in columns.items()])


DOCUMENTS = _table(
    document_id=(pa.string(), "Ours, stable across reloads: a hash of source and reference."),
    source_slug=(pa.string(), "The entry in sources.yml."),
    document_ref=(pa.string(), "The source's own id; a hash of the content where the source gives none."),
    channel_slug=(pa.string(), "berita, media-sosial, pengaduan, rilis or cek-fakta."),
    outlet_name=(pa.string(), "Outlet or issuing agency."),
    account_class_slug=(pa.string(), "Class of the account: publik, pejabat, media, lembaga."),
    author_id=(pa.string(), "Keyed pseudonym of the author; the name itself is never written."),
    title=(pa.string(), "Headline or subject, masked."),
    text=(pa.string(), "Body, masked."),
    url=(pa.string(), "Address of the item, without account names."),
    published_at=(TIME, "When it was published, UTC."),
    collected_at=(TIME, "As-of time of the run that loaded it, UTC."),
    like_count=(pa.int64(), "Likes at collection."),
    share_count=(pa.int64(), "Shares or reposts at collection."),
    reply_count=(pa.int64(), "Replies or comments at collection."),
    view_count=(pa.int64(), "Views at collection."),
    given_region_name=(pa.string(), "Regency or city as the source states it."),
    given_province_name=(pa.string(), "Province as the source states it."),
    given_agency_name=(pa.string(), "Agency as the source states it."),
    given_topic_name=(pa.string(), "Topic, category or section as the source states it."),
    updated_at=(TIME, "When the source says it was last edited, UTC."),
    disposed_at=(TIME, "Complaints: when it was handed to the agency, UTC."),
    answered_at=(TIME, "Complaints: when the agency first answered, UTC."),
    closed_at=(TIME, "Complaints: when it was closed, UTC."),
    process_status=(pa.string(), "Complaints: status as the source states it."),
    claim_text=(pa.string(), "Fact checks: the claim that was checked, masked."),
    claimant_id=(pa.string(), "Fact checks: keyed pseudonym of who made the claim."),
    claimed_at=(TIME, "Fact checks: when it was made, UTC."),
    claim_rating=(pa.string(), "Fact checks: the verdict in the reviewer's own words."),
    extra_json=(pa.string(), "Every other column of the source, masked, personal ones left out."),
    content_hash=(pa.string(), "Hash of id and content: an equal hash is a duplicate."),
    load_position=(pa.int64(), "Position in its load: of two versions in one load, the higher is the newer."),
)

QUARANTINE = _table(
    quarantine_id=(pa.string(), "Hash of source, record and reason."),
    source_slug=(pa.string(), "The entry in sources.yml."),
    address=(pa.string(), "File or page the record came from."),
    record_number=(pa.int64(), "Position of the record, from 1."),
    reason_slug=(pa.string(), "Why it was put aside."),
    reason_detail=(pa.string(), "What was seen, masked."),
    record_json=(pa.string(), "The record, masked, personal columns left out."),
    collected_at=(TIME, "As-of time of the run, UTC."),
)

OUTCOMES = _table(
    fetch_id=(pa.string(), "Hash of source, address, content and as-of time."),
    source_slug=(pa.string(), "The entry in sources.yml."),
    address=(pa.string(), "File or page that was fetched."),
    state_slug=(
        pa.string(),
        "baru, tak-berubah, kosong-sah, gagal-sementara, gagal-tetap, dilarang, kuota-habis or tidak-dikonfigurasi.",
    ),
    read_count=(pa.int64(), "Records read = loaded + duplicate + quarantined."),
    loaded_count=(pa.int64(), "Records loaded."),
    duplicate_count=(pa.int64(), "Records that were already there with the same content."),
    quarantined_count=(pa.int64(), "Records put aside."),
    byte_count=(pa.int64(), "Size of what was fetched, bytes."),
    fetch_seconds=(pa.float64(), "Wall time of the fetch, seconds."),
    error=(pa.string(), "What failed, masked; null when nothing did."),
    fingerprint=(pa.string(), "Hash of content and settings; an equal one need not be read again."),
    fetched_at=(TIME, "As-of time of the run, UTC."),
    http_status=(pa.int64(), "Last status the other side gave; null for files."),
    etag=(pa.string(), "Its mark of this version, sent back with the next request."),
    last_modified=(pa.string(), "Its time of this version, sent back with the next request."),
    moved_to=(pa.string(), "New address, when the other side says that it moved for good."),
    cursor=(pa.string(), "Where an API goes on next time."),
    poll_seconds=(pa.int64(), "Interval until the next fetch, from the share of duplicates; null: at every run."),
    next_due_at=(TIME, "Not fetched before, UTC; null: at every run."),
    failure_weight=(pa.float64(), "Failures since the last success, weighted; from 10 on the address is asked once a week."),
)

SOURCES = _table(
    source_slug=(pa.string(), "The entry in sources.yml."),
    source_kind_slug=(pa.string(), "Kind of source."),
    channel_slug=(pa.string(), "Channel of its documents, unless a record says otherwise."),
    description=(pa.string(), "What the source is."),
    tier=(pa.int64(), "1 national, 2 provincial, 3 local; null when it does not apply."),
    province_name=(pa.string(), "Province it reports on; null when national."),
    terms=(pa.string(), "What its terms say."),
    terms_keep_slug=(pa.string(), "What may be kept of a text: isi, ringkasan or judul."),
    terms_retention_days=(pa.int64(), "How long raw payloads may be kept; null: none are kept."),
    outlet_name=(pa.string(), "Outlet, or agency that issues it; null when records name their own."),
    agency_name=(pa.string(), "Agency it speaks for; null when it does not apply."),
    group_slug=(pa.string(), "Sources of one group are fetched side by side and loaded together."),
    seen_at=(TIME, "As-of time of the run, UTC."),
)

DELETIONS = _table(
    document_id=(pa.string(), "The document that the source no longer has."),
    source_slug=(pa.string(), "The entry in sources.yml."),
    address=(pa.string(), "Where it was told."),
    seen_at=(TIME, "As-of time of the run that saw it, UTC."),
)

QUOTA = _table(
    api_slug=(pa.string(), "The API that counts."),
    source_slug=(pa.string(), "The entry in sources.yml that spent."),
    window_started_at=(TIME, "Start of the window that the API counts in, UTC."),
    spent_units=(pa.int64(), "Units spent by one run."),
    limit_units=(pa.int64(), "Units that the window grants."),
    spent_at=(TIME, "As-of time of the run, UTC."),
)

LABELS = _table(
    document_id=(pa.string(), "The document."),
    text_hash=(pa.string(), "Hash of the clean text that was read: a changed text is read again."),
    classifier_name=(pa.string(), "Entry in classifiers.yml."),
    model_version=(pa.string(), "Version of the model that gave the label."),
    label_slug=(pa.string(), "The label; tidak-yakin where the score lies below the model's threshold."),
    guess_slug=(pa.string(), "The likeliest label, however unsure."),
    score=(pa.float64(), "Calibrated probability of guess_slug, 0 to 1."),
)

READ = {
    "document_id": (pa.string(), "The document."),
    "input_hash": (pa.string(), "Hash of what was read (text, date, given place): a changed one is read again."),
    "reader_version": (
        pa.string(),
        "Version of the reader: a hash of its rules, seeds and libraries, and of what it reads from.",
    ),
}
"""What every table of a reader begins with."""

CLEANED = _table(
    **READ,
    text_hash=(pa.string(), "Hash of clean_text: equal texts are scored once."),
    clean_text=(pa.string(), "The text without datelines, boilerplate and links, as every model reads it; capitals stay."),
    normal_text=(pa.string(), "clean_text with slang words in their formal spelling."),
    channel_slug=(pa.string(), "Channel of the document."),
    published_on=(pa.date32(), "Date of publication in Asia/Jakarta."),
    given_province_code=(pa.string(), "Province that the source states, official (Kemendagri) code."),
    given_region_code=(pa.string(), "Regency or city that the source states, official (Kemendagri) code."),
    cleaning_steps=(pa.list_(pa.string()), "Cleaning steps that changed the text, in their order."),
    word_count=(pa.int64(), "Words of clean_text."),
    slang_count=(pa.int64(), "Words that the slang lexicon replaced."),
    language_slug=(pa.string(), "Language of the text; tidak-didukung where none of ours, tidak-tentu where too short to say."),
    language_score=(pa.float64(), "Probability of the language, 0 to 1."),
    code_mix_share=(pa.float64(), "Share of words that belong to another language than language_slug, 0 to 1."),
)

PLACES = _table(
    **READ,
    region_code=(pa.string(), "Official (Kemendagri) code of a province, regency, city or district that is named."),
    region_type_slug=(pa.string(), "provinsi, kabupaten, kota or kecamatan."),
    basis_slug=(pa.string(), "Why this one: nama (its alone), isyarat (a word beside it), konteks, bawaan (usual reading)."),
    mention_count=(pa.int64(), "Times the text names it."),
    first_position=(pa.int64(), "Character position of the first mention in clean_text."),
)

AGENCIES = _table(
    **READ,
    agency_slug=(pa.string(), "The agency, as in the registry."),
    role_slug=(pa.string(), "disebut: the text names it; berwenang: it would have to act."),
    rank=(pa.int64(), "1 is first: in the text, or the most likely to have to act (1 to 3)."),
    score=(pa.float64(), "Share of the evidence that speaks for it, 0 to 1."),
    reason=(pa.string(), "Why, in Indonesian: the name, the words of its mandate, the place, or past routings."),
)

ENTITIES = _table(
    **READ,
    entity_kind_slug=(pa.string(), "pejabat (a person in office) or organisasi. Private persons are never stored."),
    entity_name=(pa.string(), "Name as in the registry; as in the text where the registry does not hold it."),
    official_slug=(pa.string(), "The person in office, as in the registry of officials."),
    agency_slug=(pa.string(), "The agency, as in the registry of agencies."),
    position_name=(pa.string(), "Office held on the day of publication."),
    basis_slug=(pa.string(), "What found it: daftar (registry), aturan (rules) or model."),
    mention_count=(pa.int64(), "Times the text names it."),
    first_position=(pa.int64(), "Character position of the first mention in clean_text."),
)

DUPLICATES = _table(
    **READ,
    published_on=(pa.date32(), "Date of publication in Asia/Jakarta: the window is searched by it."),
    text_key=(pa.string(), "Hash of the words alone: equal for exact copies, whoever posted them and when."),
    family_id=(pa.string(), "Family of copies; a document without copies is a family of its own."),
    matched_document_id=(pa.string(), "The earlier-read document that it was found to copy; null when it began its family."),
    similarity=(pa.float64(), "Likeness to the matched document, 0 to 1."),
    word_hashes=(pa.list_(pa.uint32()), "Hashes of the words in their order, for comparing without the text."),
    letter_hashes=(pa.list_(pa.uint16()), "Hashes of every four letters in a row of the first 300, spaces left out."),
    bands=(pa.list_(pa.uint32()), "Buckets of locality-sensitive hashing: documents that share one are compared."),
)

MODELS = _table(
    reader_name=(pa.string(), "A classifier of classifiers.yml, or a reader: cleaned, places, agencies, entities, duplicates."),
    model_version=(pa.string(), "The version that reads now."),
    macro_f1=(pa.float64(), "Macro-F1 on held-out examples, 0 to 1; null where it does not apply."),
    holdout_count=(pa.int64(), "Held-out examples behind it."),
    floor=(pa.float64(), "Macro-F1 below which it labels nothing."),
    is_passing=(pa.bool_(), "Whether its labels count."),
)

RAW_TABLES = {
    "documents": DOCUMENTS,
    "quarantine": QUARANTINE,
    "outcomes": OUTCOMES,
    "sources": SOURCES,
    "deletions": DELETIONS,
    "quota": QUOTA,
}
ML_TABLES = {
    "models": MODELS,
    "labels": LABELS,
    "cleaned": CLEANED,
    "places": PLACES,
    "agencies": AGENCIES,
    "entities": ENTITIES,
    "duplicates": DUPLICATES,
}
