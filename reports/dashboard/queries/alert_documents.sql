-- Bukti setiap peringatan yang boleh ditampilkan.
select
    a.alert_id,
    a.title,
    a.outlet_name,
    d.url
from mart_alert_documents as a
left join mart_documents as d on a.document_id = d.document_id
where a.is_standing and not a.is_withheld and a.title is not null
order by a.alert_id, a.position
