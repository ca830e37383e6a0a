from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import Browser

from tests.services.browser import open_browser

CALL = """async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  const [here, there] = [new RTCPeerConnection(), new RTCPeerConnection()];
  here.onicecandidate = ({ candidate }) => candidate && there.addIceCandidate(candidate);
  there.onicecandidate = ({ candidate }) => candidate && here.addIceCandidate(candidate);
  const video = document.createElement("video");
  video.muted = true;
  there.ontrack = ({ streams }) => { video.srcObject = streams[0]; };
  const seen = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  for (const track of stream.getTracks()) here.addTrack(track, stream);
  await here.setLocalDescription(await here.createOffer());
  await there.setRemoteDescription(here.localDescription);
  await there.setLocalDescription(await there.createAnswer());
  await here.setRemoteDescription(there.localDescription);
  await video.play();
  await seen;
  return [video.srcObject.getTracks().length, video.videoWidth > 0];
}"""


async def test_french_text_has_a_layout(browser: Browser) -> None:
    page = await browser.new_page()
    await page.set_content("<h1>« Évaluation » : ça marche</h1>")
    assert await page.inner_text("h1") == "« Évaluation » : ça marche"
    box = await page.locator("h1").bounding_box()
    assert box
    assert box["height"] > 20


@pytest.mark.parametrize("emoji", ["👍", "👏", "❤️", "🔥"])
async def test_an_emoji_is_seen_in_colour(browser: Browser, emoji: str) -> None:
    page = await browser.new_page()
    await page.set_content(f'<p style="font: 64px sans-serif; width: 2em">{emoji}</p>')
    image = Image.open(BytesIO(await page.locator("p").screenshot())).convert("HSV")
    saturation = image.getchannel("S").histogram()
    assert sum(saturation[128:]) > 500, "a missing glyph is an outline without colour"


async def test_a_letter_is_seen_without_colour(browser: Browser) -> None:
    page = await browser.new_page()
    await page.set_content('<p style="font: 64px sans-serif; width: 2em">Aé</p>')
    image = Image.open(BytesIO(await page.locator("p").screenshot())).convert("HSV")
    assert sum(image.getchannel("S").histogram()[128:]) == 0


async def test_a_call_goes_through_with_the_camera_that_is_not_real(browser: Browser) -> None:
    page = await browser.new_page()
    await page.route("**/*", lambda route: route.fulfill(content_type="text/html", body="<p>"))
    await page.goto("http://localhost/")  # a camera is for secure origins only
    assert await page.evaluate(CALL) == [2, True]


async def test_a_canvas_has_webgl(browser: Browser) -> None:
    page = await browser.new_page()
    ask = "document.createElement('canvas').getContext('webgl2') !== null"
    assert await page.evaluate(ask)


async def test_two_browsers_run_side_by_side(browser: Browser) -> None:
    async with open_browser() as other:
        assert other.version == browser.version
