-- Topik: Hoaks dan klaim
-- Judul: Klaim yang baru diperiksa
-- Pertanyaan: Kabar bohong atau menyesatkan apa yang beredar dua pekan terakhir, dan di mana bantahannya?
-- Catatan: Klaim yang isinya ditahan tidak ditampilkan. Tambahkan syarat pada verdict_slug untuk memilih putusan.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    c.published_on,
    c.claim_text,
    c.verdict_slug,
    c.reviewer_name,
    c.title,
    c.url
from mart_claims as c
cross join last_day as l
where
    not c.is_withheld
    and c.verdict_slug <> 'benar'
    and c.published_on > l.last_on - interval '14' day
order by c.published_on desc, c.document_id asc
