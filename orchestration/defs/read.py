"""What the models do: the cleaned documents, what each reader finds in them, the classifiers, and the labels they give."""

from functools import partial

import dagster as dg

from ml.classifiers.labelling import label_documents
from ml.classifiers.registry import write_reader
from ml.classifiers.specs import Classifier
from orchestration import keys, readers
from orchestration.context import advance, context, finish
from orchestration.models import champion, classifiers, settle, stated_body, stated_model

GATE = "macro_f1_at_floor"


@dg.asset(key=keys.BODY, group_name="ml")
def body():
    """The encoder that all classifiers share, tuned on all their examples."""
    step = keys.BODY.to_user_string()
    advance(step)
    found = stated_body(partial(advance, step))
    finish(step, f"version {found.version}")
    return dg.MaterializeResult(data_version=dg.DataVersion(found.version))


def model_asset(classifier: Classifier) -> dg.AssetsDefinition:
    """The version that classifiers.yml states, settled against the champion, with the gate of the champion."""
    key = keys.model(classifier.name)

    @dg.asset(key=key, group_name="ml", deps=[keys.BODY], check_specs=[dg.AssetCheckSpec(GATE, asset=key)], pool="models")
    def model():
        step = key.to_user_string()
        advance(step)
        stated = stated_model(classifier, partial(advance, step))
        standing = settle(classifier, stated)
        found = champion(classifier)
        told = "champion" if found.version == stated.version else f"version {stated.version} did not replace it"
        finish(step, f"{'trained' if stated.is_new else 'from the registry'}, macro-F1 {found.macro_f1:.3f}, {told}")
        yield dg.MaterializeResult(
            data_version=dg.DataVersion(found.version),
            metadata={
                "champion": found.version,
                "challenger": standing.challenger or "",
                "macro_f1": found.macro_f1,
                "holdout_count": found.holdout_count,
                "is_new": stated.is_new,
            },
            check_results=[
                dg.AssetCheckResult(
                    check_name=GATE, passed=found.is_passing, metadata={"macro_f1": found.macro_f1, "floor": found.floor}
                )
            ],
        )

    return model


def labels_asset(found: dict[str, Classifier]) -> dg.AssetsDefinition:
    """Labels of all champions; a champion below its floor labels nothing."""
    deps = [*(keys.model(name) for name in found), keys.reader("cleaned")]

    @dg.asset(key=keys.LABELS, group_name="ml", deps=deps, pool="read_labels")
    def labels():
        step = keys.LABELS.to_user_string()
        advance(step)
        champions = [champion(classifier) for classifier in found.values()]
        counts = label_documents(context().layout, champions, readers.cleaner().version, partial(advance, step))
        for model in champions:
            write_reader(context().layout, model.name, model.version, model)
        silent = [model.name for model in champions if not model.is_passing]
        finish(
            step, f"{max(counts.values(), default=0)} read" + (f"; below their floor: {', '.join(silent)}" if silent else "")
        )
        return dg.MaterializeResult(metadata={f"{name}_count": count for name, count in counts.items()})

    return labels


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
    models = [model_asset(classifier) for classifier in classifiers().values()]
    return dg.Definitions(assets=[cleaned, *found, body, *models, labels_asset(classifiers())])
