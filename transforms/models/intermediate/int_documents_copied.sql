-- A family is led by whoever published first, which late data may change; the family's id stays. A text that many accounts post
-- word for word is a campaign; short ones ("setuju!") are what people say anyhow.
with members as (
    select
        r.document_id,
        r.family_id,
        r.text_key,
        r.similarity,
        c.word_count
    from {{ ref('stg_ml_duplicates') }} as r
    inner join {{ ref('int_documents_cleaned') }} as c on r.document_id = c.document_id and r.input_hash = c.input_hash
    inner join {{ ref('stg_ml_models') }} as m on r.reader_version = m.model_version
    where m.reader_name = 'duplicates'
),

described as (
    select
        d.document_id,
        coalesce(m.family_id, d.document_id) as family_id,
        m.text_key,
        m.similarity,
        m.word_count,
        d.channel_slug,
        d.author_id,
        coalesce(a.outlet_slug, a.outlet_name, d.source_slug) as publisher,
        row_number() over (
            partition by coalesce(m.family_id, d.document_id) order by d.published_at, d.document_id
        ) as family_position
    from {{ ref('int_documents') }} as d
    inner join {{ ref('int_documents_attributed') }} as a on d.document_id = a.document_id
    left join members as m on d.document_id = m.document_id
),

families as (
    select
        family_id,
        count(*) as family_document_count,
        count(distinct author_id) as account_count,
        count(distinct publisher) as publisher_count,
        max(case when family_position = 1 then document_id end) as first_document_id,
        max(case when family_position = 1 then publisher end) as first_publisher,
        max(case when family_position = 1 then author_id end) as first_author_id,
        max(case when family_position = 1 then text_key end) as first_text_key,
        max(case when family_position = 1 then word_count end) as first_word_count,
        count(distinct case when channel_slug in ('media-sosial', 'pengaduan') then author_id end) as citizen_account_count
    from described
    group by family_id
)

select
    d.document_id,
    d.family_id,
    d.family_position,
    f.family_document_count,
    case when d.family_position > 1 then f.first_document_id end as duplicate_of,
    case when d.family_position > 1 then d.text_key = f.first_text_key end as is_exact_copy,
    case
        when d.family_position = 1 then null
        when d.channel_slug not in ('media-sosial', 'pengaduan') and d.publisher = f.first_publisher then 'versi'
        when d.channel_slug not in ('media-sosial', 'pengaduan') then 'sindikasi'
        when d.author_id <> f.first_author_id then 'salin-tempel'
        else 'ulangan'
    end as duplicate_kind_slug,
    f.citizen_account_count >= {{ var('campaign_accounts') }}
    and coalesce(f.first_word_count, 0) >= {{ var('campaign_words') }} as is_campaign,
    d.publisher,
    f.account_count,
    f.publisher_count
from described as d
inner join families as f on d.family_id = f.family_id
