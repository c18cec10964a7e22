-- Topik: Isu
-- Judul: Isu yang paling lama dibicarakan
-- Pertanyaan: Isu apa yang tidak kunjung selesai, dan pada berapa hari isu itu masih terdengar?
with heard as (
    select
        issue_id,
        count(*) as day_count,
        max(document_count) as busiest_day_count
    from mart_issue_days
    group by issue_id
)

select
    i.label,
    i.state_slug,
    cast(extract(epoch from i.last_published_at - i.first_published_at) / 86400 as decimal(12, 1)) as span_days,
    h.day_count,
    h.busiest_day_count,
    i.document_count,
    i.first_published_at,
    i.last_published_at
from mart_issues as i
inner join heard as h on i.issue_id = h.issue_id
order by span_days desc, i.issue_id asc
limit 20
