-- Apart from int_documents, which is incremental: a source's entry or the registry of outlets may change at any time.
-- The host of a URL is looked up whole, then without its first label, then without two: jabar.antaranews.com before
-- antaranews.com.
with given as (
    select
        d.document_id,
        coalesce(d.outlet_name, s.outlet_name) as outlet_name,
        coalesce(d.given_agency_name, s.agency_name) as given_agency_name,
        nullif(regexp_extract(lower(d.url), '^https?://(www[.])?([^/:?#]+)', 2), '') as host
    from {{ ref('int_documents') }} as d
    left join {{ ref('stg_sources') }} as s on d.source_slug = s.source_slug
),

outlets as (
    select
        outlet_slug,
        outlet_name,
        lower(outlet_name) as name_key,
        domain,
        tier,
        owner_group_name
    from {{ ref('outlets') }}
),

hosts as (
    select distinct
        host,
        regexp_replace(host, '^[^.]+[.]', '') as parent_host,
        regexp_replace(host, '^[^.]+[.][^.]+[.]', '') as grandparent_host
    from given
),

host_outlets as (
    select
        h.host,
        coalesce(o.outlet_slug, p.outlet_slug, g.outlet_slug) as outlet_slug
    from hosts as h
    left join outlets as o on h.host = o.domain
    left join outlets as p on h.parent_host = p.domain
    left join outlets as g on h.grandparent_host = g.domain
)

select
    d.document_id,
    o.outlet_slug,
    coalesce(d.outlet_name, o.outlet_name) as outlet_name,
    cast(o.tier as bigint) as outlet_tier,
    o.owner_group_name as outlet_owner_name,
    d.given_agency_name
from given as d
left join outlets as n on lower(d.outlet_name) = n.name_key
left join host_outlets as h on d.host = h.host
left join outlets as o on coalesce(n.outlet_slug, h.outlet_slug) = o.outlet_slug
