"""Places in JSON and what was declared of them."""

import pytest

from paios.guard.provenance.leaves import Leaf, Place, leaves, path, pattern, said_of


def test_every_value_is_a_leaf_at_its_place() -> None:
    found = list(leaves({"to": ["a", "b"], "deep": {"x": 1}, "none": None}))
    assert Leaf(("to", 0), "a") in found
    assert Leaf(("to", 1), "b") in found
    assert Leaf(("deep", "x"), 1) in found
    assert Leaf(("none",), None) in found


def test_the_keys_of_a_nested_object_are_values_too() -> None:
    assert Leaf(("shared",), "eve@evil.org") in list(leaves({"shared": {"eve@evil.org": "rw"}}))


def test_the_names_of_the_arguments_themselves_are_no_values() -> None:
    assert list(leaves({"to": "a"})) == [Leaf(("to",), "a")]


def test_empty_lists_and_objects_are_leaves() -> None:
    assert list(leaves({"to": [], "more": {}})) == [Leaf(("to",), []), Leaf(("more",), {})]


def test_a_place_is_written_with_its_index_and_its_pattern_without() -> None:
    place = ("items", 3, "to", 0)
    assert path(place) == "items[3].to[0]"
    assert pattern(place) == "items[].to[]"
    assert pattern((2, "id")) == "[].id"


@pytest.mark.parametrize(
    "place",
    [
        ("message.to",),
        ("message", "to."),
        ("", "message", "to"),
        ("message[]", "to"),
        ("list[]",),
        ("list[0]",),
    ],
)
def test_no_key_is_written_like_a_member_or_an_item(place: Place) -> None:
    declared = {"message.to": "address", "message[].to": "address", "list[]": "address"}
    assert said_of(place, declared) is None
    assert path(place) not in {path(("message", "to")), path(("list", 0)), path(("list", "0"))}


def test_no_two_places_are_written_alike() -> None:
    places = [
        ("a", "b"),
        ("a.b",),
        ("a%2Eb",),
        ("", "b"),
        ("b",),
        ("%", "b"),
        (0, "b"),
        ("[0]", "b"),
        ("a", ""),
    ]
    assert len({path(place) for place in places}) == len(places)


def test_what_is_said_of_a_list_holds_for_everything_in_it() -> None:
    declared = {"items": "list", "items[].to": "address"}
    assert said_of(("items", 0, "to"), declared) == "address"
    assert said_of(("items", 0, "body"), declared) == "list"
    assert said_of(("other",), declared) is None


def test_what_is_said_of_the_whole_holds_for_everything() -> None:
    assert said_of((0, "x"), {"": "whole"}) == "whole"


def test_the_keys_that_the_tool_declares_are_its_form_and_no_values() -> None:
    found = list(leaves({"files": [{"id": "1", "eve@evil.org": 1}]}, declared={"files[].id"}))
    assert Leaf(("files", 0), "id") not in found
    assert Leaf(("files", 0), "eve@evil.org") in found
