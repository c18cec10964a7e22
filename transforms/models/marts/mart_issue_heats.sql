-- The sum is the metric `panas` of the catalogue, which a test holds it to.
with heard as (
    select max(hour_at) as last_at
    from {{ ref('mart_issue_hours') }}
),

heated as (
    select
        h.issue_id,
        sum(h.original_count * power(0.5, {{ hours_between('h.hour_at', 'heard.last_at') }} / 24)) as heat
    from {{ ref('mart_issue_hours') }} as h
    cross join heard
    group by h.issue_id
),

told as (
    select
        issue_id,
        concat(cast(published_on as varchar), ' ', cast(document_count as varchar)) as day_count
    from {{ ref('mart_issue_days') }}
),

courses as (
    select
        issue_id,
        {{ joined_rows('day_count', '; ') }} as day_counts
    from told
    group by issue_id
)

select
    h.issue_id,
    h.heat,
    row_number() over (order by h.heat desc, h.issue_id asc) as heat_rank,
    c.day_counts
from heated as h
left join courses as c on h.issue_id = c.issue_id
