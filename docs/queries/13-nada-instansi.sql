-- Topik: Instansi
-- Judul: Porsi suara, nada, dan sikap setiap instansi
-- Pertanyaan: Bagaimana nada dan sikap dalam dokumen yang menyangkut setiap instansi sebulan terakhir?
-- Catatan: Satu dokumen dihitung sekali untuk setiap instansi yang disangkutnya. Instansi dengan kurang dari 20 dokumen
-- tidak ditampilkan karena porsinya tidak mantap.
with last_day as (
    select max(published_on) as last_on from mart_mentions_daily
),

counted as (
    select
        m.agency_name,
        sum(m.mention_count) as mention_count,
        round(cast(sum(m.mention_count) as numeric) / nullif(sum(sum(m.mention_count)) over (), 0), 3) as voice_share,
        round(
            cast(sum(m.negative_count) as numeric) / nullif(sum(m.negative_count + m.neutral_count + m.positive_count), 0), 3
        ) as negative_share,
        round(
            cast(sum(m.opposing_count) as numeric)
            / nullif(sum(m.supporting_count + m.opposing_count + m.stance_neutral_count), 0),
            3
        ) as critical_share
    from mart_agency_mentions_daily as m
    cross join last_day as l
    where m.published_on > l.last_on - interval '30' day
    group by m.agency_slug, m.agency_name
)

select *
from counted
where mention_count >= 20
order by mention_count desc, agency_name asc
