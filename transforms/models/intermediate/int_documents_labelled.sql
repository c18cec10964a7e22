select
    {% for name, column in var('classifiers').items() %}
        max(case when classifier_name = '{{ name }}' then label_slug end) as {{ column }}_slug,
        max(case when classifier_name = '{{ name }}' then score end) as {{ column }}_score,
        max(case when classifier_name = '{{ name }}' then model_version end) as {{ column }}_version,
    {% endfor %}
    document_id
from {{ ref('int_document_labels') }}
where is_current
group by document_id
