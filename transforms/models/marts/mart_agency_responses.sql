-- Complaints name agencies in full or in short; a name that agencies of several levels bear tells none.
with names as (
    select
        lower(agency_name) as given_name,
        level_slug
    from {{ ref('dim_agencies') }}
    union distinct
    select
        lower(short_name) as given_name,
        level_slug
    from {{ ref('dim_agencies') }}
    where short_name is not null
),

registered as (
    select
        given_name,
        max(level_slug) as level_slug
    from names
    group by given_name
    having count(*) = 1
),

counted as (
    select
        cast(date_trunc('month', received_on) as date) as month_on,
        coalesce(given_agency_name, 'Tanpa instansi') as given_agency_name,
        count(*) as complaint_count,
        count(disposed_at) as disposed_count,
        count(answered_at) as answered_count,
        count(closed_at) as closed_count,
        median(hours_to_disposition) as median_hours_to_disposition,
        median(hours_to_answer) as median_hours_to_answer,
        median(hours_to_closure) as median_hours_to_closure
    from {{ ref('mart_complaints') }}
    group by
        cast(date_trunc('month', received_on) as date),
        coalesce(given_agency_name, 'Tanpa instansi')
)

select
    c.*,
    r.level_slug
from counted as c
left join registered as r on lower(c.given_agency_name) = r.given_name
