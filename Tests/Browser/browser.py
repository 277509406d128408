"""A browser without a window, and what must hold of every page."""

import shutil

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

DESKTOP, PHONE = (1280, 900), (390, 844)
SIZES = (DESKTOP, PHONE)


def open_browser():
    options = Options()
    # Without a sandbox, as whoever builds in a container is root; what is opened is our own server alone.
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(argument)
    options.binary_location = shutil.which("chromium") or "chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver") or "chromedriver"))
    browser.set_page_load_timeout(60)
    browser.set_script_timeout(60)
    return browser


def resize(browser, size):
    """As a screen of that size has it: windows have a least width, screens of phones have not."""
    width, height = size
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})


def forget(browser, origin):
    """Begins as a browser that was never there. From another page, as one that is open would keep what it knows."""
    browser.get("about:blank")
    browser.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,cookies"})
    # Of the tab, which goes with it.
    old = browser.current_window_handle
    browser.switch_to.new_window("tab")
    new = browser.current_window_handle
    browser.switch_to.window(old)
    browser.close()
    browser.switch_to.window(new)


def wait(browser, condition, seconds=20):
    return WebDriverWait(browser, seconds, 0.05).until(lambda _: condition())


def all_of(browser, selector):
    return browser.find_elements(By.CSS_SELECTOR, selector)


def complaints(browser):
    """What the browser's console says is wrong since the last time: errors, and what the tag was refused."""
    def is_wrong(entry):
        return entry["level"] == "SEVERE" or "equipoise: refused" in entry["message"]

    return [entry["message"] for entry in browser.get_log("browser") if is_wrong(entry)]


def check_page(test, browser, language):
    """Title, language, no error, nothing wider than the screen."""
    place = f"{browser.current_url} in {language} at {browser.execute_script('return innerWidth')}"
    test.assertEqual(complaints(browser), [], place)
    test.assertTrue(browser.title.split("·")[0].strip(), f"no title: {place}")
    html = browser.find_element(By.TAG_NAME, "html")
    test.assertTrue(html.get_attribute("lang").startswith(language), place)
    test.assertTrue(all_of(browser, "h1"), f"no heading: {place}")
    wide = browser.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    test.assertLessEqual(wide, 0, f"{wide} pixels wider than the screen: {place}")
