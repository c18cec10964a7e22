-- Prakiraan jumlah dokumen tiap isu, sehari dan tujuh hari sesudah hari penuh terakhir, dengan selang 80 %
-- Hari pertama itu sering hari ini, yang sudah berdokumen tetapi belum penuh.
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
    and target_on >= (select max(published_on) from mart_documents)
    and current_issue_id in ({{ issues }})
order by current_issue_id, target_on
