with mentions as (
    select
        *,
        cast(date_trunc('week', published_on) as date) as week_on
    from mart_documents
    where relevance_slug is distinct from 'tidak'
),

counted as (
    select
        week_on,
        coalesce(province_code, '00') as province_code,
        count(*) as mention_count,
        count(*) filter (where duplicate_of is null) as original_count,
        count(distinct source_slug) as source_count,
        count(*) filter (where sentiment_slug = 'negatif') as negative_count,
        count(*) filter (where sentiment_slug in ('negatif', 'netral', 'positif')) as tone_count
    from mentions
    where week_on = (select max(week_on) from mentions)
    group by week_on, coalesce(province_code, '00')
),

heard as (
    select
        scope_value as province_code,
        least(1, sum(compared_count) / nullif(sum(expected_count), 0)) as coverage_share
    from mart_coverage_daily
    where
        scope_slug = 'provinsi'
        and expected_count is not null
        and date_trunc('week', published_on) = (select max(week_on) from mentions)
    group by scope_value
)

select
    c.week_on,
    c.province_code,
    r.region_name as province_name,
    c.mention_count,
    c.original_count,
    c.source_count,
    cast(c.negative_count as double) / nullif(c.tone_count, 0) as negative_share,
    (c.negative_count + 20 * sum(c.negative_count) over () / sum(c.tone_count) over ()) / (c.tone_count + 20)
        as negative_share_shrunk,
    h.coverage_share
from counted as c
inner join dim_regions as r on c.province_code = r.region_code
left join heard as h on c.province_code = h.province_code
order by c.mention_count desc, c.province_code
