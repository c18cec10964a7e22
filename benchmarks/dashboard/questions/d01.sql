with span as (
    select max(published_on) as last_on
    from mart_documents
    where relevance_slug is distinct from 'tidak'
),

counted as (
    select
        d.published_on,
        count(*) as mention_count,
        count(*) filter (where d.duplicate_of is null) as original_count,
        count(*) filter (where d.sentiment_slug = 'negatif') as negative_count,
        count(*) filter (where d.sentiment_slug = 'netral') as neutral_count,
        count(*) filter (where d.sentiment_slug = 'positif') as positive_count
    from mart_documents as d
    cross join span
    where d.relevance_slug is distinct from 'tidak' and d.published_on > span.last_on - 92
    group by d.published_on
)

select
    c.*,
    v.coverage_share,
    v.state_slug as coverage_state_slug
from counted as c
left join mart_coverage_daily as v on c.published_on = v.published_on and v.scope_slug = 'semua'
order by c.published_on
