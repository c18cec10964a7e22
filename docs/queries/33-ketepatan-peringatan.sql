-- Topik: Peringatan
-- Judul: Ketepatan peringatan setiap pekan
-- Pertanyaan: Dari peringatan yang dinilai analis, berapa yang benar, palsu, dan terlambat?
-- Catatan: Ketepatan hanya sekuat judged_share: bila sedikit yang dinilai, jangan menyimpulkan.
select
    week_on,
    alert_count,
    sent_count,
    judged_count,
    correct_count,
    false_count,
    late_count,
    cast(judged_share as decimal(12, 3)) as judged_share,
    cast(correct_share as decimal(12, 3)) as correct_share
from mart_alert_precision_weekly
order by week_on desc
