{# Generic tests of our own, in place of a package from a hub. #}

{% test unique_together(model, columns) %}
    select {{ columns | join(', ') }}
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
{% endtest %}

{% test between(model, column_name, low, high) %}
    select {{ column_name }}
    from {{ model }}
    where {{ column_name }} < {{ low }} or {{ column_name }} > {{ high }}
{% endtest %}

{% test reconciles(model) %}
    select *
    from {{ model }}
    where read_count <> loaded_count + duplicate_count + quarantined_count
{% endtest %}
