{# One row per day, `date_on`, from the first to the last date of a one-row relation. #}

{% macro days_between(relation, first, last) -%}
    {{ adapter.dispatch('days_between', 'pantau')(relation, first, last) }}
{%- endmacro %}

{# 1 Monday to 7 Sunday. #}

{% macro weekday_number(column) -%}
    {{ adapter.dispatch('weekday_number', 'pantau')(column) }}
{%- endmacro %}

{% macro duckdb__weekday_number(column) -%}
    isodow({{ column }})
{%- endmacro %}

{% macro duckdb__days_between(relation, first, last) -%}
    select cast(unnest(generate_series(cast({{ first }} as timestamp), cast({{ last }} as timestamp), interval 1 day)) as date) as date_on
    from {{ relation }}
{%- endmacro %}
