-- Topik: Cakupan dan sumber
-- Judul: Cakupan setiap hari
-- Pertanyaan: Pada hari apa pantauan kurang lengkap, sehingga angka hari itu harus dibaca hati-hati?
-- Catatan: Cakupan kosong selama riwayat sumber belum cukup. Ukurannya sumber yang didengar, bukan semua pembicaraan.
with last_day as (
    select max(published_on) as last_on from mart_coverage_daily
)

select
    c.published_on,
    c.is_finished,
    c.heard_count,
    cast(c.expected_count as decimal(12, 1)) as expected_count,
    cast(least(c.compared_count, c.expected_count) / nullif(c.expected_count, 0) as decimal(12, 3)) as coverage_share,
    c.silent_source_count,
    c.source_count,
    c.state_slug
from mart_coverage_daily as c
cross join last_day as l
where
    c.scope_slug = 'semua'
    and c.published_on > l.last_on - interval '30' day
order by c.published_on desc
