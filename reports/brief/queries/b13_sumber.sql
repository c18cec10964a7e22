-- Sumber yang sunyi, kurang terdengar, atau gagal dibaca
-- Sunyi diukur pada hari penuh terakhir, atau pada hari ini bila hari sebelumnya belum terukur.
with sources as (
    select
        source_slug,
        state_slug,
        coalesce(silence_yesterday_state_slug, silence_state_slug) as silence_state_slug,
        last_published_at
    from mart_source_health
)

select
    source_slug,
    state_slug,
    silence_state_slug,
    last_published_at,
    count(*) over () as source_count
from sources
where state_slug not in ('sehat', 'kosong-sah', 'tidak-dikonfigurasi') or silence_state_slug in ('sunyi', 'kurang')
order by coalesce(silence_state_slug, '') = 'sunyi' desc, source_slug
limit 12
