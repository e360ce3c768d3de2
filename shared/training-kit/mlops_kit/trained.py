"""A finished training, before anything of it is written."""

from dataclasses import dataclass

from .cross_validation import CrossValidation
from .dataset import Dataset
from .job import Job
from .model_arrays import ModelArrays
from .parity import Parity
from .pipeline import Pipeline, Recipe


@dataclass(frozen=True)
class Trained:
    """The model in both forms, what it was made of, and what is known about it."""

    job: Job
    task: str
    recipe: Recipe
    dataset: Dataset
    engine: dict[str, str]
    cross_validation: CrossValidation | None
    pipeline: Pipeline
    arrays: ModelArrays
    parity: Parity
    self_check_max_difference: float
    metrics: dict[str, float]
    importance: list[dict[str, object]]
