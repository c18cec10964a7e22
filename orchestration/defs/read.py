"""What the models do: one model and one labels asset for each classifier, and the places."""

import dagster as dg

from ml.base_model import resolve_body
from ml.labelling import label_documents
from ml.places import place_documents, read_gazetteer
from ml.registry import Model, obtain_model, write_reader
from ml.specs import Classifier, read_classifiers
from orchestration import keys
from orchestration.context import advance, context, finish

GATE = "macro_f1_at_floor"
ML_INPUT = [dg.AssetKey("ml_documents"), dg.AssetKey("ml_regions")]


def current_model(classifier: Classifier) -> Model:
    """The model of the present version, trained when the registry does not hold it."""
    settings = context().settings
    body = resolve_body(settings.base_model, settings.models)
    step = f"ml/{classifier.name}/model"
    return obtain_model(classifier, body, settings.models, lambda done, total: advance(step, done, total))


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

    @dg.asset(key=keys.labels(name), group_name="ml", deps=[key, *ML_INPUT], pool=f"read_{name}")
    def labels():
        found = current_model(classifier)
        layout, step = context().layout, f"ml/{name}/labels"
        advance(step)
        count = label_documents(layout, found, lambda done, total: advance(step, done, total))
        finish(step, f"{count} labelled" if found.is_passing else f"below its floor {found.floor}: labels nothing")
        write_reader(layout, name, found.version, found)
        return dg.MaterializeResult(metadata={"labelled_count": count, "version": found.version})

    return [model, labels]


@dg.asset(key=keys.PLACES, group_name="ml", deps=ML_INPUT, pool="read_places")
def places():
    layout = context().layout
    advance("ml/places")
    gazetteer = read_gazetteer(layout)
    count = place_documents(layout, gazetteer, lambda done, total: advance("ml/places", done, total))
    write_reader(layout, "places", gazetteer.version)
    finish("ml/places", f"{count} read")
    return dg.MaterializeResult(metadata={"read_count": count, "version": gazetteer.version})


@dg.definitions
def defs() -> dg.Definitions:
    return dg.Definitions(assets=[places, *(a for c in read_classifiers().values() for a in classifier_assets(c))])
