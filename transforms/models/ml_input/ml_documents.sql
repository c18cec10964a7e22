-- Handed over: what the present version of the cleaner has not read. The folder is read without `source()`, for the rows in it
-- come from this model: of two runs, the later one looks at what the earlier one led to.
with given as (
    select
        document_id,
        input_hash,
        coalesce(given_province_code, source_province_code) as given_province_code,
        given_region_code
    from {{ ref('int_documents_given') }}
),

known as (
    select distinct
        document_id,
        input_hash
    from {{ ml_rows_before('cleaned') }}
    where reader_version = {{ cleaner_version() }}
)

select
    d.document_id,
    g.input_hash,
    d.document_text,
    d.channel_slug,
    d.published_on,
    g.given_province_code,
    g.given_region_code
from {{ ref('int_documents') }} as d
inner join given as g on d.document_id = g.document_id
left join known as k on g.document_id = k.document_id and g.input_hash = k.input_hash
where k.document_id is null
