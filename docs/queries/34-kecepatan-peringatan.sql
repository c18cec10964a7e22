-- Topik: Peringatan
-- Judul: Kecepatan peringatan setiap sumber
-- Pertanyaan: Berapa menit sejak dokumen terbit sampai peringatan dibuat, dan di mana waktunya habis?
-- Catatan: Pengumpulan: dari terbit sampai terambil. Pembacaan: dari terambil sampai peringatan, hanya peringatan langsung.
select
    source_slug,
    alert_count,
    live_alert_count,
    cast(alert_p50_seconds / 60 as decimal(12, 1)) as alert_p50_minutes,
    cast(alert_p95_seconds / 60 as decimal(12, 1)) as alert_p95_minutes,
    cast(collection_p50_seconds / 60 as decimal(12, 1)) as collection_p50_minutes,
    cast(reading_p50_seconds / 60 as decimal(12, 1)) as reading_p50_minutes
from mart_alert_latency
order by alert_count desc, source_slug asc
