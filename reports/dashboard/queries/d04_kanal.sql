-- Di kanal mana publik bicara setiap hari, dan berapa yang bernada negatif?
select
    published_on,
    channel_slug,
    mention_count,
    original_count,
    negative_count
from mart_mention_totals_daily
where sector_slug = 'semua' and channel_slug <> 'semua' and age_days < 92 and mention_count > 0
order by published_on, channel_slug
