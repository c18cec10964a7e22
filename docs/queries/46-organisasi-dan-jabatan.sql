-- Topik: Bahasa, nama, dan label
-- Judul: Organisasi dan jabatan yang disebut
-- Pertanyaan: Organisasi dan jabatan publik apa yang paling sering disebut sebulan terakhir?
-- Catatan: Jabatan dihitung sebagai jabatan, bukan orangnya; Pantau tidak membuat daftar orang.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    e.entity_kind_slug,
    case when e.entity_kind_slug = 'pejabat' then e.position_name else e.entity_name end as name,
    count(distinct e.document_id) as document_count,
    sum(e.mention_count) as mention_count
from mart_document_entities as e
cross join last_day as l
where
    e.published_on > l.last_on - interval '30' day
    and (e.entity_kind_slug = 'organisasi' or e.position_name is not null)
group by
    e.entity_kind_slug,
    case when e.entity_kind_slug = 'pejabat' then e.position_name else e.entity_name end
order by document_count desc, name asc
limit 30
