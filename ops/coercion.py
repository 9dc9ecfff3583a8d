"""Reading what is typed for a command's parameters.

Typer has pydantic do so, which takes longer to import than such a command to run. What is a text, a path, one of a few
words, or read by a function of ours is read here; the rest, and what is wrong, is left to Typer. This is the one module
that knows how Typer keeps its readers; `tests/ops/test_coercion.py` says what it needs of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from typer._coercion import RuntimeParam, TypeDescriptor, build_runtime_param
from typer._param_types import coerce_cli_choice
from typer.core import TyperArgument, TyperOption

Parameter = TyperOption | TyperArgument
Read = Callable[[Any], object]
"""Makes a value of a word, or of a default; raises ValueError, or Typer's BadParameter."""


@dataclass(frozen=True)
class Simple(RuntimeParam):
    """A parameter of one word, which `read` makes a value of."""

    descriptor: TypeDescriptor
    read: Read

    def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401 - as Typer calls it
        try:
            return self.read(value)
        except ValueError:  # Typer has the words for it
            return build_runtime_param(self.descriptor).coerce(value, param, ctx)


def read_simply(parameter: Parameter) -> None:
    """Has the parameter read without pydantic, as far as it can be: that there is none, always."""
    descriptor = parameter.type_descriptor
    if not parameter.multiple and parameter.nargs == 1:
        simple = Simple(descriptor.parameter_info, descriptor.annotation, descriptor, _reader(descriptor))
        parameter._runtime_param = simple  # noqa: SLF001


def _reader(descriptor: TypeDescriptor) -> Read:
    kind, info = descriptor.annotation, descriptor.parameter_info
    if info.parser is not None:
        return info.parser
    if kind is str:
        return str
    if kind is Path and not (info.exists or info.resolve_path):
        return Path
    if isinstance(kind, type) and issubclass(kind, Enum):
        return partial(coerce_cli_choice, choices=tuple(kind), case_sensitive=info.case_sensitive)
    return _leave_to_typer


def _leave_to_typer(_: object) -> object:
    raise ValueError
