"""GeoJSON: geometry that shapely reads, in the order and with the decimals of RFC 7946."""

import json

from shapely.geometry import shape

from exported import made
from legation.export.geojson import pieces
from legation.export.selection import Options, Selection


def collection(ledger, options=None):
    return json.loads(b"".join(piece for _, piece in pieces(Selection(ledger, options))))


def test_events_are_features_where_they_took_place(ledger):
    ledger.add(made("r1"))
    found = collection(ledger)
    assert (found["type"], "crs" in found) == ("FeatureCollection", False)
    call, killed, moved = found["features"]
    point = shape(call["geometry"])
    assert (point.x, point.y, point.is_valid) == (-82.383041, 23.133021, True)
    assert killed["geometry"] is None
    properties = call["properties"]
    assert (properties["place_name"], properties["precision"]) == ("Havana", "place")
    assert properties["words"].endswith("Cuba")
    assert (moved["properties"]["claimed_by_names"], properties["claimed_by_names"]) == ("United Nations", None)
    assert len({feature["id"] for feature in found["features"]}) == 3
    assert "evidence" not in properties


def test_all_of_them_where_they_are_asked_for(ledger):
    ledger.add(made("r1"))
    assert len(collection(ledger, Options(everything=True))["features"]) == 4


def test_no_event_is_an_empty_collection(ledger):
    assert collection(ledger) == {"type": "FeatureCollection", "features": []}
