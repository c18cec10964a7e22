-- Topik: Media dan salinan
-- Judul: Naskah yang paling banyak disalin
-- Pertanyaan: Naskah apa yang disebarkan berulang sebulan terakhir, dan mana yang kampanye banyak akun?
-- Catatan: Naskah yang isinya ditahan tidak ditampilkan. Kampanye bukan berarti palsu; warga pun dapat menyalin tuntutan
-- bersama.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    f.family_id,
    f.first_title,
    f.first_publisher,
    f.first_channel_slug,
    f.first_published_at,
    f.document_count,
    f.exact_copy_count,
    f.publisher_count,
    f.account_count,
    f.is_campaign
from mart_document_families as f
cross join last_day as l
where
    not f.is_withheld
    and f.last_published_at > l.last_on - interval '30' day
order by f.document_count desc, f.family_id asc
limit 25
