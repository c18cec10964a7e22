select
    document_id,
    input_hash,
    reader_version,
    entity_kind_slug,
    entity_name,
    official_slug,
    agency_slug,
    position_name,
    basis_slug,
    mention_count,
    first_position
from {{ ml_rows('entities') }}
