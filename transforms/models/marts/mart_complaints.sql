-- A time before the complaint itself is a slip of the desk: the hours are left out and the row is marked.
with timed as (
    select
        document_id,
        disposed_at,
        answered_at,
        closed_at,
        process_status,
        {{ hours_between('published_at', 'disposed_at') }} as hours_to_disposition,
        {{ hours_between('published_at', 'answered_at') }} as hours_to_answer,
        {{ hours_between('published_at', 'closed_at') }} as hours_to_closure
    from {{ ref('int_documents') }}
    where channel_slug = 'pengaduan'
)

select
    d.document_id,
    d.source_slug,
    d.document_ref,
    d.published_at as received_at,
    d.published_on as received_on,
    t.disposed_at,
    t.answered_at,
    t.closed_at,
    case when t.hours_to_disposition >= 0 then t.hours_to_disposition end as hours_to_disposition,
    case when t.hours_to_answer >= 0 then t.hours_to_answer end as hours_to_answer,
    case when t.hours_to_closure >= 0 then t.hours_to_closure end as hours_to_closure,
    coalesce(least(t.hours_to_disposition, t.hours_to_answer, t.hours_to_closure) < 0, false) as has_impossible_times,
    t.process_status,
    d.given_agency_name,
    d.given_topic_name,
    a.agency_slug as likely_agency_slug,
    d.duplicate_of,
    d.district_code,
    d.region_code,
    d.province_code,
    d.sector_slug,
    d.sentiment_slug,
    d.stance_slug,
    d.act_slug
from {{ ref('mart_documents') }} as d
inner join timed as t on d.document_id = t.document_id
left join {{ ref('int_document_agencies') }} as a on d.document_id = a.document_id and a.role_slug = 'berwenang' and a.rank = 1
