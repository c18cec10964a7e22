-- Berapa penyebutan setiap hari, bagaimana nadanya, dan seberapa penuh cakupannya?
select
    m.published_on,
    m.mention_count,
    m.original_count,
    m.negative_count,
    m.neutral_count,
    m.positive_count,
    c.coverage_share,
    c.state_slug as coverage_state_slug
from mart_mention_totals_daily as m
left join mart_coverage_daily as c on m.published_on = c.published_on and c.scope_slug = 'semua'
where m.sector_slug = 'semua' and m.channel_slug = 'semua' and m.age_days < 92
order by m.published_on
