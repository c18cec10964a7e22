select
    n.region_code,
    n.province_code,
    n.region_type_slug,
    n.name_key,
    n.is_ambiguous
from {{ ref('int_region_names') }} as n
