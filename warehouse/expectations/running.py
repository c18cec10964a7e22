"""Runs a suite on a pandas batch (GX's SQL on DuckDB is broken in 1.24) and writes its page into the Data Docs."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

from warehouse.expectations.suites import Suite
from warehouse.layout import Layout

VIEWS = {
    "raw_documents": "select * from read_parquet('{home}/raw/*/documents/*/*.parquet', union_by_name = true)",
    "ml_labels": "select * from read_parquet('{home}/ml/labels/*/*.parquet', union_by_name = true)",
    "ml_models": "select * from read_parquet('{home}/ml/models/*/*.parquet', union_by_name = true)",
    "ml_cleaned": "select * from read_parquet('{home}/ml/cleaned/*/*.parquet', union_by_name = true)",
    "int_documents": "select * from warehouse.main.int_documents",
}


@dataclass(frozen=True)
class Outcome:
    """`failures` names what was not true; empty when all was."""

    passed: bool
    row_count: int
    expectation_count: int
    failures: tuple[str, ...]


def run_suite(suite: Suite, layout: Layout) -> Outcome:
    """Hold the suite against the data home and rewrite its Data Docs page."""
    rows = _read(suite, layout)
    result = _validate(suite, rows, layout)
    failures = tuple(_tell(r) for r in result.results if not r.success)
    return Outcome(bool(result.success), len(rows), len(result.results), failures)


def _read(suite: Suite, layout: Layout) -> pd.DataFrame:
    with duckdb.connect() as connection:
        if "int_documents" in suite.query:
            connection.execute(f"attach '{layout.warehouse}' as warehouse (read_only)")
        for name, query in VIEWS.items():
            if name in suite.query:
                connection.execute(f"create view {name} as {query.format(home=layout.home)}")
        return connection.execute(suite.query).to_arrow_table().to_pandas()


def _validate(suite: Suite, rows: pd.DataFrame, layout: Layout):
    import great_expectations as gx
    from great_expectations import expectations as kinds
    from great_expectations.checkpoint import UpdateDataDocsAction

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    site = {
        "class_name": "SiteBuilder",
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(layout.data_docs / suite.name)},
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }
    context.add_data_docs_site(site_name=suite.name, site_config=site)
    table = context.data_sources.add_pandas(suite.name).add_dataframe_asset(suite.name)
    batch = table.add_batch_definition_whole_dataframe("all")
    wanted = [getattr(kinds, kind)(**arguments) for kind, arguments in suite.expectations]
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(
            name=suite.name,
            data=batch,
            suite=context.suites.add(gx.ExpectationSuite(name=suite.name, expectations=wanted)),
        )
    )
    checkpoint = gx.Checkpoint(
        name=suite.name,
        validation_definitions=[definition],
        actions=[UpdateDataDocsAction(name="pages", site_names=[suite.name])],
        result_format="BASIC",
    )
    return next(iter(checkpoint.run(batch_parameters={"dataframe": rows}).run_results.values()))


def _tell(result) -> str:
    config = result.expectation_config
    column = config.kwargs.get("column") or config.kwargs.get("column_list") or "table"
    unexpected = result.result.get("unexpected_count")
    return f"{config.type} on {column}" + (f": {unexpected} rows" if unexpected is not None else "")
