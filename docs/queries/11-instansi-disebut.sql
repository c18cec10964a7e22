-- Topik: Instansi
-- Judul: Instansi yang paling banyak disebut
-- Pertanyaan: Instansi mana yang namanya paling sering muncul sebulan terakhir, dan di kanal mana?
-- Catatan: Disebut tidak berarti berwenang; bandingkan dengan kueri 12.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    a.agency_name,
    count(*) as mention_count,
    count(*) filter (where d.duplicate_of is null) as original_count,
    count(*) filter (where d.channel_slug = 'berita') as news_count,
    count(*) filter (where d.channel_slug = 'media-sosial') as post_count,
    count(*) filter (where d.channel_slug = 'pengaduan') as complaint_count,
    count(*) filter (where d.channel_slug = 'rilis') as release_count
from mart_document_agencies as a
inner join mart_documents as d on a.document_id = d.document_id
cross join last_day as l
where
    a.role_slug = 'disebut'
    and d.relevance_slug is distinct from 'tidak'
    and d.published_on > l.last_on - interval '30' day
group by a.agency_name
order by mention_count desc, a.agency_name asc
limit 25
