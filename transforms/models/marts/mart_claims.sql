-- Fact checkers that state no rating often put it before the title: [SALAH] …
with stated as (
    select
        document_id,
        claim_text,
        claim_rating,
        claimed_at,
        claimant_id,
        lower(
            coalesce(claim_rating, case when substr(title, 1, 1) = '[' then split_part(substr(title, 2), ']', 1) end)
        ) as rating
    from {{ ref('int_documents') }}
    where channel_slug = 'cek-fakta'
),

rated as (
    select
        *,
        trim({{ replace_all('rating', '[^a-z0-9]+', ' ') }}) as rating_key
    from stated
)

select
    d.document_id,
    d.source_slug,
    d.document_ref,
    case when not d.is_withheld then r.claim_text end as claim_text,
    r.claim_rating,
    coalesce(v.verdict_slug, 'tak-dipetakan') as verdict_slug,
    r.claimed_at,
    r.claimant_id,
    d.outlet_name as reviewer_name,
    d.title,
    d.url,
    d.published_at,
    d.published_on,
    d.is_withheld
from {{ ref('mart_documents') }} as d
inner join rated as r on d.document_id = r.document_id
left join {{ ref('claim_ratings') }} as v on r.rating_key = v.rating_key
