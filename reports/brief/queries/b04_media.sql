-- Media, instansi, dan pemeriksa fakta yang paling banyak menyuarakan tiap isu, tiga teratas
select
    i.issue_id,
    d.outlet_name,
    count(*) as document_count
from mart_issue_documents as i
inner join mart_documents as d on i.document_id = d.document_id
where i.issue_id in ({{ issues }}) and d.outlet_name is not null and d.channel_slug in ('berita', 'rilis', 'cek-fakta')
group by i.issue_id, d.outlet_name
qualify row_number() over (partition by i.issue_id order by count(*) desc, d.outlet_name) <= 3
order by i.issue_id, document_count desc, d.outlet_name
