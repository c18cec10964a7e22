-- Topik: Isu
-- Judul: Isu terpanas sekarang
-- Pertanyaan: Isu apa yang paling ramai saat ini?
-- Catatan: Panas: dokumen asli, berbobot separuh setiap 24 jam. Ukuran keramaian, bukan ukuran penting atau gawatnya isu.
with last_hour as (
    select max(hour_at) as last_at from mart_issue_hours
),

heated as (
    select
        h.issue_id,
        sum(h.original_count * power(0.5, extract(epoch from l.last_at - h.hour_at) / 86400)) as heat
    from mart_issue_hours as h
    cross join last_hour as l
    group by h.issue_id
)

select
    i.label,
    s.state_name,
    cast(h.heat as decimal(12, 1)) as heat,
    i.document_count,
    i.original_count,
    i.outlet_count,
    i.province_count,
    cast(i.negative_share as decimal(12, 3)) as negative_share,
    cast(i.critical_share as decimal(12, 3)) as critical_share,
    i.last_published_at
from mart_issues as i
inner join heated as h on i.issue_id = h.issue_id
inner join dim_issue_states as s on i.state_slug = s.state_slug
order by h.heat desc, i.issue_id asc
limit 20
