"""What a request asks for, as it comes over HTTP."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.execution.errors import ApiError
from api.execution.framework import OperationType, parse_content_type
from api.execution.request import GraphQLRequest
from api.http.bodies import Body
from api.http.sent_headers import header_of
from api.http.trusted import TrustedDocuments

JSON = "application/json"
LONGEST_TYPE = 200  # characters of a Content-Type, which takes a time with their square to read
MOST_PARAMETERS = 100  # of a URL: each takes as long as dozens of bytes
ALLOWED = {
    "GET": frozenset({OperationType.QUERY}),
    "POST": frozenset({OperationType.QUERY, OperationType.MUTATION}),
}


class PersistedQueryNotSupported(ApiError):
    """Only the hash of a query came. Clients know the message, or the code, and send the query itself from then on."""

    def __init__(self) -> None:
        super().__init__("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")


async def read_graphql_request(
    request: Request, body: Body, documents: TrustedDocuments, *, also: frozenset[OperationType] = frozenset()
) -> GraphQLRequest:
    """What a GET or POST request asks for; `also` may be asked for besides what its method allows.

    Raises HTTPException for a request that is not well-formed, PersistedDocumentNotFound for one that has an id which
    none of the documents has, and PersistedQueryNotSupported for one that has a hash; both instead of a query. What it
    means is for others to judge."""
    scope = request.scope
    encoding = header_of(scope, b"content-encoding")
    if encoding is not None and encoding.lower() != "identity":
        raise HTTPException(415, "the request must have no Content-Encoding; send its body as it is")
    if request.method == "POST":
        if not is_json(header_of(scope, b"content-type") or ""):
            raise HTTPException(415, "the request must have Content-Type: application/json, in UTF-8")
        text = await body.read(request)
        async with body.turn():
            sent = _read_object(text)
    else:
        sent = _read_query(scope["query_string"])
        for json_member in ("variables", "extensions"):
            if sent.get(json_member):
                sent[json_member] = _read_object(sent[json_member])
    query: str | None = _member(sent, "query", str, "a string")
    document_id: str | None = _member(sent, "documentId", str, "a string")
    variables: dict[str, Any] | None = _member(sent, "variables", dict, "an object")
    name: str | None = _member(sent, "operationName", str, "a string")
    extensions: dict[str, Any] | None = _member(sent, "extensions", dict, "an object")
    if not query and document_id:
        query = documents.find(document_id)
    if not query:
        if extensions and extensions.get("persistedQuery"):
            raise PersistedQueryNotSupported
        raise HTTPException(400, "No GraphQL query found in the request")
    return GraphQLRequest(query, variables, name, ALLOWED[request.method] | also)


def is_json(content_type: str) -> bool:
    """Whether the body is JSON in UTF-8, which it is when no charset is given.

    A Content-Type of more than LONGEST_TYPE characters is not read, and none."""
    if content_type == JSON:
        return True
    if not content_type.strip() or len(content_type) > LONGEST_TYPE:
        return False
    name, parameters = parse_content_type(content_type.lower())
    return name == JSON and parameters.get("charset", "utf-8") in ("utf-8", "utf8", "us-ascii")


def _read_query(text: bytes) -> dict[str, Any]:
    """The members of a request that came in its URL."""
    try:
        return dict(parse_qsl(text.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_PARAMETERS))
    except ValueError as error:
        raise HTTPException(400, f"a URL has at most {MOST_PARAMETERS} parameters; use POST") from error


def _read_object(text: str | bytes) -> dict[str, Any]:
    """A request, or its variables or extensions.

    It may have texts in it that no UTF-8 can hold, so that only the record that has one is refused."""
    try:
        value = json.loads(text)
    except (RecursionError, ValueError) as error:  # nested too deeply, not UTF-8, a number of thousands of digits
        raise HTTPException(400, "the request is no JSON that can be read") from error
    if not isinstance(value, dict):
        what = "batches of requests are not taken" if isinstance(value, list) else "not a JSON object"
        raise HTTPException(400, f"{what}; send one object with query, variables and operationName")
    return value


def _member(sent: Mapping[str, Any], name: str, kind: type, described: str) -> Any:  # noqa: ANN401 - of the kind
    """A member of the request; one that is an empty text is as good as left out, since forms and clients send such."""
    value = sent.get(name)
    if value == "":
        return None
    if value is not None and not isinstance(value, kind):
        raise HTTPException(400, f"`{name}` must be {described} or null, if provided")
    return value
