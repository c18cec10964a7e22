select
    label,
    state_name,
    list_position(['krisis', 'siaga', 'waspada', 'pasca', 'normal'], state_slug) as position,
    document_count,
    original_count,
    negative_share,
    critical_share,
    province_count,
    last_published_at
from read_parquet('${published}/mart_issues.parquet') as issues
inner join read_parquet('${published}/dim_issue_states.parquet') as states using (state_slug)
