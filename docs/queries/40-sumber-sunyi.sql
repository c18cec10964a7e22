-- Topik: Cakupan dan sumber
-- Judul: Sumber yang sunyi, kurang, atau gagal
-- Pertanyaan: Sumber mana yang perlu diperiksa, sejak kapan diam, dan apa kesalahannya?
select
    source_slug,
    channel_slug,
    state_slug,
    silence_state_slug,
    heard_today_count,
    cast(expected_today_count as decimal(12, 1)) as expected_today_count,
    last_published_at,
    last_fetched_at,
    last_error
from mart_source_health
where
    state_slug not in ('sehat', 'kosong-sah')
    or silence_state_slug in ('sunyi', 'kurang')
order by last_published_at nulls first, source_slug
