-- Klaim yang diperiksa tujuh hari terakhir, selain yang terbukti benar, dengan isunya
with span as (
    select max(published_on) as last_on
    from mart_documents
),

claims as (
    select c.*
    from mart_claims as c
    cross join span
    where c.published_on > span.last_on - 7 and c.verdict_slug is distinct from 'benar'{{ within('c') }}
),

counted as (
    select
        count(*) as claim_count,
        count(*) filter (where verdict_slug in ('salah', 'palsu', 'menyesatkan', 'penipuan')) as false_count,
        count(*) filter (where is_withheld) as withheld_count
    from claims
)

select
    c.title,
    c.verdict_slug,
    c.claim_rating,
    c.reviewer_name,
    c.published_on,
    i.issue_id,
    m.label as issue_label,
    n.claim_count,
    n.false_count,
    n.withheld_count
from counted as n
left join claims as c on not c.is_withheld and c.title is not null
left join mart_issue_documents as i on c.document_id = i.document_id
left join mart_issues as m on i.issue_id = m.issue_id
order by c.published_at desc, c.document_id
limit 8
