"""The tag in a page of a shop's own, on another origin than the server's, which has keys."""

import http.server
import subprocess
import tempfile
import threading
import unittest

import browser as driving
from example_shop import Served, executable

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">
<script src="{origin}/v1/tag/equipoise.js" data-key="{key}" data-consent="required" defer></script></head>
<body><h1>A shop</h1><div id="list"><p>What sells well</p></div>
<form data-equipoise-event="search" action="about:blank" onsubmit="return false"><input type="search" name="q"></form>
<article data-equipoise-item="rug-01"><button id="like" data-equipoise-event="favourite">Like</button></article>
</body></html>"""

DECIDE = """
    const [count, done] = arguments;
    const draw = (place) => Object.assign(document.createElement("p"), { textContent: place.title });
    equipoise.decide({ surface: "home", count, into: document.getElementById("list"), draw })
        .then((list) => done(list.id), (error) => done("failed: " + error))"""


class OwnPageTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = cls.page.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        cls.shop = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        cls.addClassCleanup(cls.shop.server_close)
        cls.addClassCleanup(cls.shop.shutdown)
        threading.Thread(target=cls.shop.serve_forever, daemon=True).start()
        cls.address = f"http://127.0.0.1:{cls.shop.server_address[1]}/"

        folder = tempfile.mkdtemp(prefix="equipoise-browser-")
        cls.keys = {role: cls.make_key(folder, role) for role in ("storefront", "admin")}
        cls.served = Served("--allow-origin", cls.address, folder=folder)
        cls.addClassCleanup(cls.served.close)
        cls.served.fill(key=cls.keys["admin"])
        cls.browser = driving.open_browser()
        cls.addClassCleanup(cls.browser.quit)

    @staticmethod
    def make_key(folder, role):
        command = [executable(), "keys", "make", role, "--role", role, "--data", folder]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    def open(self, address=None, key=None):
        type(self).page = PAGE.format(origin=self.served.origin, key=key or self.keys["storefront"])
        address = address or self.address
        driving.forget(self.browser, address.rstrip("/"))
        self.browser.get(address)

    def kept(self):
        return self.browser.execute_script("return Object.keys(localStorage).sort()")

    def test_a_list_events_and_a_search_without_asking_beforehand(self):
        self.open()
        like = self.browser.find_element("id", "like")
        like.click()
        self.assertEqual(self.kept(), [])
        self.browser.execute_script("equipoise.consent(true)")
        visitor = self.browser.execute_script("return equipoise.visitor")
        decision = self.browser.execute_async_script(DECIDE, 4)
        self.assertEqual(len(driving.all_of(self.browser, f"[data-equipoise-decision='{decision}'] p")), 4)
        chosen = driving.all_of(self.browser, "#list p")[1]
        chosen.click()
        like.click()
        field = self.browser.find_element("name", "q")
        field.send_keys("woven rug\n")
        self.browser.execute_async_script("setTimeout(() => equipoise.flush().then(arguments[0]), 1200)")
        item = chosen.get_attribute("data-equipoise-item")
        self.assertEqual(self.served.wait_for("click", 1, visitor), [(item, decision, 2, None)])
        # What was liked before there was consent is not told.
        self.assertEqual(self.served.wait_for("favourite", 1, visitor), [("rug-01", None, None, None)])
        self.assertEqual(len(self.served.wait_for("impression", 4, visitor)), 4)
        self.assertEqual(self.served.searches(visitor), ["woven rug"])
        self.assertEqual(driving.complaints(self.browser), [])
        self.assertNotIn('method="OPTIONS"', self.served.metrics(self.keys["admin"]))
        # The next page remembers the consent.
        self.browser.get(self.address)
        self.assertEqual(self.browser.execute_script("return equipoise.visitor"), visitor)

    def test_events_outlive_a_server_that_is_away(self):
        self.open()
        self.browser.execute_script("equipoise.consent(true)")
        visitor = self.browser.execute_script("return equipoise.visitor")
        self.served.stop()
        self.browser.find_element("id", "like").click()
        answer = self.browser.execute_async_script(DECIDE, 4)
        self.assertTrue(answer.startswith("failed"), answer)
        self.assertEqual(self.browser.find_element("id", "list").text, "What sells well")
        self.browser.get("about:blank")
        self.served.start()
        self.browser.get(self.address)
        self.assertEqual(len(self.served.wait_for("favourite", 1, visitor)), 1)
        self.browser.execute_async_script("equipoise.flush().then(arguments[0])")
        self.assertEqual(len(self.served.events("favourite", visitor)), 1)
        # The browser's console tells of the server's absence, as it should.
        self.assertTrue(all("ERR_CONNECTION_REFUSED" in told for told in driving.complaints(self.browser)))

    def test_pages_of_other_sites_and_keys_that_are_secrets_are_refused(self):
        foreign = self.address.replace("127.0.0.1", "localhost")
        for address, key in ((foreign, None), (self.address, self.keys["admin"]), (self.address, "eqp_none")):
            self.open(address, key)
            answer = self.browser.execute_async_script(DECIDE, 4)
            self.assertTrue(answer.startswith("failed"), answer)
            self.assertEqual(self.browser.find_element("id", "list").text, "What sells well")
            self.assertTrue(driving.complaints(self.browser))


if __name__ == "__main__":
    unittest.main()
