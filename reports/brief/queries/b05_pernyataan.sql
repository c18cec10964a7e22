-- Pernyataan resmi dalam tiap isu: siaran pers, serta tulisan instansi dan pejabat, tiga terbaru
select
    i.issue_id,
    d.published_at,
    d.channel_slug,
    d.outlet_name,
    d.title
from mart_issue_documents as i
inner join mart_documents as d on i.document_id = d.document_id
where
    i.issue_id in ({{ issues }})
    and (d.channel_slug = 'rilis' or d.account_class_slug in ('pejabat', 'lembaga'))
    and d.title is not null
    and not d.is_withheld
qualify row_number() over (partition by i.issue_id order by d.published_at desc, d.document_id) <= 3
order by i.issue_id, d.published_at desc, d.document_id
