-- Tanggapan instansi atas pengaduan tiga bulan terakhir: tiap bulan lima puluh yang terbanyak diadukan.
select *
from mart_agency_responses
where month_on > (select max(month_on) - interval '3' month from mart_agency_responses)
qualify row_number() over (partition by month_on order by complaint_count desc, given_agency_name asc) <= 50
order by month_on desc, complaint_count desc, given_agency_name asc
