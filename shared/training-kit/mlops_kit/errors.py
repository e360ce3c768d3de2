"""The one failure people can mend, with a stable code."""


class KitError(Exception):
    """A failure with a stable kebab-case `code`, a `message` (what, and where) and a `hint` (how to mend it)."""

    def __init__(self, code: str, message: str, hint: str = '') -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def raise_problems(code: str, subject: str, problems: list[str], hint: str = '') -> None:
    """Raises one error that lists all problems, if there are any."""
    if problems:
        raise KitError(code, f'{subject}: {"; ".join(problems)}', hint)
