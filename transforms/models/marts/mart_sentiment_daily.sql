select
    published_on,
    coalesce(sector_slug, 'belum-terbaca') as sector_slug,
    coalesce(province_code, '00') as province_code,
    channel_slug,
    count(*) as document_count,
    count(*) filter (where relevance_slug = 'ya') as relevant_count,
    count(*) filter (where sentiment_slug = 'negatif') as negative_count,
    count(*) filter (where sentiment_slug = 'netral') as neutral_count,
    count(*) filter (where sentiment_slug = 'positif') as positive_count,
    count(*) filter (where sentiment_slug = 'tidak-yakin') as unsure_count,
    count(*) filter (where sentiment_slug is null) as unread_count,
    cast(count(*) filter (where sentiment_slug = 'negatif') as double)
    / nullif(count(*) filter (where sentiment_slug <> 'tidak-yakin'), 0) as negative_share,
    count(*) filter (where duplicate_of is null) as original_count,
    count(*) filter (where duplicate_of is null and sentiment_slug = 'negatif') as negative_original_count,
    count(*) filter (where duplicate_of is null and sentiment_slug = 'netral') as neutral_original_count,
    count(*) filter (where duplicate_of is null and sentiment_slug = 'positif') as positive_original_count,
    count(*) filter (where duplicate_of is null and sentiment_slug = 'tidak-yakin') as unsure_original_count,
    count(*) filter (where duplicate_of is null and sentiment_slug is null) as unread_original_count,
    cast(count(*) filter (where duplicate_of is null and sentiment_slug = 'negatif') as double)
    / nullif(count(*) filter (where duplicate_of is null and sentiment_slug <> 'tidak-yakin'), 0) as negative_original_share
from {{ ref('mart_documents') }}
group by
    published_on,
    coalesce(sector_slug, 'belum-terbaca'),
    coalesce(province_code, '00'),
    channel_slug
