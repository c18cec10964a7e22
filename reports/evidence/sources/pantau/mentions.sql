select
    published_on,
    coalesce(sector_name, sector_slug) as sector_name,
    sum(mention_count) as mention_count,
    sum(negative_count) as negative_count,
    sum(neutral_count) as neutral_count,
    sum(positive_count) as positive_count
from read_parquet('${published}/mart_mentions_daily.parquet') as mentions
left join read_parquet('${published}/dim_sectors.parquet') as sectors using (sector_slug)
group by all
