-- From the first document that an alert was raised by, as its first edition names them, to the alert. It names the last ones of
-- the issue whatever their age; 24 hours are the longest window of the rules. Where we collected the document after the hour of
-- the alert, the alert is of a replay and tells nothing of how fast we read.
with ranked as (
    select
        *,
        row_number() over (partition by alert_id order by published_at, document_id) as publication_rank
    from {{ ref('mart_alert_documents') }}
    where edition = 1 and published_at <= raised_at and published_at > raised_at - interval '24' hour
),

timed as (
    select
        source_slug,
        {{ hours_between('published_at', 'raised_at') }} * 3600 as alert_seconds,
        {{ hours_between('published_at', 'collected_at') }} * 3600 as collection_seconds,
        case when collected_at <= raised_at then {{ hours_between('collected_at', 'raised_at') }} * 3600 end as reading_seconds
    from ranked
    where publication_rank = 1
)

select
    source_slug,
    count(*) as alert_count,
    count(reading_seconds) as live_alert_count,
    percentile_cont(0.5) within group (order by alert_seconds) as alert_p50_seconds,
    percentile_cont(0.95) within group (order by alert_seconds) as alert_p95_seconds,
    percentile_cont(0.5) within group (order by collection_seconds) as collection_p50_seconds,
    percentile_cont(0.95) within group (order by collection_seconds) as collection_p95_seconds,
    percentile_cont(0.5) within group (order by reading_seconds) as reading_p50_seconds,
    percentile_cont(0.95) within group (order by reading_seconds) as reading_p95_seconds
from timed
group by source_slug
