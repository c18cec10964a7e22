-- Every sector and channel has a row each day, so that the sums of seven days are of seven days.
{% set counts = [
    'mention_count', 'original_count', 'negative_count', 'neutral_count', 'positive_count',
    'supporting_count', 'opposing_count', 'stance_neutral_count',
] %}

with span as (
    select
        min(published_on) as first_on,
        max(published_on) as last_on
    from {{ ref('mart_mentions_daily') }}
),

totalled as (
    select
        {% for count in counts %}
            cast(sum({{ count }}) as bigint) as {{ count }},
        {% endfor %}
        published_on,
        coalesce(sector_slug, 'semua') as sector_slug,
        coalesce(channel_slug, 'semua') as channel_slug
    from {{ ref('mart_mentions_daily') }}
    group by
        published_on,
        cube(sector_slug, channel_slug)
),

groups_heard as (
    select distinct
        sector_slug,
        channel_slug
    from totalled
),

days as (
    select
        d.date_on as published_on,
        g.sector_slug,
        g.channel_slug,
        cast({{ hours_between('cast(d.date_on as timestamp)', 'cast(s.last_on as timestamp)') }} / 24 as bigint) as age_days
    from {{ ref('dim_dates') }} as d
    inner join span as s on d.date_on >= s.first_on and d.date_on <= s.last_on
    cross join groups_heard as g
),

filled as (
    select
        {% for count in counts %}
            coalesce(t.{{ count }}, 0) as {{ count }},
        {% endfor %}
        d.*
    from days as d
    left join totalled as t
        on d.published_on = t.published_on and d.sector_slug = t.sector_slug and d.channel_slug = t.channel_slug
)

select
    published_on,
    sector_slug,
    channel_slug,
    {% for count in counts %}
        {{ count }},
    {% endfor %}
    {% for count in ['mention_count', 'original_count'] %}
        cast(sum({{ count }}) over (partition by sector_slug, channel_slug order by published_on rows 6 preceding) as bigint)
            as week_{{ count }},
        cast(
            coalesce(
                sum({{ count }}) over (
                    partition by sector_slug, channel_slug order by published_on rows between 13 preceding and 7 preceding
                ),
                0
            ) as bigint
        ) as former_week_{{ count }},
    {% endfor %}
    age_days
from filled
