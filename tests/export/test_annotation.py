"""Web Annotation: read as JSON-LD by rdflib, and its offsets and quotes are those of the record."""

import json

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from exported import TEXT, made
from legation.export.annotation import CONTEXT, annotation_of, pieces, spans_of
from legation.export.selection import Selection
from legation.extract.actor import Actor
from legation.extract.statement import Statement

OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")
NODE = {"@type": "@id"}
# The terms of the W3C's context (anno.jsonld) that we use, so that no test asks the network for it.
TERMS = {
    "oa": str(OA), "as": str(AS), "dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/",
    "dctypes": "http://purl.org/dc/dcmitype/", "foaf": "http://xmlns.com/foaf/0.1/", "rdf": str(RDF),
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@id": "@id", "@type": "@id"}, "type": {"@id": "@type", "@type": "@id"},
    "Annotation": "oa:Annotation", "Dataset": "dctypes:Dataset", "SpecificResource": "oa:SpecificResource",
    "TextQuoteSelector": "oa:TextQuoteSelector", "TextPositionSelector": "oa:TextPositionSelector",
    "Composite": "oa:Composite", "Software": "as:Application", "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage", "identifying": "oa:identifying", "describing": "oa:describing",
    "classifying": "oa:classifying", "linking": "oa:linking", "body": {"@id": "oa:hasBody", **NODE},
    "target": {"@id": "oa:hasTarget", **NODE}, "source": {"@id": "oa:hasSource", **NODE},
    "selector": {"@id": "oa:hasSelector", **NODE}, "creator": {"@id": "dcterms:creator", **NODE},
    "items": {"@id": "as:items", "@container": "@list", **NODE}, "first": {"@id": "as:first", **NODE},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"}, "format": "dc:format", "value": "rdf:value",
    "exact": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix", "name": "foaf:name", "label": "rdfs:label",
    "created": {"@id": "dcterms:created", "@type": "xsd:dateTime"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"}, "total": "as:totalItems",
}  # fmt: skip


@pytest.fixture
def collection(ledger):
    ledger.add(made("r1"))
    ledger.journal.note_read("a.txt", digest=None, document="r1")
    return json.loads(b"".join(piece for _, piece in pieces(Selection(ledger))))


def test_it_is_a_collection_with_an_annotation_a_record(collection):
    assert collection["@context"] == CONTEXT
    assert collection["total"] == len(collection["first"]["items"]) == len(made("r1").found)
    assert {annotation["body"]["value"]["id"] for annotation in collection["first"]["items"]} == {
        record.id for record in made("r1").found
    }


def test_it_is_json_ld_that_says_what_it_means(collection):
    graph = Graph().parse(data=json.dumps({**collection, "@context": TERMS}), format="json-ld")
    assert len(list(graph.subjects(RDF.type, OA.Annotation))) == len(made("r1").found)
    quotes = {str(words) for words in graph.objects(None, OA.exact)}
    assert {"telephoned", "Twelve people", "if ships sail 🚢"} <= quotes
    sources = {str(source) for source in graph.objects(None, OA.hasSource)}
    assert sources == {"https://harbour.example/r1", "urn:legation:r1"}
    motives = set(graph.objects(None, OA.motivatedBy))
    assert motives == {OA.identifying, OA.describing, OA.classifying, OA.linking}
    for selector in graph.subjects(RDF.type, OA.TextPositionSelector):
        start, end = (int(graph.value(selector, name)) for name in (OA.start, OA.end))
        assert 0 <= start < end <= len(TEXT)
    assert (URIRef("urn:legation:annotations"), RDF.type, AS.OrderedCollection) in graph


def test_quotes_and_offsets_are_those_of_the_text(collection):
    for annotation in collection["first"]["items"]:
        for target in annotation["target"]:
            for resource in target.get("items", [target]):
                quote, *position = resource["selector"]
                if position:
                    start, end = position[0]["start"], position[0]["end"]
                    assert TEXT[start:end] == quote["exact"]
                    assert TEXT[:start].endswith(quote["prefix"])
                    assert TEXT[end:].startswith(quote["suffix"])
                else:  # of the page itself offsets say nothing
                    assert resource["source"] == "https://harbour.example/r1"


def test_the_parts_of_a_quotation_are_one_and_mentions_are_each_their_own():
    report = made("r1")
    said = next(record for record in report.found if isinstance(record, Statement))
    annotation = annotation_of(said, report.document)
    assert [target["type"] for target in annotation["target"]] == ["Composite", "Composite"]
    assert spans_of(annotation) == said.content
    kenya = next(record for record in report.found if isinstance(record, Actor))
    assert spans_of(annotation_of(kenya, report.document)) == kenya.mentions


def test_without_an_address_there_is_the_text_alone():
    report = made("a b", url=None)
    annotation = annotation_of(report.found[0], report.document)
    assert {target["source"] for target in annotation["target"]} == {"urn:legation:a%20b"}
    assert "created" not in annotation
