from __future__ import annotations


def test_a_page_is_run_typed_into_and_shot(browser, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(
        "<body style='background: #c62828'>"
        "<script>addEventListener('keydown', event => key = event.code)</script>"
    )
    with browser.page(480, 300, prefers_color_scheme="dark") as page:
        page.open(path)
        page.press(" ")
        assert page.run("[key, matchMedia('(prefers-color-scheme: dark)').matches]") == [
            "Space",
            True,
        ]
        picture = page.picture()
        assert (picture.size, picture.getpixel((240, 150))) == ((480, 300), (198, 40, 40))
