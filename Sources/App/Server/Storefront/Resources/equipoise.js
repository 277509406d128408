/*! Equipoise tag: tells the engine what visitors see and do, and asks it for lists.
 *   <script src="https://HOST/v1/tag/equipoise.js" data-key="KEY" data-consent="required" defer></script>
 * data-consent="required": nothing is kept or told before equipoise.consent(true), which is remembered.
 * equipoise.consent(false) forgets everything.
 */
(() => {
  "use strict";
  if (window.equipoise) return;
  const script = document.currentScript;
  const base = new URL(".", script.src).href;
  const { key, shop } = script.dataset;

  const MINUTE = 60_000, DAY = 1440 * MINUTE;
  const BATCH = 50, MOST = 500; // events sent at once, waiting
  const HALF = 0.5, LOOK = 1000; // of an item, milliseconds: an impression

  // ---- Kept in this browser, for this site ----

  // Where it is full or forbidden, the page is all the memory.
  const attempt = (act) => { try { return act(); } catch { return null; } };
  const own = `equipoise.${shop ? `${shop}.` : ""}`;
  const read = (name) => attempt(() => JSON.parse(localStorage.getItem(own + name)));
  const write = (name, value) => attempt(() => localStorage.setItem(own + name, JSON.stringify(value)));
  const forget = (name) => attempt(() => localStorage.removeItem(own + name));

  let isAllowed = script.dataset.consent !== "required" || read("visitor") !== null;
  let memory = {};

  /** 128 bits: whoever knows a visitor's name can ask for that visitor's lists. */
  const random = () => crypto.getRandomValues(new BigUint64Array(2)).join("-");

  function recall(name, make) {
    return remember(name, (isAllowed && read(name)) || memory[name] || make());
  }

  function remember(name, value) {
    if (isAllowed) write(name, value);
    return (memory[name] = value);
  }

  const visitor = () => recall("visitor", random);

  /** Ends after half an hour without anything. */
  function session() {
    const visit = recall("session", () => ({ id: random(), seen: Date.now() }));
    const id = Date.now() - visit.seen > 30 * MINUTE ? random() : visit.id;
    return remember("session", { id, seen: Date.now() }).id;
  }

  /** The list that an item was chosen from: a cart two pages later still answers it. */
  function chosenFrom(item) {
    const { at, decision, position, surface } = recall("choices", Array).find((choice) => choice.item === item) ?? {};
    return Date.now() - at < 120 * MINUTE ? { decision, position, surface } : {};
  }

  function noteChoice(event) {
    const others = recall("choices", Array).filter((choice) => choice.item !== event.item);
    remember("choices", [event, ...others].slice(0, 50));
  }

  function consent(isGiven) {
    isAllowed = isGiven === true;
    if (isAllowed) {
      visitor();
      return lookAgain();
    }
    queue = [];
    memory = {};
    ["visitor", "session", "choices", "queue"].forEach(forget);
  }

  // ---- Telling ----

  let queue = [], underWay = [], sending = null, failures = 0, timer, due = Infinity;

  function send(kind, details = {}) {
    if (!isAllowed) return;
    const list = details.decision ? {} : chosenFrom(details.item);
    const event = { id: random(), kind, at: Date.now(), ...list, ...details };
    if (kind === "click" && event.decision) noteChoice(event);
    queue = [...queue, event].slice(-MOST);
    schedule(kind === "impression" ? LOOK : 0);
  }

  function schedule(delay) {
    const moment = Date.now() + (failures ? Math.max(delay, pause()) : delay);
    if (moment >= due) return;
    clearTimeout(timer);
    due = moment;
    timer = setTimeout(flush, moment - Date.now());
  }

  /** 1, 2, 4 ... 60 s, shortened by chance so that not all come at once. */
  const pause = () => Math.min(MINUTE, 1000 * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);

  function flush() {
    clearTimeout(timer);
    due = Infinity;
    sending ??= deliver().finally(() => {
      sending = null;
      underWay = [];
      if (queue.length) schedule(0);
    });
    return sending;
  }

  async function deliver() {
    while (queue.length) {
      underWay = queue.slice(0, BATCH);
      const answer = await post("events", batch(underWay), { keepalive: true }).catch(() => null);
      if (!answer || answer.status === 429 || answer.status >= 500) {
        failures += 1;
        return;
      }
      failures = 0;
      const told = await answer.json().catch(() => ({}));
      for (const { message } of answer.ok ? told.rows : [{ message: told.detail }]) {
        if (message) console.warn("equipoise: refused:", message);
      }
      queue = queue.filter((event) => !underWay.includes(event));
      forget("queue");
    }
  }

  /** How long ago instead of when: clocks of browsers are wrong. */
  function batch(events) {
    const now = Date.now();
    const told = events.map(({ at, ...event }) => ({ ...event, ago: Math.max(0, now - at) }));
    return { key, visitor: visitor(), session: session(), events: told.filter(({ ago }) => ago < DAY) };
  }

  /** As plain text: no preflight. */
  function post(path, body, options = {}) {
    return fetch(base + path, {
      method: "POST", body: JSON.stringify(body), credentials: "omit", signal: AbortSignal.timeout(10_000), ...options,
    });
  }

  /** The next page sends all again before it asks for a list; nothing counts twice. */
  function leave() {
    if (!queue.length || !isAllowed) return;
    write("queue", queue);
    const rest = queue.filter((event) => !underWay.includes(event)).slice(0, 4 * BATCH);
    for (let start = 0; start < rest.length; start += BATCH) {
      navigator.sendBeacon(base + "events", JSON.stringify(batch(rest.slice(start, start + BATCH))));
    }
  }

  // ---- Asking ----

  /**
   * A list: { surface, count, item, category, exclude, language }. With `into` (an element) and `draw` (place => element)
   * shown there. Rejects without an answer within 3 s; what `into` held then stays.
   */
  async function decide({ into, draw, ...ask }) {
    if (queue.length) await Promise.race([flush(), new Promise((done) => setTimeout(done, 1000))]);
    const language = document.documentElement.lang.slice(0, 2);
    const body = { key, visitor: visitor(), session: session(), language, ...ask };
    const answer = await post("decisions", body, { signal: AbortSignal.timeout(3000) });
    const list = await answer.json();
    if (!answer.ok) throw new Error(`equipoise: ${list.detail}`);
    if (into) show(into, list, draw);
    return list;
  }

  function show(into, list, draw) {
    into.dataset.equipoiseDecision = list.id ?? "";
    into.dataset.equipoiseSurface = list.surface ?? "";
    into.replaceChildren(...list.items.map((place) => {
      const element = draw(place);
      element.dataset.equipoiseItem = place.item;
      element.dataset.equipoisePosition = place.position;
      return element;
    }));
  }

  // ---- Data attributes ----

  /** The item that an element is about, and the list that it stands in. */
  function details(element) {
    const place = element.closest("[data-equipoise-item]");
    const list = place?.closest("[data-equipoise-decision]");
    const item = place?.dataset.equipoiseItem;
    const { equipoiseDecision: decision, equipoiseSurface: surface } = list?.dataset ?? {};
    return decision ? { item, decision, surface, position: Number(place.dataset.equipoisePosition) } : { item };
  }

  const seen = new Set(), viewed = new WeakSet(), waits = new WeakMap();

  const eyes = new IntersectionObserver((entries) => {
    for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
      // What is higher than the screen must fill half of it.
      const isVisible = intersectionRatio >= HALF || intersectionRect.height >= HALF * rootBounds?.height;
      clearTimeout(waits.get(target));
      if (isVisible) waits.set(target, setTimeout(() => look(target), LOOK));
    }
  }, { threshold: [0, 0.1, 0.2, 0.3, 0.4, HALF] });

  function look(element) {
    const shown = details(element);
    const name = JSON.stringify([shown.decision, shown.item]);
    if (!isAllowed || !shown.decision || seen.has(name) || document.visibilityState !== "visible") return;
    seen.add(name);
    eyes.unobserve(element);
    send("impression", shown);
  }

  function scan() {
    const items = document.querySelectorAll("[data-equipoise-decision] [data-equipoise-item]");
    items.forEach((element) => eyes.observe(element));
    if (!isAllowed) return;
    for (const element of document.querySelectorAll("[data-equipoise-event=view]")) {
      if (!viewed.has(element)) send("view", details(element));
      viewed.add(element);
    }
  }

  /** An observer tells only of changes. */
  function lookAgain() {
    eyes.disconnect();
    scan();
  }

  function press({ target, button, type }) {
    if (!(target instanceof Element) || (type === "auxclick" && button !== 1)) return;
    const element = target.closest("[data-equipoise-event], [data-equipoise-item]");
    const kind = element?.dataset.equipoiseEvent ?? "click";
    if (element && kind !== "view" && kind !== "search") send(kind, details(element));
  }

  // Before the page's own listeners, which may stop what they hear.
  document.addEventListener("click", press, true);
  document.addEventListener("auxclick", press, true);
  document.addEventListener("submit", ({ target }) => {
    if (target.dataset?.equipoiseEvent !== "search") return;
    const text = target.querySelector("[type=search], [name=q]")?.value.trim();
    if (text) send("search", { text });
  }, true);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return leave();
    lookAgain();
    if (queue.length) flush();
  });
  addEventListener("pagehide", leave);
  // Forgotten in another tab.
  addEventListener("storage", ({ key, newValue }) => {
    if (newValue === null && (key === null || key === "equipoise.visitor")) consent(false);
  });

  window.equipoise = { decide, send, show, consent, flush, get visitor() { return isAllowed ? visitor() : null; } };
  if (isAllowed) queue = read("queue") ?? [];
  if (queue.length) flush();
  new MutationObserver(scan).observe(document, { childList: true, subtree: true });
  scan();
  document.dispatchEvent(new CustomEvent("equipoise"));
})();
