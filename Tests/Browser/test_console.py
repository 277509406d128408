"""Every page of the console, found from its menu."""

import unittest

import browser as driving
from example_shop import Served


class ConsoleTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.served = Served()
        cls.addClassCleanup(cls.served.close)
        cls.browser = driving.open_browser()
        cls.addClassCleanup(cls.browser.quit)

    def addresses(self, selector):
        """Pages of the console that links of this page lead to, without their queries."""
        links = [link.get_attribute("href") for link in driving.all_of(self.browser, selector)]
        own = [link for link in links if link and link.startswith(self.served.origin + "/console")]
        return list(dict.fromkeys(link.split("?")[0].split("#")[0] for link in own))

    def is_loaded(self):
        return self.browser.execute_script("return document.readyState") == "complete"

    def check_all(self):
        self.browser.get(self.served.origin + "/console")
        pages = self.addresses("nav a")
        self.assertGreaterEqual(len(pages), 4, "the menu has lost its pages")
        menu = set(pages)
        # And one of each kind that they lead to, such as a decision.
        kinds = {}
        for page in pages:
            self.browser.get(page)
            for link in self.addresses("main a"):
                kinds.setdefault(link.rsplit("/", 1)[0], link)
        pages += [link for link in kinds.values() if link not in pages]
        for size in driving.SIZES:
            driving.resize(self.browser, size)
            for language in ("en", "zh"):
                titles = set()
                for page in pages:
                    with self.subTest(page=page.removeprefix(self.served.origin), language=language, width=size[0]):
                        self.browser.get(f"{page}?lang={language}")
                        # Charts are drawn after the page is there.
                        driving.wait(self.browser, self.is_loaded)
                        driving.check_page(self, self.browser, language)
                        if page in menu:
                            titles.add(self.browser.title)
                self.assertEqual(len(titles), len(menu), f"two of {menu} have one title: {titles}")
        return pages

    def test_pages_of_an_empty_shop_and_of_one_at_work(self):
        self.check_all()
        self.served.fill()
        self.served.train("item-knn")
        for number in range(30):
            visitor = f"visitor-{number:012}"
            ask = {"surface": "home", "visitor": visitor, "session": "s"}
            decision = self.served.send("POST", "/v1/decisions", ask)
            chosen = decision["items"][number % 5]
            self.served.send("POST", "/v1/tag/events", {"visitor": visitor, "events": [{
                "id": "1", "kind": "click", "ago": 5, "item": chosen["item"], "decision": decision["id"],
                "position": chosen["position"]}]})
        self.served.train("popularity")
        # A click counts after fifteen seconds.
        def is_answered():
            self.browser.get(self.served.origin + "/console/exploration")
            return driving.all_of(self.browser, ".links a")

        driving.wait(self.browser, is_answered, seconds=60)
        # What is believed of items is written down once a minute, and when the server stops.
        self.served.stop()
        self.served.start()
        pages = self.check_all()
        for kind in ("decisions/", "visitors/", "items/", "models/compare"):
            self.assertTrue(any("/console/" + kind in page for page in pages), (kind, pages))
        self.check_belief()

    def check_belief(self):
        """The posterior of the item that most is known of: a chart with its band, and the same in a table."""
        self.browser.get(self.served.origin + "/console/exploration?lang=en")
        driving.wait(self.browser, self.is_loaded)
        chosen = driving.all_of(self.browser, ".links a[aria-current]")
        self.assertEqual(len(chosen), 1)
        series = self.browser.execute_script("""
            return [...document.querySelectorAll("figure.chart:not([hidden]) script")]
              .map((script) => JSON.parse(script.textContent).series.map((one) => one.values))
              .filter((all) => all.length === 3 && all.flat().every((value) => typeof value === "number"))""")
        bands = [all_ for all_ in series if all(low < mean < high for mean, high, low in zip(*all_))]
        self.assertEqual(len(bands), 1, series)
        rows = len(driving.all_of(self.browser, "#beliefs ~ details tbody tr"))
        self.assertEqual(rows, len(bands[0][0]))
        # Another item, by its identifier.
        box = self.browser.find_element("id", "item")
        box.send_keys("tea-00")
        box.submit()
        driving.wait(self.browser, lambda: "item=tea-00" in self.browser.current_url and self.is_loaded())
        self.assertIn("Tea No. 1", self.browser.find_element("tag name", "main").text)


if __name__ == "__main__":
    unittest.main()
