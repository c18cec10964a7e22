-- Dokumen tiap isu per hari, 14 hari terakhir
with days as (
    select unnest(generate_series(max(published_on) - 13, max(published_on), interval '1' day)) as published_at
    from mart_documents
),

issues as (
    select distinct issue_id
    from mart_issues
    where issue_id in ({{ issues }})
)

select
    i.issue_id,
    cast(d.published_at as date) as published_on,
    coalesce(m.document_count, 0) as document_count
from issues as i
cross join days as d
left join mart_issue_days as m on i.issue_id = m.issue_id and cast(d.published_at as date) = m.published_on
order by i.issue_id, d.published_at
