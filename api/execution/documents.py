"""What a request asks to run: its text, parsed, checked and measured once, and the operation that it means."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    ValuesOfCorrectTypeRule,
    parse,
    specified_rules,
    validate,
)

from api.execution.framework import InvalidOperationTypeError, OperationType
from api.execution.limits import bounds
from api.execution.limits.documents import measure_document
from api.execution.limits.measures import Measures
from api.execution.limits.prices import price_of_reading
from api.execution.limits.rule import DocumentLimits
from api.execution.limits.variables import count_values
from api.execution.scalars_of_mutations import ScalarsOfMutations, names_below_mutations

DOCUMENTS = 256  # kept at the most,
MOST_CHARACTERS = 256 * 2**10  # of all of them together; each takes up to some 300 bytes when it is parsed
LONG = 500  # characters, from which on the event loop has better things to do than to read and validate a text

RULES: tuple[type[ASTValidationRule], ...] = (
    DocumentLimits,
    *(ScalarsOfMutations if rule is ValuesOfCorrectTypeRule else rule for rule in specified_rules),
)


class RequestRefused(Exception):
    """Nothing is executed, because of the document, its variables, or the name of the operation."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation that can be executed, sent with its variables."""

    document: DocumentNode
    node: OperationDefinitionNode
    name: str | None
    variables: dict[str, Any]
    cost: int
    read_strictly: Collection[str] = ()  # the names of variables that other fields take than mutations

    @property
    def type(self) -> OperationType:
        """Query, mutation or subscription."""
        return OperationType(self.node.operation.value)


@dataclass(frozen=True, slots=True)
class Known:
    """One operation of a text, with all that is asked of it whenever it is sent.

    `declared` names its variables; `measures` is None where the text has errors."""

    node: OperationDefinitionNode
    name: str | None
    type: OperationType
    declared: tuple[str, ...]
    measures: Measures | None
    most: int

    @classmethod
    def of(cls, node: OperationDefinitionNode, measures: Mapping[str | None, Measures]) -> "Known":
        name = node.name.value if node.name else None
        declared = tuple(one.variable.name.value for one in node.variable_definitions or ())
        kind = OperationType(node.operation.value)
        return cls(node, name, kind, declared, measures.get(name), bounds.max_cost(node))


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was found to be: with errors, or else with its operations by their names."""

    errors: tuple[GraphQLError, ...]
    node: DocumentNode | None = None
    operations: tuple[Known, ...] = ()
    read_strictly: Collection[str] = ()

    def named(self, name: str | None) -> Known:
        """The operation that is meant, as the GraphQL specification's GetOperation has it; raises GraphQLError."""
        if not self.operations:
            raise GraphQLError("The document has no operation.")
        if name is None and len(self.operations) > 1:
            raise GraphQLError("The document has several operations; name the one to run in `operationName`.")
        for one in self.operations:
            if name is None or one.name == name:
                return one
        raise GraphQLError(f'Unknown operation named "{name}".')


class Documents:
    """The documents of one schema. What a text says is worked out once, however often it is sent."""

    def __init__(self, schema: GraphQLSchema, *, introspection: bool) -> None:
        self._schema = schema
        self._rules = RULES if introspection else (*RULES, NoSchemaIntrospectionCustomRule)
        self.hide_suggestions = not introspection
        self._known: OrderedDict[str, Document] = OrderedDict()
        self._characters = 0
        # One at a time: together with the loop they have one processor.
        self._reader = ThreadPoolExecutor(1, "documents")

    async def find(
        self,
        text: str,
        variables: Mapping[str, Any] | None,
        name: str | None,
        allowed: Collection[OperationType],
        pay: Callable[[int], None],
    ) -> Operation:
        """The operation that is meant. Raises RequestRefused, or InvalidOperationTypeError if it is not allowed.

        `pay` is asked for the price of reading a text that is not known yet, before that, and may raise."""
        try:
            self._check_sizes(text, variables)
            document = self._known.get(text) or await self._learn(text, pay)
            self._known.move_to_end(text)
            if document.node is None:
                raise RequestRefused(list(document.errors))
            known = document.named(name)
            if known.type not in allowed:
                raise InvalidOperationTypeError(known.type)
            if known.measures is None:
                raise RequestRefused(list(document.errors))
            cost = known.measures.cost(variables)
            if cost > known.most:
                bounds.check({"cost": (cost, known.most)})
        except GraphQLError as error:
            raise RequestRefused([error]) from error
        # Of the variables those that it has, which a subscription keeps for as long as it lasts.
        declared = {name: variables[name] for name in known.declared if name in variables} if variables else {}
        return Operation(document.node, known.node, known.name, declared, cost, document.read_strictly)

    def _check_sizes(self, text: str, variables: Mapping[str, Any] | None) -> None:
        size = len(text) if text.isascii() else len(text.encode(errors="surrogatepass"))
        values = count_values(variables, bounds.MAX_VALUES) if variables else 0
        if size > bounds.MAX_TEXT_BYTES or values > bounds.MAX_VALUES:
            bounds.check(
                {
                    "the query text's size in bytes": (size, bounds.MAX_TEXT_BYTES),
                    "values of variables": (values, bounds.MAX_VALUES),
                }
            )

    async def _learn(self, text: str, pay: Callable[[int], None]) -> Document:
        pay(price_of_reading(text))
        if len(text) < LONG:
            document = self._read_text(text)
        else:
            document = await asyncio.get_running_loop().run_in_executor(self._reader, self._read_text, text)
        if text not in self._known:  # two may have read it at once
            self._known[text] = document
            self._characters += len(text)
        while len(self._known) > DOCUMENTS or self._characters > MOST_CHARACTERS:
            forgotten, _ = self._known.popitem(last=False)
            self._characters -= len(forgotten)
        return document

    def _read_text(self, text: str) -> Document:
        try:
            node = parse(text, max_lexical_tokens=bounds.MAX_TOKENS, max_comments=bounds.MAX_COMMENTS)
        except GraphQLSyntaxError as error:
            if "Parsing aborted" in error.message:
                return Document((bounds.refuse(error.description.removesuffix(" Parsing aborted.")),))
            return Document((error,))
        nodes = [one for one in node.definitions if isinstance(one, OperationDefinitionNode)]
        errors = validate(self._schema, node, self._rules, hide_suggestions=self.hide_suggestions)
        measures = {} if errors else measure_document(self._schema, node).operations
        strictly = () if errors else names_below_mutations(self._schema, node)
        return Document(tuple(errors), node, tuple(Known.of(one, measures) for one in nodes), strictly)
