-- Few documents make shares leap: the shrunk one weighs the national share of the week as if it were 20 documents more.
{% set prior_count = 20 %}

with counted as (
    select
        cast(date_trunc('week', published_on) as date) as week_on,
        coalesce(province_code, '00') as province_code,
        count(distinct source_slug) as source_count,
        {{ mention_counts() }}
    from {{ ref('mart_documents') }}
    where {{ is_mention() }}
    group by
        cast(date_trunc('week', published_on) as date),
        coalesce(province_code, '00')
),

decided as (
    select
        *,
        negative_count + neutral_count + positive_count as tone_count,
        supporting_count + opposing_count + stance_neutral_count as stance_count
    from counted
),

nation as (
    select
        week_on,
        cast(sum(negative_count) as double) / nullif(sum(tone_count), 0) as negative_share
    from decided
    group by week_on
),

heard as (
    select
        cast(date_trunc('week', published_on) as date) as week_on,
        scope_value as province_code,
        sum(least(compared_count, expected_count)) / nullif(sum(expected_count), 0) as coverage_share
    from {{ ref('mart_coverage_daily') }}
    where scope_slug = 'provinsi' and expected_count > 0
    group by
        cast(date_trunc('week', published_on) as date),
        scope_value
)

select
    d.week_on,
    d.province_code,
    d.mention_count,
    d.original_count,
    d.source_count,
    cast(d.mention_count as double) / d.source_count as mentions_per_source,
    cast(d.negative_count as double) / nullif(d.tone_count, 0) as negative_share,
    (d.negative_count + {{ prior_count }} * n.negative_share) / (d.tone_count + {{ prior_count }}) as negative_share_shrunk,
    cast(d.opposing_count as double) / nullif(d.stance_count, 0) as critical_share,
    h.coverage_share
from decided as d
inner join nation as n on d.week_on = n.week_on
left join heard as h on d.week_on = h.week_on and d.province_code = h.province_code
