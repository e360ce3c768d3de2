"""manifest.json: everything about the model that is not an array of numbers."""

from . import KIT_VERSION, SCHEMA_VERSION
from .trained import Trained


def build_manifest(trained: Trained) -> dict[str, object]:
    """The manifest as docs/model-format.md describes it."""
    target = trained.dataset.target
    validation = trained.cross_validation
    return {
        'schema_version': SCHEMA_VERSION,
        'format': 'mlops-model',
        'kit_version': KIT_VERSION,
        'training_id': trained.job.training_id,
        'task': trained.task,
        'algorithm': trained.recipe.algorithm.name,
        'target': target.name,
        'sample_id': trained.job.sample_id,
        'seed': trained.job.seed,
        'engine': trained.engine,
        'hyperparameters': trained.recipe.settings.hyperparameters,
        'features': _features(trained),
        'classes': target.classes,
        'positive_class': target.positive_class,
        'preprocessing': trained.recipe.plan.record(),
        'model': trained.arrays.description,
        'rows': {'train': len(trained.dataset), 'used': int(trained.pipeline.used.sum())},
        'dataset': {'sha256': trained.dataset.sha256},
        'importance': trained.importance,
        **({'cross_validation': validation.record()} if validation else {}),
        **trained.pipeline.model.notes(),
        'parity': _parity(trained),
    }


def _features(trained: Trained) -> list[dict[str, object]]:
    categories = iter(trained.pipeline.preprocessor.categories)
    return [
        {'name': name, 'kind': kind} | ({} if kind == 'numeric' else {'categories': next(categories)})
        for name, kind in trained.dataset.features
    ]


def _parity(trained: Trained) -> dict[str, object]:
    return {
        'rows': len(trained.parity.rows),
        'source': trained.parity.source,
        'categorical': trained.parity.texts(),
        'self_check_max_difference': trained.self_check_max_difference,
    }
