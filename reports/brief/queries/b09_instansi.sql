-- Instansi yang paling mungkin harus bertindak dalam tiap isu, dua teratas
select
    i.issue_id,
    a.agency_name,
    count(*) as document_count
from mart_issue_documents as i
inner join mart_document_agencies as a on i.document_id = a.document_id and a.role_slug = 'berwenang' and a.rank = 1
where i.issue_id in ({{ issues }})
group by i.issue_id, a.agency_name
qualify row_number() over (partition by i.issue_id order by count(*) desc, a.agency_name) <= 2
order by i.issue_id, document_count desc, a.agency_name
