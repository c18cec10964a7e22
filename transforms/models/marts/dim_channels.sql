select
    channel_slug,
    channel_name
from {{ ref('channels') }}
