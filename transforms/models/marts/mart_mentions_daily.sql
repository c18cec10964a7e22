select
    published_on,
    coalesce(sector_slug, 'belum-terbaca') as sector_slug,
    coalesce(province_code, '00') as province_code,
    channel_slug,
    {{ mention_counts() }}
from {{ ref('mart_documents') }}
where {{ is_mention() }}
group by
    published_on,
    coalesce(sector_slug, 'belum-terbaca'),
    coalesce(province_code, '00'),
    channel_slug
