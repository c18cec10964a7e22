select
    published_on,
    coalesce(sector_slug, 'belum-terbaca') as sector_slug,
    coalesce(province_code, '00') as province_code,
    channel_slug,
    count(*) as document_count,
    count(*) filter (where relevance_slug = 'ya') as relevant_count,
    count(*) filter (where stance_slug = 'mendukung') as supporting_count,
    count(*) filter (where stance_slug = 'menolak') as opposing_count,
    count(*) filter (where stance_slug = 'netral') as neutral_count,
    count(*) filter (where stance_slug = 'tidak-berlaku') as not_applicable_count,
    count(*) filter (where stance_slug = 'tidak-yakin') as unsure_count,
    count(*) filter (where stance_slug is null) as unread_count,
    cast(count(*) filter (where stance_slug = 'menolak') as double)
    / nullif(count(*) filter (where stance_slug in ('mendukung', 'menolak', 'netral')), 0) as critical_share,
    count(*) filter (where duplicate_of is null) as original_count,
    count(*) filter (where duplicate_of is null and stance_slug = 'mendukung') as supporting_original_count,
    count(*) filter (where duplicate_of is null and stance_slug = 'menolak') as opposing_original_count,
    count(*) filter (where duplicate_of is null and stance_slug = 'netral') as neutral_original_count,
    count(*) filter (where duplicate_of is null and stance_slug = 'tidak-berlaku') as not_applicable_original_count,
    count(*) filter (where duplicate_of is null and stance_slug = 'tidak-yakin') as unsure_original_count,
    count(*) filter (where duplicate_of is null and stance_slug is null) as unread_original_count,
    cast(count(*) filter (where duplicate_of is null and stance_slug = 'menolak') as double)
    / nullif(
        count(*) filter (where duplicate_of is null and stance_slug in ('mendukung', 'menolak', 'netral')), 0
    ) as critical_original_share
from {{ ref('mart_documents') }}
group by
    published_on,
    coalesce(sector_slug, 'belum-terbaca'),
    coalesce(province_code, '00'),
    channel_slug
