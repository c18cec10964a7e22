select
    document_id,
    input_hash,
    reader_version,
    text_hash,
    clean_text,
    normal_text,
    cleaning_steps,
    word_count,
    slang_count,
    language_slug,
    language_score,
    code_mix_share
from {{ ml_rows('cleaned') }}
