-- Topik: Pengaduan
-- Judul: Waktu tanggapan pengaduan setiap bulan
-- Pertanyaan: Berapa jam instansi memerlukan waktu sampai disposisi, jawaban, dan penyelesaian, bulan demi bulan?
-- Catatan: Median hanya dari pengaduan yang langkahnya sudah terjadi; bulan terakhir tampak cepat karena yang lambat belum
-- selesai.
select
    month_on,
    given_agency_name,
    complaint_count,
    round(cast(answered_count as numeric) / nullif(complaint_count, 0), 3) as answered_share,
    round(cast(closed_count as numeric) / nullif(complaint_count, 0), 3) as closed_share,
    cast(median_hours_to_disposition as decimal(12, 1)) as median_hours_to_disposition,
    cast(median_hours_to_answer as decimal(12, 1)) as median_hours_to_answer,
    cast(median_hours_to_closure as decimal(12, 1)) as median_hours_to_closure
from mart_agency_responses
order by month_on desc, complaint_count desc, given_agency_name asc
