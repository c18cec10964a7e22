-- Topik: Versi, kuota, dan kalender
-- Judul: Pemakaian kuota API
-- Pertanyaan: Berapa kuota setiap API yang terpakai, dan kapan hampir habis?
-- Catatan: Sumber berhenti bertanya bila kuota habis; cakupan hari itu turun.
select
    api_slug,
    window_started_on,
    spent_units,
    limit_units,
    cast(left_share as decimal(12, 3)) as left_share,
    source_count,
    last_spent_at
from mart_quota_daily
order by window_started_on desc, api_slug asc
limit 60
