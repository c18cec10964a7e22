select
    outlet_slug,
    outlet_name,
    domain,
    cast(tier as bigint) as tier,
    province_code,
    press_council_slug,
    owner_group_name,
    basis
from {{ ref('outlets') }}
