-- Topik: Prakiraan
-- Judul: Prakiraan tujuh hari ke depan
-- Pertanyaan: Berapa dokumen yang diperkirakan setiap hari sepekan ke depan, untuk semua isu dan isu tertentu?
-- Catatan: Delapan dari sepuluh kali nilai sesungguhnya jatuh di antara low dan high. Hanya deret yang terbukti lebih baik
-- daripada cara sederhana.
select
    coalesce(i.label, 'Semua isu') as series_name,
    f.measure_slug,
    f.made_on,
    f.target_on,
    cast(f.expected as decimal(12, 2)) as expected,
    cast(f.low as decimal(12, 2)) as low,
    cast(f.high as decimal(12, 2)) as high
from mart_issue_forecasts as f
left join mart_issues as i on f.current_issue_id = i.issue_id
where
    f.is_latest
    and (i.issue_id is not null or f.issue_id = 'semua')
order by series_name, f.measure_slug, f.target_on
