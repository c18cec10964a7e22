with provinces as (
    select distinct province_code, province_name from read_parquet('${published}/dim_regions.parquet')
)

select week_on, province_name, mention_count, source_count, negative_share_shrunk, critical_share, coverage_share
from read_parquet('${published}/mart_provinces_weekly.parquet') as weeks
inner join provinces using (province_code)
