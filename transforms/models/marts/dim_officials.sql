select
    official_slug,
    person_name,
    position_name,
    agency_slug,
    region_code,
    cast(valid_from as date) as valid_from,
    cast(valid_to as date) as valid_to,
    basis
from {{ ref('officials') }}
