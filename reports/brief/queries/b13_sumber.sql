-- Sumber yang sunyi, kurang terdengar, atau gagal dibaca
select
    source_slug,
    state_slug,
    silence_state_slug,
    last_published_at,
    count(*) over () as source_count
from mart_source_health
where state_slug not in ('sehat', 'kosong-sah', 'tidak-dikonfigurasi') or silence_state_slug in ('sunyi', 'kurang')
order by coalesce(silence_state_slug, '') = 'sunyi' desc, source_slug
limit 12
