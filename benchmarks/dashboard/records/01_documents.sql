insert into mart_documents by name
select
    md5(cast(number as varchar)) as document_id,
    'sumber_' || source as source_slug,
    'r-' || number as document_ref,
    channel as channel_slug,
    'Media ' || source as outlet_name,
    source % 3 + 1 as outlet_tier,
    left(a.words, 70) as title,
    concat_ws(' ', a.words, b.words, c.words) as text,
    concat_ws(' ', a.words, b.words, c.words) as clean_text,
    'id' as language_slug,
    0.97 as language_score,
    'https://media' || source || '.example/' || number as url,
    'https://media' || source || '.example/' || number as canonical_url,
    published_at,
    cast(published_at + interval 7 hour as date) as published_on,
    published_at as collected_at,
    1 as version_count,
    false as is_deleted_at_source,
    case when is_copy then md5(cast(number % 100000 as varchar)) end as duplicate_of,
    case when is_placed then province end as province_code,
    relevance as relevance_slug,
    0.9 as relevance_score,
    tone as sentiment_slug,
    0.9 as sentiment_score,
    stance as stance_slug,
    0.9 as stance_score,
    'informasi' as act_slug,
    sector as sector_slug,
    0.9 as sector_score,
    'tidak' as sensitivity_slug,
    is_withheld
from given
inner join paragraphs as a on number % 5000 = a.place
inner join paragraphs as b on number * 7 % 4999 = b.place
inner join paragraphs as c on number * 13 % 4993 = c.place
order by document_id;
