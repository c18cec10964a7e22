-- Topik: Pengaduan
-- Judul: Instansi tercepat dan terlambat menjawab
-- Pertanyaan: Instansi mana yang paling cepat dan paling lambat menjawab pengaduan 90 hari terakhir?
-- Catatan: Hanya instansi dengan paling sedikit lima jawaban. p90: sembilan dari sepuluh jawaban datang dalam waktu itu.
with last_day as (
    select max(published_on) as last_on from mart_documents
),

answered as (
    select
        coalesce(c.given_agency_name, 'Tanpa instansi') as given_agency_name,
        count(*) as complaint_count,
        count(c.hours_to_answer) as answered_count,
        percentile_cont(0.5) within group (order by c.hours_to_answer) as median_hours,
        percentile_cont(0.9) within group (order by c.hours_to_answer) as p90_hours
    from mart_complaints as c
    cross join last_day as l
    where c.received_on > l.last_on - interval '90' day
    group by coalesce(c.given_agency_name, 'Tanpa instansi')
)

select
    rank() over (order by median_hours) as speed_rank,
    given_agency_name,
    complaint_count,
    answered_count,
    cast(median_hours as decimal(12, 1)) as median_hours_to_answer,
    cast(p90_hours as decimal(12, 1)) as p90_hours_to_answer
from answered
where answered_count >= 5
order by median_hours, given_agency_name
