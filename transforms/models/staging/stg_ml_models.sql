select
    reader_name,
    model_version,
    macro_f1,
    holdout_count,
    floor,
    is_passing
from {{ ml_rows('models') }}
