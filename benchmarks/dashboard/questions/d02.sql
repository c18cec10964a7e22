with span as (
    select max(published_on) as last_on
    from mart_documents
    where relevance_slug is distinct from 'tidak'
)

select
    coalesce(d.sector_slug, 'belum-terbaca') as sector_slug,
    count(*) as mention_count,
    cast(count(*) as double) / nullif(sum(count(*)) over (), 0) as voice_share,
    cast(count(*) filter (where d.sentiment_slug = 'negatif') as double)
    / nullif(count(*) filter (where d.sentiment_slug in ('negatif', 'netral', 'positif')), 0) as negative_share,
    count(*) filter (where d.published_on > span.last_on - 7) as this_week_count,
    count(*) filter (where d.published_on > span.last_on - 14 and d.published_on <= span.last_on - 7) as last_week_count
from mart_documents as d
cross join span
where d.relevance_slug is distinct from 'tidak' and d.published_on > span.last_on - 92
group by coalesce(d.sector_slug, 'belum-terbaca')
order by mention_count desc, sector_slug
