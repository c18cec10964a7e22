with heard as (
    select
        min(published_on) as first_on,
        max(published_on) as last_on
    from {{ ref('int_documents') }}
),

asked as (
    select cast(max(fetched_at) + interval '7' hour as date) as last_on
    from {{ ref('stg_outcomes') }}
),

span as (
    select
        coalesce(heard.first_on, date '2026-01-01') as first_on,
        coalesce(greatest(heard.last_on, case when heard.first_on is not null then asked.last_on end), date '2026-01-01')
            as last_on
    from heard
    cross join asked
),

days as (
    {{ days_between('span', 'first_on', 'last_on') }}
),

numbered as (
    select
        date_on,
        {{ weekday_number('date_on') }} as weekday_number
    from days
)

select
    date_on,
    cast(extract(year from date_on) as integer) as year_number,
    cast(extract(month from date_on) as integer) as month_number,
    cast(weekday_number as integer) as weekday_number,
    case weekday_number
        when 1 then 'Senin'
        when 2 then 'Selasa'
        when 3 then 'Rabu'
        when 4 then 'Kamis'
        when 5 then 'Jumat'
        when 6 then 'Sabtu'
        else 'Minggu'
    end as weekday_name,
    weekday_number > 5 as is_weekend
from numbered
