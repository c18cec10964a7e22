-- Tempat yang dibicarakan dalam tiap isu, tiga teratas
select
    i.issue_id,
    r.region_name,
    count(*) as document_count
from mart_issue_documents as i
inner join mart_documents as d on i.document_id = d.document_id
inner join dim_regions as r on coalesce(d.region_code, d.province_code) = r.region_code
where i.issue_id in ({{ issues }})
group by i.issue_id, r.region_name
qualify row_number() over (partition by i.issue_id order by count(*) desc, r.region_name) <= 3
order by i.issue_id, document_count desc, r.region_name
