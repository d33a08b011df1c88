"""OpenAPI: the document that tells programs what the API can be asked (OpenAPI 3.1.1), made from the table of verbs.

What is answered is described by the records' own types, so that the two can't part.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from legation import __version__
from legation.web.verbs import FLAGS, NUMBERS, PAGING, SAYS, SEVERAL, VERBS, Verb

_REF = "#/components/schemas/{name}"
_DATE_EXAMPLE = "2016-11"
_DATES = frozenset({"since", "until", "as_of", "true_on"})
_PROBLEM = {
    "type": "object",
    "description": "An error, as RFC 9457 has it.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong."},
        "mend": {"type": "string", "description": "What would mend it."},
    },
    "required": ["type", "title", "status", "detail"],
}


@cache
def document(root: str) -> dict[str, Any]:
    """The document for an API whose verbs stand below `root`."""
    kinds = [verb.gives for verb in VERBS] + [verb.sends for verb in VERBS if verb.sends is not None]
    described, components = msgspec.json.schema_components(kinds, ref_template=_REF)
    gives = dict(zip([verb.name for verb in VERBS], described, strict=False))
    paths: dict[str, dict[str, Any]] = {}
    for verb in VERBS:
        paths.setdefault(root + verb.path, {})[verb.method.casefold()] = _operation(verb, gives[verb.name])
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Legation",
            "version": __version__,
            "summary": "What news reports say about international affairs, as sourced, dated records.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {**components, "Problem": _PROBLEM},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "Where the ledger is served with a token."}
            },
        },
        "security": [{}, {"token": []}],
    }


def _operation(verb: Verb, gives: dict[str, Any]) -> dict[str, Any]:
    names = (*verb.takes, *(PAGING if verb.is_list else ()))
    wrong = {"$ref": _REF.format(name="Problem")}
    made: dict[str, Any] = {
        "operationId": verb.name,
        "summary": verb.says,
        "parameters": [_parameter(name, is_needed=name in verb.needs) for name in names],
        "responses": {
            "200": {"description": verb.says, "content": {"application/json": {"schema": _answer(verb, gives)}}},
            "default": {"description": "What is wrong.", "content": {"application/problem+json": {"schema": wrong}}},
        },
    }
    if verb.sends is not None:
        schema = {"$ref": _REF.format(name=verb.sends.__name__)}
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return made


def _answer(verb: Verb, gives: dict[str, Any]) -> dict[str, Any]:
    if not verb.is_list:
        return gives
    return {
        "type": "object",
        "properties": {
            "total": {"type": "integer", "description": "How many there are over all pages."},
            "limit": {"type": "integer"},
            "offset": {"type": "integer"},
            "next": {"type": ["string", "null"], "description": "The address of the page after."},
            "items": {"type": "array", "items": gives},
        },
        "required": ["total", "limit", "offset", "next", "items"],
    }


def _parameter(name: str, *, is_needed: bool) -> dict[str, Any]:
    if name == "id":
        return {"name": name, "in": "path", "required": True, "description": SAYS[name], "schema": {"type": "string"}}
    made: dict[str, Any] = {"name": name, "in": "query", "required": is_needed, "description": SAYS[name]}
    if name in NUMBERS:
        least, most, usual = NUMBERS[name]
        return made | {"schema": {"type": "integer", "minimum": least, "maximum": most, "default": usual}}
    if name in FLAGS:
        return made | {"schema": {"type": "boolean", "default": False}}
    if name in SEVERAL:
        least, most = SEVERAL[name]
        schema = {"type": "array", "items": {"type": "string"}, "minItems": least, "maxItems": most}
        return made | {"schema": schema, "explode": True}
    return made | {"schema": {"type": "string"}} | ({"example": _DATE_EXAMPLE} if name in _DATES else {})
