-- Prakiraan jumlah dokumen tiap isu, sehari dan tujuh hari ke depan, dengan selang 80 %
select
    current_issue_id as issue_id,
    target_on,
    horizon_days,
    expected,
    low,
    high
from mart_issue_forecasts
where
    is_latest
    and measure_slug = 'volume'
    and horizon_days in (1, 7)
    and target_on > (select max(published_on) from mart_documents)
    and current_issue_id in ({{ issues }})
order by current_issue_id, target_on
