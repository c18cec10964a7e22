-- Topik: Peringatan
-- Judul: Peringatan yang masih terbuka
-- Pertanyaan: Peringatan mana yang masih berlaku, seberapa tinggi, dan sudah dinilai analis atau belum?
-- Catatan: Umur dihitung sampai jam terakhir yang terdengar. Dokumen buktinya ada di mart_alert_documents.
with last_hour as (
    select max(hour_at) as last_at from mart_issue_hours
)

select
    a.raised_at,
    a.level_slug,
    a.label,
    a.reason,
    a.delivery_slug,
    a.edition,
    cast(extract(epoch from l.last_at - a.raised_at) / 3600 as decimal(12, 1)) as age_hours,
    a.verdict_slug
from mart_alerts as a
cross join last_hour as l
where a.is_open
order by
    case a.level_slug when 'krisis' then 1 when 'siaga' then 2 else 3 end,
    a.raised_at desc,
    a.alert_id asc
