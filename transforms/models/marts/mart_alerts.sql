-- The last edition stands, and of several verdicts the last one.
with editions as (
    select
        *,
        row_number() over (partition by alert_id order by edition desc) as recency
    from {{ ref('stg_ml_issue_alerts') }}
),

verdicts as (
    select
        *,
        row_number() over (partition by alert_id order by given_at desc, verdict_id asc) as recency,
        count(*) over (partition by alert_id) as verdict_count
    from {{ ref('stg_ml_issue_verdicts') }}
)

select
    e.alert_id,
    e.issue_id,
    coalesce(i.current_issue_id, e.issue_id) as current_issue_id,
    e.edition,
    e.raised_at,
    cast(e.raised_at + interval '7' hour as date) as raised_on,
    e.written_at,
    e.ended_at,
    e.ended_at is null as is_open,
    e.level_slug,
    e.delivery_slug,
    e.label,
    e.reason,
    e.measures_json,
    {{ joined('e.evidence', '; ') }} as evidence_document_ids,
    v.verdict_slug,
    v.given_at as verdict_at,
    coalesce(v.verdict_count, 0) as verdict_count
from editions as e
left join verdicts as v on e.alert_id = v.alert_id and v.recency = 1
left join {{ ref('int_issues') }} as i on e.issue_id = i.issue_id
where e.recency = 1
