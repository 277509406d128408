"""The example storefront and its tag, as a visitor's browser has them."""

import unittest
from collections import Counter

import browser as driving
from example_shop import CATEGORIES, Served, leaf_of


def open_list(browser, address):
    """Opens a page, and gives its list once it is there: identifiers, decision."""
    browser.get(address)
    return shown_list(browser)


def shown_list(browser):
    driving.wait(browser, lambda: driving.all_of(browser, ".list:not([aria-busy])"))
    return browser.execute_script("""
        const list = document.querySelector(".list"), cards = [...list.querySelectorAll(".card")];
        return [cards.map((card) => card.dataset.equipoiseItem), list.dataset.equipoiseDecision]""")


PAGES = ["", "/categories/Fashion", "/categories/Fashion%2FWomen%2FDresses", "/items/dress-03", "/cart"]


class StorefrontTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.served = Served("--storefront")
        cls.addClassCleanup(cls.served.close)
        cls.browser = driving.open_browser()
        cls.addClassCleanup(cls.browser.quit)
        # Before anything is there: the empty shop says what to do.
        cls.browser.get(cls.served.origin + "/storefront")
        cls.empty = cls.browser.find_element("tag name", "main").text
        cls.served.fill()
        cls.served.train("item-knn")

    def setUp(self):
        driving.forget(self.browser, self.served.origin)
        driving.resize(self.browser, driving.DESKTOP)
        self.home = self.served.origin + "/storefront"

    def tearDown(self):
        self.assertEqual(driving.complaints(self.browser), [])

    def visitor(self):
        return self.browser.execute_script("return equipoise.visitor")

    def click_card(self, place):
        """Opens an item of the page's list as a visitor does."""
        card = driving.all_of(self.browser, ".list .card")[place]
        item = card.get_attribute("data-equipoise-item")
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", card)
        card.click()
        driving.wait(self.browser, lambda: driving.all_of(self.browser, f".product[data-equipoise-item='{item}']"))
        return item

    def test_an_empty_shop_says_what_to_do(self):
        self.assertIn("/v1/items", self.empty)

    def test_clicks_change_the_next_list_and_answer_the_one_they_were_made_in(self):
        def leaves_of_three():
            """Of the lists of three visits to the first page: how often each leaf; the last list, its decision."""
            lists = [open_list(self.browser, self.home) for _ in range(3)]
            return Counter(leaf_of(item) for shown, _ in lists for item in shown), *lists[-1]

        before, _, first_decision = leaves_of_three()
        path, leaf, *_ = min(CATEGORIES, key=lambda category: before[category[1]])
        clicked = []
        for place in range(4):
            shown, decision = open_list(self.browser, f"{self.served.origin}/storefront/categories/{'%2F'.join(path)}")
            self.assertEqual({leaf_of(item) for item in shown}, {leaf})
            item = self.click_card(place)
            clicked.append((item, decision, place + 1))
        after, last, last_decision = leaves_of_three()
        # In fifty shops of their own the three lists had 11 to 23 more of the leaf, 17 on average.
        self.assertGreaterEqual(after[leaf], before[leaf] + 5, f"{leaf}: {before} {after}")
        visitor = self.visitor()
        events = self.served.wait_for("click", 4, visitor)
        self.assertEqual([event[:3] for event in events], clicked)
        # The page of the item tells that it was viewed, and quotes the list that led there.
        self.assertEqual([event[:3] for event in self.served.wait_for("view", 4, visitor)], clicked)
        # Before, nothing was known of the visitor to propose by.
        for decision, is_known in ((first_decision, False), (last_decision, True)):
            trace = self.served.send("GET", f"/v1/decisions/{decision}")
            self.assertEqual(trace["decision"]["visitor"], visitor)
            self.assertTrue(trace["isReplayed"])
            sources = set(trace["decision"]["candidates"]["sources"])
            self.assertEqual({"category", "item-knn"} <= sources, is_known, sources)
        self.assertEqual([shown["item"] for shown in trace["decision"]["slate"]], last)

    def test_what_is_seen_for_a_second_is_an_impression_once(self):
        driving.resize(self.browser, (1280, 480))
        shown, decision = open_list(self.browser, self.home)
        visitor = self.visitor()
        count = self.browser.execute_script("""
            return [...document.querySelectorAll(".card")].filter((card) => {
              const { top, bottom, height } = card.getBoundingClientRect();
              return Math.min(bottom, innerHeight) - Math.max(top, 0) >= height / 2;
            }).length""")
        self.assertTrue(0 < count < len(shown), f"{count} of {len(shown)} are in view")
        seen = self.served.wait_for("impression", count, visitor)
        in_view = {(item, decision, place + 1) for place, item in enumerate(shown[:count])}
        self.assertEqual({event[:3] for event in seen}, in_view)
        # Away and back again, and then to the end.
        for place in (len(shown) - 1, 0, len(shown) - 1):
            card = driving.all_of(self.browser, ".card")[place]
            self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", card)
            self.browser.execute_async_script("setTimeout(arguments[0], 1300)")
        self.browser.execute_async_script("equipoise.flush().then(arguments[0])")
        seen = [event[0] for event in self.served.wait_for("impression", len(shown), visitor)]
        self.assertEqual(sorted(seen), sorted(shown))

    def test_a_cart_and_a_purchase_answer_the_list_and_are_priced_by_the_catalogue(self):
        _, decision = open_list(self.browser, self.home)
        item = self.click_card(2)
        price = 500 + 300 * int(item.split("-")[1])
        self.browser.find_element("id", "add").click()
        self.assertEqual(self.browser.find_element("id", "cart-count").text, "1")
        visitor = self.visitor()
        self.assertEqual(self.served.wait_for("cart", 1, visitor), [(item, decision, 3, price)])
        shown, _ = open_list(self.browser, self.served.origin + "/storefront/cart")
        self.assertNotIn(item, shown)
        self.browser.find_element("id", "buy").click()
        self.assertEqual(self.served.wait_for("purchase", 1, visitor), [(item, decision, 3, price)])
        self.assertEqual(len(self.served.wait_for("checkout", 1, visitor)), 1)
        self.assertEqual(self.browser.find_element("id", "cart-count").text, "")

    def test_what_is_told_while_a_page_is_left_arrives_once(self):
        open_list(self.browser, self.home)
        visitor = self.visitor()
        # Not one of these has been sent when the page goes.
        self.browser.execute_script("""
            for (let turn = 0; turn < 120; turn += 1) equipoise.send("favourite", { item: "tea-01" });
            location.href = "/storefront/cart" """)
        driving.wait(self.browser, lambda: self.browser.current_url.endswith("/cart"))
        shown_list(self.browser)
        self.served.wait_for("favourite", 120, visitor)
        self.browser.execute_async_script("setTimeout(() => equipoise.flush().then(arguments[0]), 1000)")
        self.assertEqual(len(self.served.events("favourite", visitor)), 120)

    def test_nothing_is_kept_or_told_without_consent(self):
        open_list(self.browser, self.home)
        visitor = self.visitor()
        self.browser.execute_script("equipoise.consent(false)")
        kept = "return Object.keys(localStorage).filter((name) => name.startsWith('equipoise'))"
        self.assertEqual(self.browser.execute_script(kept), [])
        self.assertIsNone(self.visitor())
        self.browser.execute_script("equipoise.send('favourite', { item: 'rug-01' })")
        self.browser.execute_async_script("equipoise.flush().then(arguments[0])")
        # Lists there are all the same, for somebody who is forgotten with the page.
        count = self.browser.execute_async_script(
            "equipoise.decide({ surface: 'home', count: 3 }).then((list) => arguments[0](list.items.length))")
        self.assertEqual(count, 3)
        self.assertEqual(self.browser.execute_script(kept), [])
        self.assertNotIn("rug-01", [event[0] for event in self.served.events("favourite")])
        self.browser.execute_script("equipoise.consent(true)")
        self.assertNotEqual(self.visitor(), visitor)

    def test_every_page_in_both_languages_and_at_both_widths(self):
        item = f"{self.served.origin}/storefront/items/dress-03"
        open_list(self.browser, item)
        self.browser.find_element("id", "add").click()
        for size in driving.SIZES:
            driving.resize(self.browser, size)
            for language in ("en", "zh"):
                for path in PAGES:
                    shown, _ = open_list(self.browser, f"{self.home}{path}?lang={language}")
                    self.assertTrue(shown, path)
                    for summary in driving.all_of(self.browser, ".why summary"):
                        summary.click()
                    driving.check_page(self, self.browser, language)
        self.assertIn("为什么是这些", self.browser.find_element("tag name", "main").text)

    def test_what_there_is_not_is_told_so(self):
        for path in ("/items/none", "/categories/none"):
            self.browser.get(f"{self.home}{path}?lang=en")
            self.assertIn("Not here", self.browser.title)
            # The browser's console tells of the status, as it should.
            told = driving.complaints(self.browser)
            self.assertTrue(len(told) == 1 and "404" in told[0], told)


if __name__ == "__main__":
    unittest.main()
