-- Topik: Pengaduan
-- Judul: Pengaduan yang mungkin salah alamat
-- Pertanyaan: Pengaduan mana yang diteruskan kepada satu instansi, padahal isinya menunjuk instansi lain?
-- Catatan: Pembacaan dari isi dapat keliru dan instansi setempat sering menangani lebih dahulu; ini daftar untuk diperiksa,
-- bukan putusan.
with likely as (
    select
        c.given_agency_name,
        a.agency_name as likely_agency_name
    from mart_complaints as c
    inner join mart_document_agencies as a on c.document_id = a.document_id
    where
        a.role_slug = 'berwenang'
        and a.rank = 1
        and c.duplicate_of is null
        and c.given_agency_name is not null
)

select
    given_agency_name,
    likely_agency_name,
    count(*) as complaint_count
from likely
where strpos(lower(likely_agency_name), lower(given_agency_name)) = 0
group by given_agency_name, likely_agency_name
order by complaint_count desc, given_agency_name asc, likely_agency_name asc
limit 30
