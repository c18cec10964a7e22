-- Di sektor apa warga mengadu dan klaim diperiksa pekan ini, dan apakah lebih banyak daripada pekan lalu?
select
    sector_slug,
    channel_slug,
    week_mention_count as this_week_count,
    former_week_mention_count as last_week_count,
    week_original_count as this_week_original_count,
    former_week_original_count as last_week_original_count
from mart_mention_totals_daily
where channel_slug in ('pengaduan', 'cek-fakta') and age_days = 0 and week_mention_count > 0
order by sector_slug, channel_slug
