-- An hour without documents has no row, but the velocity of those that have one counts it.
with counted as (
    select
        s.*,
        cast({{ hours_between("timestamp '1970-01-01'", 's.began_at') }} as bigint) as hour_number
    from {{ ref('int_issue_spans') }} as s
    where s.span_slug = 'jam'
),

moved as (
    select
        *,
        sum(original_count) over (
            partition by issue_id order by hour_number range between 5 preceding and current row
        ) as recent_count,
        sum(original_count) over (
            partition by issue_id order by hour_number range between 11 preceding and 6 preceding
        ) as former_count
    from counted
)

select
    s.issue_id,
    s.began_at as hour_at,
    cast(s.began_at + interval '7' hour as date) as published_on,
    s.document_count,
    s.original_count,
    s.story_count,
    s.outlet_count,
    s.outlet_original_count,
    s.account_count,
    s.account_original_count,
    s.province_count,
    s.national_count,
    s.provincial_count,
    s.local_count,
    s.complaint_count,
    s.post_count,
    s.news_count,
    s.release_count,
    s.check_count,
    s.negative_count,
    s.negative_share,
    s.negative_original_share,
    s.critical_count,
    s.critical_share,
    s.critical_original_share,
    s.official_share,
    s.reach_count,
    s.novelty_share,
    cast(s.recent_count + 1 as double) / (coalesce(s.former_count, 0) + 1) as velocity,
    c.coverage_share
from moved as s
left join {{ ref('mart_coverage_daily') }} as c
    on cast(s.began_at + interval '7' hour as date) = c.published_on and c.scope_slug = 'semua'
