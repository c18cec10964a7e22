-- By the week in which alerts were raised: what was judged later still counts for it. What was held back was nobody's to judge.
select
    cast(date_trunc('week', raised_on) as date) as week_on,
    count(*) as alert_count,
    count(*) filter (where delivery_slug = 'dikirim') as sent_count,
    count(*) filter (where delivery_slug = 'ringkasan') as digest_count,
    count(*) filter (where delivery_slug = 'ditahan') as held_count,
    count(verdict_slug) as judged_count,
    count(*) filter (where verdict_slug = 'benar') as correct_count,
    count(*) filter (where verdict_slug = 'palsu') as false_count,
    count(*) filter (where verdict_slug = 'terlambat') as late_count,
    cast(count(verdict_slug) as double) / nullif(count(*), 0) as judged_share,
    cast(count(*) filter (where verdict_slug = 'benar') as double) / nullif(count(verdict_slug), 0) as correct_share,
    cast(count(*) filter (where verdict_slug = 'palsu') as double) / nullif(count(verdict_slug), 0) as false_share,
    cast(count(*) filter (where verdict_slug = 'terlambat') as double) / nullif(count(verdict_slug), 0) as late_share
from {{ ref('mart_alerts') }}
group by cast(date_trunc('week', raised_on) as date)
