"""The table of permissions: complete, closed, and never more than role and key together give (U4, U5)."""

import re
from dataclasses import replace

import pytest
from tests.support.proofs import PERSON

from paios.domain.permission import TABLE, Permission
from paios.domain.principal import Kind, Role

pytestmark = pytest.mark.requirement("U4", "U5")

ALL = frozenset(Permission)
MEMBER = replace(PERSON, role=Role.USER)


def test_every_permission_has_its_terms_in_words() -> None:
    assert set(TABLE) == set(Permission)
    assert all(re.fullmatch(r"[a-z]+:[a-z]+", each) for each in Permission)
    assert all(terms.text[0].isupper() and terms.text[-1] != "." for terms in TABLE.values())


@pytest.mark.parametrize("permission", Permission)
def test_role_decides_for_a_person(permission: Permission) -> None:
    assert PERSON.may(permission)
    assert MEMBER.may(permission) is not TABLE[permission].admins_only


@pytest.mark.parametrize("permission", Permission)
def test_a_person_who_comes_with_fewer_permissions_has_no_others(permission: Permission) -> None:
    assert replace(PERSON, permissions=frozenset({permission})).may(permission)
    assert not replace(PERSON, permissions=ALL - {permission}).may(permission)


@pytest.mark.parametrize("permission", Permission)
def test_key_has_what_it_was_given_and_its_owner_still_has(permission: Permission) -> None:
    terms = TABLE[permission]
    key = replace(PERSON, kind=Kind.API_KEY, interactive=False, permissions=ALL)
    assert key.may(permission) is terms.for_keys
    assert replace(key, role=Role.USER).may(permission) is (terms.for_keys and not terms.admins_only)
    assert not replace(key, permissions=ALL - {permission}).may(permission)


@pytest.mark.parametrize("kind", [Kind.API_KEY, Kind.APP, Kind.SCHEDULE])
def test_whatever_is_no_person_has_nothing_that_nobody_gave_it(kind: Kind) -> None:
    assert not any(replace(PERSON, kind=kind, permissions=None).may(each) for each in Permission)


def test_permission_that_is_not_in_the_table_is_nobodys() -> None:
    assert not PERSON.may("notes:eat")  # type: ignore[arg-type]


def test_no_key_is_given_what_only_a_person_decides() -> None:
    kept = {each.value.partition(":")[0] for each in Permission if not TABLE[each].for_keys}
    assert {"account", "keys", "people", "credentials"} <= kept
    scopes = {each.value.partition(":")[0] for each in Permission if TABLE[each].for_keys}
    assert not {"account", "keys", "people", "credentials"} & scopes
