-- Sektor apa yang paling banyak disebut, berapa porsi suara dan porsi negatifnya, dan bagaimana pekan ini dibanding pekan lalu?
select
    sector_slug,
    {{ metric('penyebutan') }} as mention_count,
    {{ metric('porsi-suara') }} as voice_share,
    {{ metric('porsi-negatif') }} as negative_share,
    sum(week_mention_count) filter (where age_days = 0) as this_week_count,
    sum(former_week_mention_count) filter (where age_days = 0) as last_week_count
from mart_mention_totals_daily
where sector_slug <> 'semua' and channel_slug = 'semua' and age_days < 92
group by sector_slug
order by mention_count desc, sector_slug asc
