-- Topik: Hoaks dan klaim
-- Judul: Putusan setiap pemeriksa fakta
-- Pertanyaan: Berapa klaim yang diperiksa 90 hari terakhir, dengan putusan apa, dan berapa lama setelah klaim muncul?
-- Catatan: median_hours kosong bila pemeriksa tidak menyebut kapan klaim muncul.
with last_day as (
    select max(published_on) as last_on from mart_documents
)

select
    c.reviewer_name,
    c.verdict_slug,
    count(*) as claim_count,
    round(cast(count(*) as numeric) / sum(count(*)) over (partition by c.reviewer_name), 3) as verdict_share,
    cast(
        percentile_cont(0.5) within group (order by extract(epoch from c.published_at - c.claimed_at) / 3600) as decimal(12, 1)
    ) as median_hours
from mart_claims as c
cross join last_day as l
where c.published_on > l.last_on - interval '90' day
group by c.reviewer_name, c.verdict_slug
order by c.reviewer_name asc, claim_count desc, c.verdict_slug asc
