/*! Equipoise tag: tells the engine what visitors see and do, and asks it for lists.
 *
 *   <script src="https://HOST/v1/tag/equipoise.js" data-key="KEY" data-consent="required" defer></script>
 *
 * With data-consent="required" nothing is kept or sent until equipoise.consent(true), which is remembered by the visitor's
 * name being kept. equipoise.consent(false) forgets everything.
 */
(() => {
  "use strict";
  if (window.equipoise) return;
  const script = document.currentScript;
  const base = new URL(".", script.src).href;
  const { key } = script.dataset;

  const MINUTE = 60_000, DAY = 1440 * MINUTE;
  const BATCH = 50, MOST = 500; // events sent at once, and waiting
  const HALF = 0.5, LOOK = 1000; // of an item for so long (ms) is an impression

  // ---- What is kept, in this browser for this site ----

  const store = {
    // Where storage is full or forbidden, the page is all the memory there is.
    read(name) { try { return JSON.parse(localStorage.getItem(`equipoise.${name}`)); } catch { return null; } },
    write(name, value) { try { localStorage.setItem(`equipoise.${name}`, JSON.stringify(value)); } catch { } },
    remove(name) { try { localStorage.removeItem(`equipoise.${name}`); } catch { } },
  };

  let isAllowed = script.dataset.consent !== "required" || store.read("visitor") !== null;
  let memory = {};

  /** 128 bits: whoever knows a visitor's name can ask for that visitor's lists. */
  function random() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function recall(name, make) {
    memory[name] ??= (isAllowed && store.read(name)) || make();
    if (isAllowed) store.write(name, memory[name]);
    return memory[name];
  }

  const visitor = () => recall("visitor", random);

  /** A visit ends after half an hour without anything. */
  function session() {
    const visit = recall("session", () => ({ id: random(), seen: Date.now() }));
    if (Date.now() - visit.seen > 30 * MINUTE) visit.id = random();
    visit.seen = Date.now();
    if (isAllowed) store.write("session", visit);
    return visit.id;
  }

  /** The list that an item was last chosen from, which a cart two pages later still answers. */
  function chosenFrom(item) {
    const choice = recall("choices", () => []).find((choice) => choice.item === item);
    return choice && Date.now() - choice.at < 120 * MINUTE ? choice : null;
  }

  function noteChoice({ item, decision, position, surface, at }) {
    const others = recall("choices", () => []).filter((choice) => choice.item !== item);
    memory.choices = [{ item, decision, position, surface, at }, ...others].slice(0, 50);
    recall("choices");
  }

  function consent(isGiven) {
    isAllowed = isGiven === true;
    if (isAllowed) {
      visitor();
      lookAgain();
      return;
    }
    queue = [];
    memory = {};
    clearTimeout(timer);
    ["visitor", "session", "choices", "queue"].forEach(store.remove);
  }

  // ---- Telling: batches, each event once ----

  let queue = [], underWay = [], sending = null, failures = 0, timer;

  /** Of an item, after a click of it: with the list that it was chosen from. */
  function send(kind, details = {}) {
    if (!isAllowed) return;
    const event = { id: random(), kind, at: Date.now(), ...details };
    if (event.item && !event.decision) {
      const { decision, position, surface } = chosenFrom(event.item) ?? {};
      Object.assign(event, { decision, position, surface });
    }
    if (kind === "click" && event.decision) noteChoice(event);
    queue = [...queue, event].slice(-MOST);
    schedule(kind === "impression" ? LOOK : 0);
  }

  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(flush, failures ? Math.max(delay, pause()) : delay);
  }

  /** 1 s, 2 s, 4 s ... one minute, shortened by chance so that not all come back at once. */
  const pause = () => Math.min(MINUTE, 1000 * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);

  function flush() {
    clearTimeout(timer);
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
      const done = new Set(underWay);
      queue = queue.filter((event) => !done.has(event));
      store.remove("queue");
    }
  }

  /** How long ago instead of when: clocks of browsers are wrong too often. */
  function batch(events) {
    const now = Date.now();
    return {
      key, visitor: visitor(), session: session(),
      events: events.filter(({ at }) => now - at < DAY).map(({ at, ...event }) => ({ ...event, ago: Math.max(0, now - at) })),
    };
  }

  /** Plain text: another origin need not be asked beforehand. */
  function post(path, body, options = {}) {
    return fetch(base + path, {
      method: "POST", body: JSON.stringify(body), credentials: "omit", signal: AbortSignal.timeout(10_000), ...options,
    });
  }

  /** The next page sends it all again before it asks for a list: nothing is lost, and an event counts once. */
  function leave() {
    if (!queue.length || !isAllowed) return;
    store.write("queue", queue);
    const rest = queue.filter((event) => !underWay.includes(event)).slice(0, 4 * BATCH);
    for (let start = 0; start < rest.length; start += BATCH) {
      navigator.sendBeacon(base + "events", JSON.stringify(batch(rest.slice(start, start + BATCH))));
    }
  }

  // ---- Asking ----

  /**
   * Asks for a list: { surface, count, item, category, exclude, language }. What was done before counts already.
   * With `into` (an element) and `draw` (place => element) the list is shown there; impressions and clicks tell themselves.
   * Rejects when there is no answer within 3 s; what `into` held then stays.
   */
  async function decide({ into, draw, ...ask }) {
    if (queue.length) await Promise.race([flush(), new Promise((done) => setTimeout(done, 1000))]);
    const answer = await post(
      "decisions", { key, visitor: visitor(), session: session(), language: document.documentElement.lang.slice(0, 2), ...ask },
      { signal: AbortSignal.timeout(3000) });
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

  // ---- Data attributes of the page ----

  /** What an element is about: its item, and the list that the item stands in. */
  function details(element) {
    const place = element.closest("[data-equipoise-item]");
    const list = place?.closest("[data-equipoise-decision]");
    const found = { item: place?.dataset.equipoiseItem };
    if (!list?.dataset.equipoiseDecision) return found;
    const { equipoiseDecision: decision, equipoiseSurface: surface } = list.dataset;
    return { ...found, decision, surface, position: Number(place.dataset.equipoisePosition) || undefined };
  }

  const seen = new Set(), viewed = new WeakSet(), waits = new WeakMap();

  const eyes = new IntersectionObserver((entries) => {
    for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
      // What is higher than the screen is seen when it fills half of it.
      const isVisible = intersectionRatio >= HALF || intersectionRect.height >= HALF * (rootBounds?.height ?? Infinity);
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
    document.querySelectorAll("[data-equipoise-decision] [data-equipoise-item]").forEach((element) => eyes.observe(element));
    if (!isAllowed) return;
    for (const element of document.querySelectorAll("[data-equipoise-event=view]")) {
      if (!viewed.has(element)) send("view", details(element));
      viewed.add(element);
    }
  }

  /** Of what is in view, too: an observer tells only what changes. */
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

  window.equipoise = { decide, send, show, consent, flush, get visitor() { return isAllowed ? visitor() : null; } };
  if (isAllowed) queue = store.read("queue") ?? [];
  if (queue.length) flush();
  new MutationObserver(scan).observe(document, { childList: true, subtree: true });
  scan();
  document.dispatchEvent(new CustomEvent("equipoise"));
})();
