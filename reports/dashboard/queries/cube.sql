-- Penyebutan per hari, sektor, provinsi, dan kanal: bahan semua saringan halaman.
select *
from mart_mentions_daily
where published_on > (select max(published_on) - 92 from mart_mentions_daily)
order by published_on, sector_slug, province_code, channel_slug
