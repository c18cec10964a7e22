select
    metric_slug,
    metric_name,
    unit_slug,
    metric_description,
    mart_name,
    agency_mart_name,
    expression_sql,
    whole_sql,
    is_relative,
    filter_columns,
    items_sql,
    part_sql,
    caveat
from {{ ref('metrics') }}
