-- Topik: Volume dan porsi suara
-- Judul: Volume per kanal setiap hari
-- Pertanyaan: Di kanal mana masyarakat bersuara dua pekan terakhir, dan berapa bagian setiap kanal dalam sehari?
with last_day as (
    select max(published_on) as last_on from mart_mentions_daily
)

select
    m.published_on,
    c.channel_name,
    sum(m.mention_count) as mention_count,
    round(
        cast(sum(m.mention_count) as numeric) / nullif(sum(sum(m.mention_count)) over (partition by m.published_on), 0), 3
    ) as voice_share
from mart_mentions_daily as m
cross join last_day as l
inner join dim_channels as c on m.channel_slug = c.channel_slug
where m.published_on > l.last_on - interval '14' day
group by m.published_on, c.channel_name
order by m.published_on desc, mention_count desc, c.channel_name asc
