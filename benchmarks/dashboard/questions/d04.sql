select
    published_on,
    channel_slug,
    count(*) as mention_count,
    count(*) filter (where duplicate_of is null) as original_count,
    count(*) filter (where sentiment_slug = 'negatif') as negative_count
from mart_documents
where
    relevance_slug is distinct from 'tidak'
    and published_on > (select max(published_on) - 92 from mart_documents where relevance_slug is distinct from 'tidak')
group by published_on, channel_slug
order by published_on, channel_slug
