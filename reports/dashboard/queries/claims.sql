-- Klaim yang diperiksa tiga puluh hari terakhir, yang terbaru dahulu.
select
    published_on,
    title,
    verdict_slug,
    reviewer_name,
    url
from mart_claims
where
    published_on > (select max(published_on) - 30 from mart_mention_totals_daily)
    and not is_withheld
    and title is not null
order by published_on desc, title asc, document_id asc
limit 100
