select published_on, compared_count, expected_count
from read_parquet('${published}/mart_coverage_daily.parquet')
where scope_slug = 'semua'
