-- A day without documents has no row.
with counted as (
    select
        s.*,
        cast(s.began_at + interval '7' hour as date) as published_on,
        lag(s.original_count) over (partition by s.issue_id order by s.began_at) as former_count,
        lag(s.began_at) over (partition by s.issue_id order by s.began_at) = s.began_at - interval '1' day as is_next_day
    from {{ ref('int_issue_spans') }} as s
    where s.span_slug = 'hari'
)

select
    s.issue_id,
    s.published_on,
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
    cast(s.original_count + 1 as double) / (case when s.is_next_day then s.former_count else 0 end + 1) as velocity,
    c.coverage_share,
    c.is_finished
from counted as s
left join {{ ref('mart_coverage_daily') }} as c on s.published_on = c.published_on and c.scope_slug = 'semua'
