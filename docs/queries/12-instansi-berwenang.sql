-- Topik: Instansi
-- Judul: Instansi yang paling mungkin harus bertindak
-- Pertanyaan: Instansi mana yang urusannya paling banyak dibicarakan, termasuk ketika namanya tidak disebut?
-- Catatan: Kewenangan dibaca dari isi dokumen dan dapat keliru; kolom reason di mart_document_agencies memuat alasannya.
with last_day as (
    select max(published_on) as last_on from mart_documents
),

named as (
    select distinct
        document_id,
        agency_slug
    from mart_document_agencies
    where role_slug = 'disebut'
)

select
    a.agency_name,
    count(*) as likely_count,
    count(n.document_id) as named_count,
    count(*) - count(n.document_id) as unnamed_count,
    cast(avg(a.score) as decimal(12, 2)) as mean_score
from mart_document_agencies as a
inner join mart_documents as d on a.document_id = d.document_id
cross join last_day as l
left join named as n on a.document_id = n.document_id and a.agency_slug = n.agency_slug
where
    a.role_slug = 'berwenang'
    and a.rank = 1
    and d.relevance_slug is distinct from 'tidak'
    and d.published_on > l.last_on - interval '30' day
group by a.agency_name
order by likely_count desc, a.agency_name asc
limit 25
