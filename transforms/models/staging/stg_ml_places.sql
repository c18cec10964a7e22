select
    document_id,
    text_hash,
    gazetteer_version,
    region_code,
    mention_count,
    first_position
from {{ ml_rows('places') }}
where region_code is not null
