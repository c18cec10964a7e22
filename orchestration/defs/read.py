"""What the models do: the cleaned documents, what each reader finds in them, and for each classifier its model and labels."""

from functools import partial

import dagster as dg

from ml.base_model import resolve_body
from ml.labelling import label_documents
from ml.registry import Model, obtain_model, write_reader
from ml.specs import Classifier, read_classifiers
from orchestration import keys, readers
from orchestration.context import advance, context, finish

GATE = "macro_f1_at_floor"


def current_model(classifier: Classifier) -> Model:
    """The model of the present version, trained when the registry does not hold it."""
    settings = context().settings
    body = resolve_body(settings.base_model, settings.models)
    step = f"ml/{classifier.name}/model"
    return obtain_model(classifier, body, settings.models, partial(advance, step))


def classifier_assets(classifier: Classifier) -> list[dg.AssetsDefinition]:
    """The model with its gate, and the labels it gives; a model below its floor labels nothing."""
    key, name = keys.model(classifier.name), classifier.name

    @dg.asset(key=key, group_name="ml", check_specs=[dg.AssetCheckSpec(GATE, asset=key)])
    def model():
        advance(f"ml/{name}/model")
        found = current_model(classifier)
        finish(f"ml/{name}/model", f"{'trained' if found.is_new else 'from the registry'}, macro-F1 {found.macro_f1:.3f}")
        yield dg.MaterializeResult(
            data_version=dg.DataVersion(found.version),
            metadata={"macro_f1": found.macro_f1, "holdout_count": found.holdout_count, "is_new": found.is_new},
            check_results=[
                dg.AssetCheckResult(
                    check_name=GATE, passed=found.is_passing, metadata={"macro_f1": found.macro_f1, "floor": found.floor}
                )
            ],
        )

    @dg.asset(key=keys.labels(name), group_name="ml", deps=[key, keys.reader("cleaned")], pool=f"read_{name}")
    def labels():
        found = current_model(classifier)
        layout, step = context().layout, f"ml/{name}/labels"
        advance(step)
        count = label_documents(layout, found, readers.cleaner().version, partial(advance, step))
        finish(step, f"{count} labelled" if found.is_passing else f"below its floor {found.floor}: labels nothing")
        write_reader(layout, name, found.version, found)
        return dg.MaterializeResult(metadata={"labelled_count": count, "version": found.version})

    return [model, labels]


@dg.asset(key=keys.reader("cleaned"), group_name="ml", deps=[dg.AssetKey("ml_documents")], pool="read_cleaned")
def cleaned():
    advance("ml/cleaned")
    count, version = readers.read_cleaned(context().layout, partial(advance, "ml/cleaned"))
    finish("ml/cleaned", f"{count} read")
    return dg.MaterializeResult(metadata={"read_count": count, "version": version})


def follower_asset(what: str) -> dg.AssetsDefinition:
    """What one reader finds in the cleaned documents."""
    key = keys.reader(what)

    @dg.asset(key=key, group_name="ml", deps=[keys.reader("cleaned")], pool=f"read_{what}")
    def found():
        step = key.to_user_string()
        advance(step)
        count, version = readers.read_after(context().layout, what, partial(advance, step))
        finish(step, f"{count} read")
        return dg.MaterializeResult(metadata={"read_count": count, "version": version})

    return found


@dg.definitions
def defs() -> dg.Definitions:
    found = [follower_asset(what) for what in readers.FOLLOWERS]
    return dg.Definitions(assets=[cleaned, *found, *(a for c in read_classifiers().values() for a in classifier_assets(c))])
