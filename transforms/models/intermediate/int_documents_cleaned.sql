-- Only what the current cleaner made of the document as it stands now.
select
    c.document_id,
    c.input_hash,
    c.text_hash,
    c.clean_text,
    c.normal_text,
    c.word_count,
    c.slang_count,
    c.language_slug,
    c.language_score,
    c.code_mix_share
from {{ ref('stg_ml_cleaned') }} as c
inner join {{ ref('int_documents_given') }} as d on c.document_id = d.document_id and c.input_hash = d.input_hash
inner join {{ ref('stg_ml_models') }} as m on c.reader_version = m.model_version
where m.reader_name = 'cleaned'
