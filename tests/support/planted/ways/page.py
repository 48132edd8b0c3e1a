"""Owns: a person at the web app, in Chromium, who types secrets and is shown some once."""

from playwright.sync_api import Page, expect, sync_playwright
from tests.e2e.desk import Desk
from tests.e2e.remembered import places_of
from tests.e2e.states.credentials import PAGE, add_form
from tests.e2e.states.keys import make_key
from tests.e2e.states.people import invite
from tests.e2e.visit import chromium, visiting
from tests.support.house import NAME
from tests.support.planted.scene import Scene
from tests.support.planted.visitor import COOKIE


def at_the_page(scene: Scene) -> dict[str, list[str]]:
    """Where the browser still has something, by what it is, once the person is done."""
    plants = scene.plants
    url = f"http://localhost:{scene.installation.port}"
    with sync_playwright() as playwright, chromium(playwright) as browser, visiting(browser, url) as visit:
        page = visit.page
        desk = Desk(page).opens("/login")
        wrong, password = plants.plant("wrong password on the page"), plants.text("changed password")
        desk.signs_in(NAME, wrong)
        expect(page.get_by_role("alert")).to_be_visible()
        plants.arrived("wrong password on the page", "refused")
        desk.signs_in(NAME, password)
        expect(desk.field).to_be_visible()
        _store(desk, scene)
        _made_there(desk, scene)
        _another_password(desk, scene, password)
        cookies = {each["name"]: each["value"] for each in visit.context.cookies()}
        value = cookies[COOKIE]
        plants.found("cookie of the browser", value, value.partition(".")[0])
        plants.arrived("cookie of the browser", "the browser has it")
        desk.opens("/chat")
        expect(desk.field).to_be_visible()
        desk.field.fill("a text that is there")
        assert places_of(page, "a text that is there")  # the search finds what is there
        return _left(page, scene)


def _store(desk: Desk, scene: Scene) -> None:
    secret = scene.plants.plant("credential typed on the page", "{}")
    desk.opens(PAGE)
    dialog = add_form(desk, "typed")
    dialog.get_by_role("textbox", name="Secret").fill(secret)
    dialog.get_by_role("button", name="Store it").click()
    expect(desk.page.get_by_role("button", name="Rotate typed")).to_be_visible()
    scene.plants.arrived("credential typed on the page", "it is listed")


def _made_there(desk: Desk, scene: Scene) -> None:
    plants = scene.plants
    desk.opens("/settings/keys")
    key = make_key(desk, "made on the page", "Read your notes")
    plants.found("API key shown on the page", key, key[12:])
    plants.arrived("API key shown on the page", key.startswith("paios_"))
    desk.page.get_by_role("button", name="I have kept it").click()
    desk.opens("/settings/people")
    link = invite(desk)
    plants.found("invitation shown on the page", link.partition("code=")[2])
    plants.arrived("invitation shown on the page", "/join#code=" in link)


def _another_password(desk: Desk, scene: Scene, old: str) -> None:
    fresh = scene.plants.plant("password changed on the page")
    page = desk.opens("/settings/account").page
    page.get_by_label("Old password", exact=True).fill(old)
    page.get_by_label("New password", exact=True).fill(fresh)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("The new password counts.")).to_be_visible()
    with scene.admin.another() as again:
        again.begin("the page's password", "POST", "/session", {"name": NAME, "password": fresh})
    scene.plants.arrived("password changed on the page", "signed in with it")


def _left(page: Page, scene: Scene) -> dict[str, list[str]]:
    mine = (each for each in scene.plants.all.values() if "page" in each.what or "browser" in each.what)
    found = {each.what: places_of(page, each.core) for each in mine}
    return {what: places for what, places in found.items() if places}
