select
    source_slug,
    source_kind_slug,
    channel_slug,
    source_description,
    tier,
    province_name,
    terms
from {{ ref('stg_sources') }}
