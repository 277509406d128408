"""The checks of pages find what is wrong."""

import unittest
import urllib.parse

import browser as driving

SOUND = "<html lang='en'><title>A page</title><meta name=viewport content='width=device-width'><h1>A page</h1>"


class ChecksTests(unittest.TestCase):
    def check(self, html):
        self.browser.get("data:text/html," + urllib.parse.quote("<!DOCTYPE html>" + html))
        driving.check_page(self, self.browser, "en")

    def test_a_sound_page_passes_and_broken_ones_do_not(self):
        self.browser = driving.open_browser()
        self.addCleanup(self.browser.quit)
        driving.resize(self.browser, driving.PHONE)
        self.check(SOUND)
        for broken in (
            SOUND.replace("A page</title>", "</title>"), SOUND.replace("lang='en'", "lang='zh'"),
            SOUND.replace("h1", "p"), SOUND + "<p style='width: 500px'>wide",
            SOUND + "<script>throw Error('x')</script>", SOUND + "<script>console.error('x')</script>",
        ):
            with self.subTest(broken), self.assertRaises(AssertionError):
                self.check(broken)


if __name__ == "__main__":
    unittest.main()
