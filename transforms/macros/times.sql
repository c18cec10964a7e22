{# Hours from one time to a later one, as double; negative when the later one comes first. #}

{% macro hours_between(first, last) -%}
    {{ adapter.dispatch('hours_between', 'pantau')(first, last) }}
{%- endmacro %}

{% macro duckdb__hours_between(first, last) -%}
    (epoch({{ last }}) - epoch({{ first }})) / 3600
{%- endmacro %}
