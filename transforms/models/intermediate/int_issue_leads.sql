-- Which channel told of an issue first, and by how many whole hours before the second one; said in words for the board.
with firsts as (
    select
        issue_id,
        channel_slug,
        min(published_at) as first_at
    from {{ ref('int_issue_documents') }}
    group by
        issue_id,
        channel_slug
),

ranked as (
    select
        f.issue_id,
        f.channel_slug,
        f.first_at,
        c.channel_name,
        row_number() over (partition by f.issue_id order by f.first_at, f.channel_slug) as channel_position
    from firsts as f
    inner join {{ ref('channels') }} as c on f.channel_slug = c.channel_slug
),

pairs as (
    select
        issue_id,
        {% for channel, name in [
            ('pengaduan', 'complaint'), ('media-sosial', 'post'), ('berita', 'news'), ('rilis', 'release'), ('cek-fakta', 'check')
        ] %}
            max(case when channel_slug = '{{ channel }}' then first_at end) as first_{{ name }}_at,
        {% endfor %}
        max(case when channel_position = 1 then channel_slug end) as first_channel_slug,
        max(case when channel_position = 1 then channel_name end) as first_name,
        max(case when channel_position = 2 then channel_slug end) as second_channel_slug,
        lower(max(case when channel_position = 2 then channel_name end)) as second_name,
        {{ hours_between('min(first_at)', 'max(case when channel_position = 2 then first_at end)') }} as lead_hours
    from ranked
    group by issue_id
)

select
    issue_id,
    first_complaint_at,
    first_post_at,
    first_news_at,
    first_release_at,
    first_check_at,
    first_channel_slug,
    second_channel_slug,
    lead_hours as first_channel_lead_hours,
    case
        when second_name is null then 'Hanya ' || lower(first_name)
        when lead_hours < 1 then first_name || ' dan ' || second_name || ' dalam jam yang sama'
        when lead_hours < 48
            then concat(first_name, ' lebih dulu ', cast(floor(lead_hours) as bigint), ' jam, lalu ', second_name)
        else concat(first_name, ' lebih dulu ', cast(floor(lead_hours / 24) as bigint), ' hari, lalu ', second_name)
    end as lead_sentence
from pairs
