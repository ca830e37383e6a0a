"""The pages of accounts in a real browser, against the real server and a real mail server."""

import re
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.services.salle import RunningSalle
from tests.services.smtp import Mailbox
from tests.world import PASSWORD

PHONE = {"width": 390, "height": 844}
NEW_PASSWORD = "une autre phrase entière"


@pytest.fixture
async def salle(tmp_path: Path, sqlite_url: str, smtp: Mailbox) -> AsyncIterator[RunningSalle]:
    with RunningSalle(
        tmp_path,
        sqlite_url,
        demo=False,
        smtp_host=smtp.host,
        smtp_port=str(smtp.port),
        smtp_security="none",
    ) as running:
        yield running


async def open_page(browser: Browser, address: str, *, on_phone: bool = False) -> Page:
    """In a browser of its own, in French."""
    context = await browser.new_context(locale="fr-FR")
    page = await context.new_page()
    if on_phone:
        await page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    await page.goto(address)
    return page


def link_in(message: EmailMessage) -> str:
    text = message.get_body(("plain",))
    assert text is not None
    found = re.search(r"http\S+/link#\S+", text.get_content())
    assert found is not None
    return found.group()


async def become_admin(page: Page) -> None:
    await page.get_by_label("Adresse e-mail").fill("grace@example.org")
    await page.get_by_label("Prénom").fill("Grace")
    await page.get_by_label("Nom", exact=True).fill("Hopper")
    await page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Créer le compte administrateur").click()
    await expect(page.get_by_role("button", name="Votre compte, Grace Hopper")).to_be_visible()


async def go_to(page: Page, place: str) -> None:
    await page.get_by_role("button", name="Votre compte").click()
    await page.get_by_role("menuitem", name=place).click()
    await expect(page.get_by_role("heading", level=1, name=place)).to_be_visible()


async def test_from_the_first_start_to_a_forgotten_password(
    browser: Browser, salle: RunningSalle, smtp: Mailbox
) -> None:
    [set_up] = salle.printed_links()
    grace = await open_page(browser, set_up)
    await become_admin(grace)

    await go_to(grace, "Personnes")
    await grace.get_by_role("button", name="Inviter une personne").click()
    form = grace.get_by_role("dialog")
    await form.get_by_label("Adresse e-mail").fill("grace@example.org")
    await form.get_by_role("button", name="Envoyer l’invitation").click()
    await expect(form.get_by_label("Adresse e-mail")).to_have_accessible_description(
        "Cette personne a déjà un compte."
    )
    await form.get_by_label("Adresse e-mail").fill("emmy@example.org")
    await form.get_by_label("Rôle").select_option("Formateur")
    await form.get_by_role("button", name="Envoyer l’invitation").click()
    await expect(form).to_be_hidden()

    [invitation] = await smtp.wait_for(1)
    emmy = await open_page(browser, link_in(invitation), on_phone=True)
    await expect(emmy.get_by_label("Adresse e-mail")).to_have_value("emmy@example.org")
    await emmy.get_by_label("Prénom").fill("Emmy")
    await emmy.get_by_label("Nom", exact=True).fill("Noether")
    await emmy.get_by_label("Mot de passe", exact=True).fill("emmynoether")
    await emmy.get_by_role("button", name="Créer mon compte").click()
    await expect(emmy.get_by_label("Mot de passe", exact=True)).to_be_focused()
    await expect(emmy.get_by_text("Votre nom ou votre adresse se devinent")).to_be_visible()
    await emmy.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    await emmy.get_by_role("button", name="Créer mon compte").click()
    await expect(emmy.get_by_role("button", name="Votre compte, Emmy Noether")).to_be_visible()
    await emmy.reload()
    await expect(emmy.get_by_role("button", name="Votre compte, Emmy Noether")).to_be_visible()

    elsewhere = await open_page(browser, f"{salle.url}/sign-in")
    await elsewhere.get_by_role("link", name="Mot de passe oublié").click()
    await expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Mot de passe oublié")
    await elsewhere.get_by_label("Adresse e-mail").fill("emmy@example.org")
    await elsewhere.get_by_role("button", name="Envoyer le lien").click()
    await expect(elsewhere.get_by_text("Si un compte existe pour emmy@").first).to_be_visible()
    recovery = (await smtp.wait_for(2))[1]
    await elsewhere.goto(link_in(recovery))
    await elsewhere.get_by_label("Nouveau mot de passe", exact=True).fill(NEW_PASSWORD)
    await elsewhere.get_by_role("button", name="Enregistrer et entrer").click()
    await expect(elsewhere.get_by_role("button", name="Votre compte")).to_be_visible()
    await emmy.reload()
    await expect(emmy.get_by_role("button", name="Votre compte")).to_be_hidden()

    await elsewhere.goto(link_in(recovery))
    await expect(elsewhere.get_by_role("heading", level=1)).to_have_text(
        "Ce lien ne fonctionne plus"
    )


async def test_a_profile_a_password_and_the_way_out_everywhere(
    browser: Browser, salle: RunningSalle
) -> None:
    [set_up] = salle.printed_links()
    grace = await open_page(browser, set_up)
    await become_admin(grace)
    await go_to(grace, "Votre profil")

    password = grace.get_by_role("region", name="Mot de passe")
    await password.get_by_label("Mot de passe actuel").fill("autre chose")
    await password.get_by_label("Nouveau mot de passe").fill(NEW_PASSWORD)
    await password.get_by_role("button", name="Changer le mot de passe").click()
    await expect(password.get_by_text("Ce n’est pas votre mot de passe actuel.")).to_be_visible()
    await password.get_by_label("Mot de passe actuel").fill(PASSWORD)
    await password.get_by_role("button", name="Changer le mot de passe").click()
    await expect(grace.get_by_text("Votre mot de passe a changé.")).to_be_visible()

    who = grace.get_by_role("region", name="Qui vous êtes")
    await who.get_by_label("Organisme").fill("École du Nord")
    await who.get_by_label("Langue").select_option("English")
    await who.get_by_role("button", name="Enregistrer").click()
    await expect(grace.get_by_role("heading", level=1)).to_have_text("Your profile")
    await grace.reload()
    await expect(grace.get_by_label("Organisation")).to_have_value("École du Nord")

    await grace.get_by_role("button", name="Sign out everywhere").click()
    await expect(grace.get_by_role("heading", level=1)).to_have_text("Sign in")
