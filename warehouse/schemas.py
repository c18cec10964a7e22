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

VECTORS = _table(
    **READ,
    vector=(
        pa.list_(pa.int8()),
        "What the text says as 384 numbers of the multilingual body, in steps of 1/127 of the largest.",
    ),
)

ISSUE_DOCUMENTS = _table(
    **READ,
    published_at=(TIME, "When the document was published, UTC."),
    story_id=(pa.string(), "The story (one event) that it was put into."),
    issue_id=(
        pa.string(),
        "The issue that the story belonged to when the document came; issue_moves tells what changed later.",
    ),
    similarity=(pa.float64(), "How well it fits the story, 0 to 1; null for the document that began it."),
)

ISSUE_MOVES = _table(
    event_id=(pa.string(), "Hash of what happened."),
    reader_version=(pa.string(), "Version of the reader of stories."),
    seen_at=(TIME, "Hour of the stream in which it was seen, UTC."),
    kind_slug=(
        pa.string(),
        "isu-lahir (a new issue), cerita-pindah (a story goes to another issue), cerita-gabung (a story goes up in another), "
        "isu-gabung (an issue goes up in another), "
        "isu-pecah (an issue came out of another).",
    ),
    issue_id=(pa.string(), "The issue it happened to; for isu-gabung the one that is left."),
    other_issue_id=(
        pa.string(),
        "The issue that went up in it, or that it came out of, or that the story left.",
    ),
    story_id=(pa.string(), "The story that moved, or went up in another; null where the whole issue did."),
    other_story_id=(pa.string(), "The story that it went up in; those that had gone up in it before are told again."),
    reason=(pa.string(), "What it was seen by, in Indonesian."),
)

ISSUES = _table(
    issue_id=(pa.string(), "The issue; it keeps this id through reruns, late data and new versions."),
    reader_version=(pa.string(), "Version of the reader of stories."),
    merged_into_issue_id=(pa.string(), "The issue that it went up in; null while it stands for itself."),
    label=(pa.string(), "Three to six words that name it, in Indonesian."),
    key_phrases=(pa.list_(pa.string()), "Phrases that set it apart from other issues, the strongest first."),
    first_at=(TIME, "Its first document, UTC."),
    last_at=(TIME, "Its last document, UTC."),
    document_count=(pa.int64(), "Documents, each copy counted."),
    story_count=(pa.int64(), "Stories."),
    is_shown=(pa.bool_(), "Whether it is large enough to be shown (docs/issues.md)."),
)

ISSUE_STATES = _table(
    transition_id=(pa.string(), "Hash of issue and hour."),
    issue_id=(pa.string(), "The issue."),
    changed_at=(TIME, "End of the hour whose measures changed the state, UTC."),
    from_slug=(pa.string(), "State before: normal, waspada, siaga, krisis or pasca."),
    to_slug=(pa.string(), "State after."),
    rule_slug=(pa.string(), "The rule of seed issue_rules that fired."),
    measures_json=(pa.string(), "The measures that the rule looked at, as they were then."),
    reason=(pa.string(), "The same in Indonesian words."),
    coverage_share=(pa.float64(), "Heard of what was expected to be heard that day, 0 to 1; null when not known."),
)

ISSUE_ALERTS = _table(
    alert_id=(pa.string(), "One episode of one issue: hash of issue and the hour it was raised."),
    edition=(pa.int64(), "1, 2, …: an alert is rewritten in place; the highest edition stands."),
    issue_id=(pa.string(), "The issue."),
    raised_at=(TIME, "When the episode was first alerted, UTC."),
    written_at=(TIME, "When this edition was written, UTC."),
    level_slug=(pa.string(), "waspada, siaga or krisis: the highest level of the episode so far."),
    delivery_slug=(
        pa.string(),
        "dikirim (sent), ringkasan (in the digest: over the day's budget) or ditahan (coverage too low to trust).",
    ),
    label=(pa.string(), "Label of the issue at that time."),
    reason=(pa.string(), "What fired, in Indonesian words."),
    measures_json=(pa.string(), "The measures behind it."),
    evidence=(pa.list_(pa.string()), "document_id of up to ten documents that show it."),
    ended_at=(TIME, "When the issue left alert; null while it lasts, UTC."),
)

ISSUE_FORECASTS = _table(
    issue_id=(pa.string(), "The issue; `semua` for the whole stream."),
    measure_slug=(pa.string(), "volume (documents a day) or negatif (share of negative documents)."),
    made_on=(pa.date32(), "Last day that was known, Asia/Jakarta."),
    target_on=(pa.date32(), "The day foretold, Asia/Jakarta."),
    horizon_days=(pa.int64(), "1 to 7."),
    expected=(pa.float64(), "Expected value: the median."),
    low=(pa.float64(), "Lower end of the 80 % interval."),
    high=(pa.float64(), "Upper end of the 80 % interval."),
    model_slug=(pa.string(), "The model that foretold it."),
)

ISSUE_FORECAST_SCORES = _table(
    issue_id=(pa.string(), "The issue; `semua` for the whole stream."),
    measure_slug=(pa.string(), "volume or negatif."),
    model_slug=(pa.string(), "The model chosen for the series."),
    made_on=(pa.date32(), "Last day of the back-test, Asia/Jakarta."),
    origin_count=(pa.int64(), "Days from which was foretold in the back-test."),
    naive_ratio=(pa.float64(), "Mean absolute error over that of the last value, one day ahead."),
    seasonal_ratio=(pa.float64(), "Mean absolute error over that of the same weekday a week ago, one day ahead."),
    smoothing_ratio=(pa.float64(), "Mean absolute error over that of simple exponential smoothing, one day ahead."),
    coverage_share=(pa.float64(), "Share of days within the 80 % interval, 0 to 1."),
    is_shown=(
        pa.bool_(),
        "Whether it beats all three, the last value by a tenth, on enough days that are not 0; only then it is foretold.",
    ),
)

ISSUE_OUTLOOKS = _table(
    issue_id=(pa.string(), "The issue."),
    seen_at=(TIME, "The hour it was foretold in, UTC."),
    siaga_probability=(pa.float64(), "Probability that it reaches siaga or krisis within 24 hours, 0 to 1."),
    episode_count=(pa.int64(), "Past episodes that the probability was learned from."),
)

ISSUE_ANALOGUES = _table(
    issue_id=(pa.string(), "An issue that is developing."),
    rank=(pa.int64(), "1 is the nearest."),
    analogue_issue_id=(pa.string(), "A past issue like it."),
    began_at=(TIME, "Start of the past episode, UTC."),
    similarity=(pa.float64(), "Of shape and content together, 0 to 1."),
    content_similarity=(pa.float64(), "Cosine of the words."),
    shape_similarity=(pa.float64(), "Of the hourly course since the start, 0 to 1."),
    lasted_hours=(pa.int64(), "How long the past episode lasted."),
    peak_count=(pa.int64(), "Documents in its largest hour."),
    highest_slug=(pa.string(), "The highest state it reached."),
    what_followed=(pa.string(), "What became of it, in Indonesian words."),
)

VERDICTS = _table(
    verdict_id=(pa.string(), "Hash of alert, analyst and time."),
    alert_id=(pa.string(), "The alert that was judged."),
    verdict_slug=(pa.string(), "benar, palsu or terlambat."),
    analyst_id=(pa.string(), "Keyed pseudonym of the analyst."),
    note=(pa.string(), "What the analyst wrote, masked."),
    given_at=(TIME, "When it was given, UTC."),
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
    "vectors": VECTORS,
    "issue_documents": ISSUE_DOCUMENTS,
    "issue_moves": ISSUE_MOVES,
    "issues": ISSUES,
    "issue_states": ISSUE_STATES,
    "issue_alerts": ISSUE_ALERTS,
    "issue_verdicts": VERDICTS,
    "issue_forecasts": ISSUE_FORECASTS,
    "issue_forecast_scores": ISSUE_FORECAST_SCORES,
    "issue_outlooks": ISSUE_OUTLOOKS,
    "issue_analogues": ISSUE_ANALOGUES,
}
