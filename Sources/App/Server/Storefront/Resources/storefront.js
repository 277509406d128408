/* The example storefront: what a shop's own script would do with the tag's `equipoise`. */
(() => {
  "use strict";
  const { equipoise } = window;
  // Where the shop begins: a server of several has one for each, and what the browser keeps is kept for each.
  const { home } = document.body.dataset;
  const isChinese = document.documentElement.lang.startsWith("zh");
  const say = (english, chinese) => (isChinese ? chinese : english);

  // ---- Parts of a page ----

  /** An element: name, properties (or attributes with "data-" and "aria-"), children. */
  function make(name, properties = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  const address = (item) => `${home}/items/${encodeURIComponent(item)}`;
  const money = (amount, currency) => (currency ? `${currency} ${Number(amount).toFixed(2)}` : "");

  // ---- Pictures, drawn from a thing's name and category, so that the shop needs none ----

  /** FNV-1a: the same text gives the same number in [0, 1). */
  function chance(text) {
    let hash = 0x811c9dc5;
    for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193);
    return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
  }

  /** One shape for each kind of goods; kinds that are not known get one by chance. */
  const SHAPES = {
    "Fashion": "M35 25 45 20Q50 27 55 20L65 25 75 38 66 44 64 40 66 80H34L36 40 34 44 25 38Z",
    "Shoes & Bags": "M28 42H72L77 80H23ZM38 42V35A12 12 0 0 1 62 35V42H57V35A7 7 0 0 0 43 35V42Z",
    "Beauty": "M43 18H57V32H43ZM37 36H63L67 44V80H33V44Z",
    "Home": "M38 20H62L74 50H26ZM47 50H53V74H66V80H34V74H47Z",
    "Kitchen": "M26 34H64V66Q64 78 52 78H38Q26 78 26 66ZM64 40H70Q79 40 79 51T70 62H64V56H69Q73 56 73 51T69 46H64Z",
    "Electronics": "M22 28H78V66H22ZM27 33V61H73V33ZM44 66H56V73H64V78H36V73H44Z",
    "Grocery": "M50 36C62 22 80 34 74 54 68 76 58 82 50 76 42 82 32 76 26 54 20 34 38 22 50 36ZM49 32Q50 20 60 17Q61 28 49 32Z",
    "Sports & Outdoors": "M50 20 84 78H58L50 60 42 78H16Z",
    "Baby & Toys": "M25 48H49V80H25ZM52 48H76V80H52ZM38 16H63V44H38Z",
    "Garden & Pets": "M47 80V56Q28 58 26 36 46 36 50 52 54 32 75 30 74 54 53 56V80Z",
  };

  function picture(item, category) {
    const [department = "", leaf = ""] = [category[0], category.at(-1)];
    const [turn, size, shade, tint] = ["a", "b", "c", "d"].map((name) => chance(item + name));
    const hue = Math.round(360 * chance(category.join("/")) + 60 * tint);
    const names = Object.keys(SHAPES);
    const shape = SHAPES[department] ?? SHAPES[names[Math.floor(chance(leaf) * names.length)]];
    const SVG = "http://www.w3.org/2000/svg";
    const draw = (name, attributes, ...children) => {
      const element = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.append(...children);
      return element;
    };
    const spread = 18 + 30 * shade;
    return draw(
      "svg", { viewBox: "0 0 100 100", "aria-hidden": "true" },
      draw("rect", { width: 100, height: 100, fill: `hsl(${hue} 45% 88%)` }),
      draw("circle", { cx: 15 + 70 * turn, cy: 15 + 70 * size, r: spread, fill: `hsl(${(hue + 25) % 360} 55% 80%)` }),
      draw("path", {
        d: shape, fill: `hsl(${hue} ${Math.round(30 + 25 * size)}% ${Math.round(34 + 22 * shade)}%)`, "fill-rule": "evenodd",
        transform: `rotate(${(20 * (turn - 0.5)).toFixed(1)} 50 50)`,
      }));
  }

  // ---- Lists ----

  function card(place, isNew) {
    const link = make(
      "a", { className: "card", href: address(place.item) }, picture(place.item, place.category),
      make(
        "div", {}, make("strong", { textContent: place.title }),
        make("span", { className: "price", textContent: money(place.price, place.currency) }),
        make("span", { className: "faint brand", textContent: place.brand ?? "" })));
    if (isNew) link.append(make("span", { className: "badge", textContent: say("new for you", "新推荐") }));
    return link;
  }

  /** Asks for the list that an element of the page is for, and shows it there. */
  async function fill(into) {
    const { surface, count, item, category } = into.dataset;
    const name = `storefront.${home}.${surface}.${category ?? item ?? ""}`;
    const before = JSON.parse(sessionStorage.getItem(name) ?? "null");
    const basket = surface === "cart" ? cart.lines : [];
    try {
      const list = await equipoise.decide({
        surface, count: Number(count), category, item: item ?? basket.at(-1)?.id, exclude: basket.map((line) => line.id),
        into, draw: (place) => card(place, before && !before.includes(place.item)),
      });
      const shown = list.items.map((place) => place.item);
      sessionStorage.setItem(name, JSON.stringify(shown));
      if (!shown.length) into.append(make("p", { className: "empty", textContent: say("Nothing to show here yet.", "这里暂时没有可展示的商品。") }));
      explain(into, list, before && shown.filter((item) => !before.includes(item)).length);
    } catch (error) {
      // A shop would show a list of its own here.
      into.replaceChildren(make("p", {
        className: "empty",
        textContent: say("No list came. Is the server still running? ", "没有收到列表，服务器还在运行吗？") + error.message,
      }));
    } finally {
      into.removeAttribute("aria-busy");
    }
  }

  /** What is known of why a list is as it is. */
  function explain(into, list, changes) {
    const panel = into.parentElement.querySelector(".why div");
    const percent = (share) => (share < 0.001 ? "< 0.1 %" : `${(100 * share).toFixed(1)} %`);
    const kinds = {
      popular: say("sells well", "热销"), new: say("is new", "新品"), category: say("a category of yours", "您看过的类目"),
    };
    const row = (name, cells) => make("tr", {}, ...cells.map((cell) => make(name, {}, cell)));
    const lines = [
      make("p", {}, say("Decision ", "决策 "), make("code", { textContent: list.id ?? "–" })),
      make("p", { className: "faint", textContent: say(
        `Visitor ${equipoise.visitor?.slice(0, 8) ?? "unknown"} …; every impression and click quotes the decision.`,
        `访客 ${equipoise.visitor?.slice(0, 8) ?? "未知"}…；每次曝光和点击都会引用该决策。`) }),
    ];
    if (changes !== null) {
      lines.push(make("p", { textContent: say(
        `${changes} of ${list.items.length} were not in the list before.`, `${list.items.length} 件中有 ${changes} 件不在上一次的列表里。`) }));
    }
    const head = [say("Place", "位置"), say("Item", "商品"), say("Chance", "展示概率"), say("Proposed by", "候选来源"), ""];
    const body = list.items.map((place) => row("td", [
      String(place.position), place.title, percent(place.propensity),
      kinds[place.source] ?? say(`model ${place.source}`, `模型 ${place.source}`),
      make("span", { className: "tries", textContent: place.isExploration ? say("tried to learn", "探索") : "" }),
    ]));
    const table = make("table", {}, make("thead", {}, row("th", head)), make("tbody", {}, ...body));
    panel.replaceChildren(...lines, make("div", { className: "scroll" }, table));
  }

  // ---- The cart, which is the browser's own ----

  const CART = `storefront.cart.${home}`;
  const cart = {
    get lines() { return JSON.parse(localStorage.getItem(CART) ?? "[]"); },
    set lines(lines) {
      localStorage.setItem(CART, JSON.stringify(lines));
      this.tell();
    },
    tell() {
      const count = this.lines.reduce((sum, line) => sum + line.quantity, 0);
      document.getElementById("cart-count").textContent = count || "";
    },
    add(thing) {
      const others = this.lines.filter((line) => line.id !== thing.id);
      const quantity = (this.lines.find((line) => line.id === thing.id)?.quantity ?? 0) + 1;
      this.lines = [...others, { ...thing, quantity }];
    },
    remove(id) { this.lines = this.lines.filter((line) => line.id !== id); },
  };

  function showBasket(basket) {
    const lines = cart.lines;
    basket.querySelector("ul").replaceChildren(...lines.map((line) => {
      const remove = make("button", { textContent: "×", ariaLabel: say(`Remove ${line.title}`, `移除${line.title}`) });
      remove.addEventListener("click", () => {
        equipoise.send("uncart", { item: line.id });
        cart.remove(line.id);
        showBasket(basket);
      });
      const name = make("span", {}, make("a", { href: address(line.id), textContent: line.title }), ` × ${line.quantity}`);
      return make("li", {}, picture(line.id, line.category), name, money(line.price * line.quantity, line.currency), remove);
    }));
    const total = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
    basket.querySelector(".total").textContent = lines.length
      ? `${say("Total", "合计")} ${money(total, lines[0].currency)}` : basket.dataset.nothing;
    basket.querySelector("#buy").hidden = !lines.length;
  }

  /** A shop that sells would tell of orders from its backend. */
  function buy(basket) {
    const order = `example-${Date.now()}`;
    equipoise.send("checkout", {});
    for (const { id, quantity } of cart.lines) equipoise.send("purchase", { item: id, quantity, order });
    cart.lines = [];
    showBasket(basket);
    basket.querySelector(".total").textContent = basket.dataset.thanks;
  }

  // ---- This page ----

  const basket = document.getElementById("basket");
  if (basket) {
    showBasket(basket);
    basket.querySelector("#buy").addEventListener("click", () => buy(basket));
  }

  const product = document.querySelector(".product");
  if (product) {
    const { equipoiseItem: id, title, price, currency } = product.dataset;
    const category = product.dataset.category.split("/");
    product.querySelector(".picture").append(picture(id, category));
    const add = product.querySelector("#add");
    // The event itself is told by its data attribute.
    add?.addEventListener("click", () => {
      cart.add({ id, title, price: Number(price), currency, category });
      add.textContent = add.dataset.done;
    });
  }

  document.getElementById("forget").addEventListener("click", () => {
    equipoise.consent(false);
    localStorage.removeItem(CART);
    sessionStorage.clear();
    equipoise.consent(true);
    location.href = home;
  });

  cart.tell();
  document.querySelectorAll(".list").forEach(fill);
  // Back in the history is a visit like any other: the list is asked for again.
  addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll(".list").forEach(fill); });
})();
