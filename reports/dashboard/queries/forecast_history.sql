-- Empat minggu sebelum prakiraan, dengan ukuran yang diperkirakan.
with series as (
    select
        current_issue_id,
        measure_slug,
        max(made_on) as made_on
    from mart_issue_forecasts
    where is_latest
    group by current_issue_id, measure_slug
),

days as (
    select
        issue_id,
        published_on,
        original_count,
        negative_original_share
    from mart_issue_days
    union all
    select
        'semua' as issue_id,
        published_on,
        sum(original_count) as original_count,
        sum(negative_original_count)
        / nullif(sum(negative_original_count + neutral_original_count + positive_original_count), 0) as negative_original_share
    from mart_sentiment_daily
    group by published_on
)

select
    s.current_issue_id,
    s.measure_slug,
    s.made_on,
    d.published_on,
    case when s.measure_slug = 'volume' then cast(d.original_count as double) else d.negative_original_share end as measured
from series as s
inner join days as d on s.current_issue_id = d.issue_id
where d.published_on > s.made_on - 28 and d.published_on <= s.made_on
order by s.current_issue_id, s.measure_slug, d.published_on
