select
    document_id,
    input_hash,
    reader_version,
    region_code,
    region_type_slug,
    basis_slug,
    mention_count,
    first_position
from {{ ml_rows('places') }}
