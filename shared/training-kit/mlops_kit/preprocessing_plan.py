"""What preprocessing is asked for, with the defaults of the algorithm."""

from dataclasses import dataclass

from .errors import raise_problems
from .hyperparameters import number
from .wording import quoted, suggestion

MISSING = ('median', 'mean', 'most_frequent', 'zero', 'drop', 'keep')
SCALE = ('standard', 'minmax', 'robust', 'none')
ENCODE = ('one_hot', 'ordinal')
OUTLIER_METHODS = ('none', 'iqr', 'zscore')
OUTLIER_ACTIONS = ('clip', 'drop')
DEFAULT_FACTORS = {'iqr': 1.5, 'zscore': 3.0}


@dataclass(frozen=True)
class Outliers:
    """Which values are outliers, and whether they are clipped or their rows dropped."""

    method: str = 'none'
    action: str = 'clip'
    factor: float = 1.5


@dataclass(frozen=True)
class PreprocessingPlan:
    """The four steps, every default filled in."""

    missing: str
    scale: str
    outliers: Outliers
    encode: str

    def record(self) -> dict[str, object]:
        """The plan as the manifest states it."""
        outliers: dict[str, object] = {'method': self.outliers.method}
        if self.outliers.method != 'none':
            outliers |= {'action': self.outliers.action, 'factor': self.outliers.factor}
        return {'missing': self.missing, 'scale': self.scale, 'outliers': outliers, 'encode': self.encode}


def plan_preprocessing(asked: dict[str, object], default_missing: str, default_scale: str) -> PreprocessingPlan:
    """Checks the request's `preprocessing`; all problems in one `bad-preprocessing`."""
    problems: list[str] = []
    fields = {name: value for name, value in asked.items() if value is not None}
    known = ('missing', 'scale', 'outliers', 'encode')
    problems += [f'unknown {quoted(name)}{suggestion(name, known)}' for name in fields if name not in known]
    plan = PreprocessingPlan(
        missing=_choice(fields, ('missing', default_missing), MISSING, problems),
        scale=_choice(fields, ('scale', default_scale), SCALE, problems),
        outliers=_outliers(fields.get('outliers', {}), problems),
        encode=_choice(fields, ('encode', 'one_hot'), ENCODE, problems),
    )
    if plan.missing == 'keep' and default_missing != 'keep':
        problems.append('this algorithm cannot keep missing values; choose how to fill them, or use xgboost')
    raise_problems('bad-preprocessing', 'preprocessing', problems, 'See "Preprocessing" in docs/model-format.md.')
    return plan


def _choice(
    fields: dict[str, object], default: tuple[str, str], known: tuple[str, ...], problems: list[str]
) -> str:
    name, usual = default
    value = fields.get(name, usual)
    if isinstance(value, str) and value in known:
        return value
    problems.append(f'{name} must be one of {", ".join(known)}, not {quoted(value)}')
    return usual


def _outliers(asked: object, problems: list[str]) -> Outliers:
    if not isinstance(asked, dict):
        problems.append(f'outliers must be an object like {{"method": "iqr", "action": "clip"}}, not {quoted(asked)}')
        return Outliers()
    fields = {name: value for name, value in asked.items() if value is not None}
    known = ('method', 'action', 'factor')
    unknown = [name for name in fields if name not in known]
    problems += [f'unknown {quoted("outliers." + name)}{suggestion(name, known)}' for name in unknown]
    inner: list[str] = []
    method = _choice(fields, ('method', 'none'), OUTLIER_METHODS, inner)
    action = _choice(fields, ('action', 'clip'), OUTLIER_ACTIONS, inner)
    factor = _factor(fields, DEFAULT_FACTORS.get(method, 1.5), inner)
    problems += [f'outliers.{problem}' for problem in inner]
    return Outliers(method, action, factor)


def _factor(fields: dict[str, object], usual: float, problems: list[str]) -> float:
    kind = number(0, 1000, above=True)
    try:
        return float(str(kind.convert(fields.get('factor', usual))))
    except ValueError:
        problems.append(f'factor must be {kind.expected}, not {quoted(fields["factor"])}')
        return usual
