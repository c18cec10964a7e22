select
    source_slug,
    source_kind_slug,
    channel_slug,
    source_description,
    tier,
    province_name,
    terms,
    terms_keep_slug,
    terms_retention_days,
    outlet_name,
    agency_name,
    group_slug
from {{ ref('stg_sources') }}
