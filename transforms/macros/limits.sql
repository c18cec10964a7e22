{#
    How far a count may lie from its expectation. Counts of news scatter much wider than Poisson's, so they are taken as negative
    binomial: variance = dispersion (above 1) times expectation. `limits_apart` in dbt_project.yml is the distance in spreads; the
    skew of small counts is put right by Cornish and Fisher's first term. Plain SQL: no engine needs its own.
#}

{# The chance of hearing nothing where n are expected is exp(-n * rate). #}
{% macro zero_rate(dispersion) -%}
    (ln({{ dispersion }}) / ({{ dispersion }} - 1))
{%- endmacro %}

{# Hearing nothing where so much is expected has less than one chance in a thousand. #}
{% macro is_zero_unlikely(expected, dispersion) -%}
    ({{ expected }} * {{ pantau.zero_rate(dispersion) }} >= ln(1000))
{%- endmacro %}

{# 0 while nothing at all would be no surprise. #}
{% macro low_limit(expected, spread, dispersion) -%}
    case
        when {{ pantau.is_zero_unlikely(expected, dispersion) }}
            then greatest(0.0, {{ expected }} + {{ pantau.skew(dispersion) }} - {{ var('limits_apart') }} * {{ spread }})
        when {{ expected }} is not null then 0.0
    end
{%- endmacro %}

{% macro high_limit(expected, spread, dispersion) -%}
    ({{ expected }} + {{ pantau.skew(dispersion) }} + {{ var('limits_apart') }} * {{ spread }})
{%- endmacro %}

{% macro skew(dispersion) -%}
    (power({{ var('limits_apart') }}, 2) - 1) / 6 * (2 * {{ dispersion }} - 1)
{%- endmacro %}
