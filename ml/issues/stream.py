"""What the watch reads: one row a document, as dbt hands it over or as a file gives it."""

from __future__ import annotations

import pyarrow as pa

from warehouse.schemas import TIME

STREAM = pa.schema(
    [
        pa.field(name, kind, metadata={"description": text})
        for name, kind, text in (
            ("document_id", pa.string(), "The document."),
            ("input_hash", pa.string(), "Hash of what was read: a changed text is another row."),
            ("published_at", TIME, "When it was published, UTC."),
            ("channel_slug", pa.string(), "berita, media-sosial, pengaduan, rilis or cek-fakta."),
            ("voice", pa.string(), "Who speaks: outlet in news, account among citizens; the source where neither is known."),
            ("family_id", pa.string(), "Family of copies; copies count once where counts are de-coordinated."),
            ("title", pa.string(), "Headline or subject, clean; null where there is none."),
            ("text", pa.string(), "Clean text, the headline in front."),
            ("is_negative", pa.bool_(), "sentimen is negatif; null when not labelled or not sure."),
            (
                "is_critical",
                pa.bool_(),
                "sikap is menolak; null when not labelled, not sure, or where there is nothing to object to.",
            ),
            ("is_relevant", pa.bool_(), "relevan is ya; null when not labelled or not sure."),
            ("is_official", pa.bool_(), "An agency or a person in office speaks."),
            ("province_code", pa.string(), "Province it is about; null when not known."),
            (
                "region_codes",
                pa.list_(pa.string()),
                "Provinces, regencies and cities that it names or that its source gives; null when there are none.",
            ),
            ("tier", pa.int64(), "Tier of the outlet, 1 to 3; null when not known."),
            ("reach_count", pa.int64(), "Views, or reactions where views are not told; null when not known."),
            ("is_withheld", pa.bool_(), "Its words group it and name nothing; null is taken for no."),
        )
    ]
)
