-- Topik: Isu
-- Judul: Kanal yang lebih dahulu memuat isu
-- Pertanyaan: Kanal mana yang biasanya lebih dahulu memuat sebuah isu, dan berapa jam mendahului kanal berikutnya?
-- Catatan: Hanya isu yang muncul di lebih dari satu kanal.
select
    f.channel_name as first_channel_name,
    s.channel_name as second_channel_name,
    count(*) as issue_count,
    cast(percentile_cont(0.5) within group (order by i.first_channel_lead_hours) as decimal(12, 1)) as median_lead_hours,
    cast(max(i.first_channel_lead_hours) as decimal(12, 1)) as longest_lead_hours
from mart_issues as i
inner join dim_channels as f on i.first_channel_slug = f.channel_slug
inner join dim_channels as s on i.second_channel_slug = s.channel_slug
group by f.channel_name, s.channel_name
order by issue_count desc, median_lead_hours desc, f.channel_name asc, s.channel_name asc
