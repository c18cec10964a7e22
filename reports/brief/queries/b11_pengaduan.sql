-- Sektor yang pengaduannya naik pekan ini, dengan waktu tanggapan 28 hari terakhir
with span as (
    select max(published_on) as last_on
    from mart_documents
),

complaints as (
    select
        c.sector_slug,
        c.hours_to_disposition,
        c.hours_to_answer,
        c.answered_at,
        c.received_on > span.last_on - 7 as is_this_week,
        c.received_on > span.last_on - 14 and c.received_on <= span.last_on - 7 as is_last_week
    from mart_complaints as c
    inner join mart_documents as d on c.document_id = d.document_id
    cross join span
    where c.received_on > span.last_on - 28 and ({{ items('penyebutan') }}){{ within('c') }}
)

select
    s.sector_name,
    count(*) filter (where c.is_this_week) as this_week_count,
    count(*) filter (where c.is_last_week) as last_week_count,
    count(*) as month_count,
    count(c.answered_at) as answered_count,
    median(c.hours_to_disposition) as median_hours_to_disposition,
    median(c.hours_to_answer) as median_hours_to_answer
from complaints as c
inner join dim_sectors as s on c.sector_slug = s.sector_slug
where c.sector_slug <> 'tidak-yakin'
group by s.sector_name
having count(*) filter (where c.is_this_week) > count(*) filter (where c.is_last_week)
order by
    count(*) filter (where c.is_this_week) - count(*) filter (where c.is_last_week) desc,
    this_week_count desc,
    s.sector_name
limit 5
