select
    language_slug,
    language_name,
    iso_code,
    cast(is_supported as boolean) as is_supported
from {{ ref('languages') }}
