"""Workflow files as they come in a body: YAML as it is, JSON with the document or the text in it, or the bare document."""

import re
from typing import Any, TypeVar

from django.http import HttpRequest
from pydantic import ValidationError

from handsel.http.misshapen import said_by_pydantic
from handsel.http.shapes import In
from handsel.kernel.refusals import FieldProblem, Invalid, named
from handsel.kernel.sentences import say
from handsel.kernel.written import Part, Source, read_json, read_yaml
from handsel.opportunities.workflow_shapes import WorkflowFileIn

OF_A_DOCUMENT = frozenset({"workflow", "stages", "steps"})
WITHIN = re.compile(r"^document\.")

Shape = TypeVar("Shape", bound=In)
WithFile = TypeVar("WithFile", bound=WorkflowFileIn)
YAML: dict[str, Any] = {
    "application/yaml": {"schema": {"type": "string"}},
    "text/yaml": {"schema": {"type": "string"}},
}


def described(shape: type[In], **others: Any) -> dict[str, Any]:
    """What the OpenAPI document says of a body that is read here; `**YAML` where a file may come as it is."""
    content = {"application/json": {"schema": shape.model_json_schema()}, **others}
    return {"requestBody": {"required": False, "content": content}}


def read_fields(request: HttpRequest, shape: type[Shape]) -> Shape:
    """A JSON body whose keys may not stand twice."""
    if not request.body.strip():
        return shape()
    whole = read_json(request.body)
    whole.check(say("The request is not of the right form."))
    return validated(shape, whole.data)


def read_body(request: HttpRequest, shape: type[WithFile]) -> tuple[Part | None, WithFile]:
    """The document that came, if one did, and what came with it. A JSON key that stands twice is refused by its name."""
    if not request.body.strip():
        return None, shape()
    if request.content_type != "application/json":
        return read_yaml(decoded(request)), shape()
    whole = read_json(request.body)
    if not isinstance(whole.data, dict):
        raise Invalid(say("Send an object, with the workflow as `document` or as `text`."))
    if OF_A_DOCUMENT & whole.data.keys():
        return whole, shape()
    inside = [problem for problem in whole.source.problems if WITHIN.match(problem.name)]
    if len(inside) < len(whole.source.problems):
        whole.check(say("The request is not of the right form."))
    rest = validated(shape, whole.data)
    if rest.text is not None and rest.document is not None:
        raise Invalid(say("Send the workflow either as `text` or as `document`."))
    if rest.text is not None:
        return read_yaml(rest.text), rest
    if rest.document is None:
        return None, rest
    problems = [FieldProblem(WITHIN.sub("", one.name), one.message) for one in inside]
    return Part(whole.data["document"], "", Source(problems=problems, is_json=True)), rest


def validated(shape: type[Shape], data: Any) -> Shape:
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        raise misshapen(error) from None


def misshapen(error: ValidationError) -> Invalid:
    fields = [
        FieldProblem(".".join(map(str, one["loc"])) or "body", said_by_pydantic(one))
        for one in error.errors()
    ]
    return Invalid(named(fields), fields=fields)


def decoded(request: HttpRequest) -> str:
    try:
        return request.body.decode()
    except UnicodeDecodeError:
        raise Invalid(say("The file must be text in UTF-8.")) from None
