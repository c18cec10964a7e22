-- Two occasions of one kind may fall on one day; they share its row.
with bounds as (
    select
        min(cast(begins_on as date)) as first_on,
        max(cast(ends_on as date)) as last_on
    from {{ ref('calendar') }}
),

days as (
    {{ days_between('bounds', 'first_on', 'last_on') }}
),

occasions as (
    select distinct
        days.date_on,
        c.kind_slug,
        c.name,
        cast(c.is_provisional as boolean) as is_provisional
    from days
    inner join {{ ref('calendar') }} as c
        on days.date_on >= cast(c.begins_on as date) and days.date_on <= cast(c.ends_on as date)
)

select
    date_on,
    kind_slug,
    {{ joined_rows('name', '; ') }} as occasion_name,
    max(case when is_provisional then 1 else 0 end) = 1 as is_provisional
from occasions
group by
    date_on,
    kind_slug
