-- Each document that was ever loaded stands in the mart exactly once.
select coalesce(s.document_id, m.document_id) as document_id
from (select distinct document_id from {{ ref('stg_documents') }}) as s
full outer join {{ ref('mart_documents') }} as m on s.document_id = m.document_id
where s.document_id is null or m.document_id is null
