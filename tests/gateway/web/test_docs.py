"""The interactive docs work offline and under the CSP (A1, A10, F1)."""

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from tests.gateway.web.shelf import DOCUMENT, Client

from paios.gateway.web.contract import Contract
from paios.gateway.web.docs import docs_routes

pytestmark = [pytest.mark.anyio, pytest.mark.requirement("A1", "A10")]


def docs(assets: Path) -> Client:
    contract = Contract.load(DOCUMENT)
    return Client(Starlette(routes=[*docs_routes(contract.document, assets, contract.prefix)]))


async def test_the_document_is_served_as_it_is_enforced(tmp_path: Path) -> None:
    response = await docs(tmp_path).call("GET", "/api/v1/openapi.json", headers=())
    assert response.json == dict(Contract.load(DOCUMENT).document)
    assert Contract.parse(response.body).operations[0].id == "listBooks"


@pytest.mark.requirement("F1")
async def test_the_page_has_nothing_inline_and_fetches_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = (await docs(tmp_path).call("GET", "/api/v1/ui", headers=())).body.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bon\w+=|style=|javascript:", page)
    addresses = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert addresses
    assert all(address.startswith("/api/v1/") for address in addresses)


async def test_everything_that_the_page_names_is_served(tmp_path: Path) -> None:
    for name in ("swagger-ui.css", "swagger-ui-bundle.js"):
        (tmp_path / name).write_text("x")
    client = docs(tmp_path)
    page = (await client.call("GET", "/api/v1/ui", headers=())).body.decode()
    for address in re.findall(r'(?:src|href)="([^"]*)"', page):
        response = await client.call("GET", address, headers=())
        assert response.status == 200
        assert ("javascript" in response.headers["content-type"]) == address.endswith(".js")


async def test_without_the_built_assets_the_page_is_still_served(tmp_path: Path) -> None:
    assert (await docs(tmp_path).call("GET", "/api/v1/ui", headers=())).status == 200
    assert (await docs(tmp_path).call("GET", "/api/v1/ui/swagger-ui.css", headers=())).status == 404


async def test_no_other_file_of_the_folder_is_served(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    assert (await docs(tmp_path).call("GET", "/api/v1/ui/secret.txt", headers=())).status == 404
