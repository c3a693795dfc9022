extension WebPage {
  /// The panel in which a number's arithmetic opens, and the doors to it: whatever has `data-door`,
  /// a name, and `data-at`, which of its elements.
  static let doorScript =
    doorStart + doorFormulas + doorTables + doorUses + doorPanel

  /// What there is to know, and where from.
  private static let doorStart = #"""
    const openDoors = () => {
      const panel = byId("door");
      if (!panel) return;
      const { words, precedence } = JSON.parse(byId("door-words").textContent);
      const say = (key, ...values) => words[key].replace(/\{(\d)\}/g, (_, place) => values[place]);
      const book = makeBook();
      const carried = byId("doors");
      const path = document.body.dataset.doors;
      let moments = null;
      let moment = -1;
      let now = new Map();
      let trail = [];
      let opener = null;
      let isExact = false;
      let asked = 0;

      const make = (tag, attributes = {}, ...children) => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) {
          if (value !== undefined && value !== false) element.setAttribute(name, value);
        }
        element.append(...children);
        return element;
      };

      // MARK: What there is to know

      const unpacked = async (text) => {
        const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
        return new Uint8Array(await new Response(stream).arrayBuffer());
      };
      let loading = null;
      const load = () => {
        loading ??= carried
          ? unpacked(carried.textContent).then((bytes) => { moments = book.take(bytes); })
          : Promise.resolve();
        return loading;
      };
      const current = () => (moments ? moments[moment < 0 ? moments.length - 1 : moment] : now);

      const fetched = async (question) => {
        const answer = await fetch(`${path}${question}`);
        if (!answer.ok) return null;
        return book.take(new Uint8Array(await answer.arrayBuffer()))[0];
      };

      /** The version of a name that is meant, with its arithmetic where that can be had. */
      const find = async ({ name, key }) => {
        await load();
        let found = key ?? current().get(name);
        if (path && (!found || !book.versions.get(found)?.isWhole)) {
          const address = encodeURIComponent(name);
          const names = await fetched(key ? `${address}/${key.split("@")[1] || "-"}` : address);
          if (!names) return null;
          found = names.get(name);
          if (!key && found) now.set(name, found);
          const version = book.versions.get(found);
          if (version) version.isWhole = true;
        }
        return book.versions.get(found) ?? null;
      };

    """#

  /// The panel itself, what it lights up, the way through it and the doors.
  private static let doorPanel = #"""
      const fill = (version, flat) => {
        const shape = book.shapeOf(version);
        const index = book.indexOf(shape, flat);
        const name = element(version.name, index);
        const value = book.number(version, flat);
        byId("door-title").replaceChildren(
          `${name} = `, make("span", { class: "value" }, text(value, book.typeOf(version))));
        const parts = [make("p", { class: "faint" }, version.kind)];
        const step = version.chunk.steps[version.step];
        if (step) parts.push(make("pre", {}, step[1]));
        if (version.setting) parts.push(make("pre", {}, `${version.name} = ${version.setting}`));
        if (version.note) parts.push(make("p", {}, version.note));
        const root = book.tree(version, flat);
        let operands = [];
        if (root) {
          operands = book.operandsOf(root);
          parts.push(arithmetic(isExact ? root : byHand(root), name));
          for (const draw of book.partsOf(root, "draw")) {
            parts.push(make("p", {}, say(
              draw.since === null || draw.since === draw.number ? "draw" : "drawSince",
              draw.number, draw.text, version.seed ?? "", draw.since)));
          }
          for (const line of version.chain ?? []) parts.push(make("p", {}, line));
        } else if (step && version.plan === undefined && !path) {
          parts.push(make("p", {}, say("notKept")), ...nearest(version, flat));
        }
        parts.push(...course(version, flat, root));
        if (operands.length > 0) {
          const lines = isExact ? root : byHand(root);
          parts.push(make("h3", {}, say("operands")), origins(lines, operands));
          const shown = matrices(operands);
          if (shown.length > 0) {
            parts.push(
              make("h3", {}, say("inPlace")), make("div", { class: "matrices" }, ...shown));
          }
        }
        const gradient = current().get(`d${version.name}`);
        const pulled = gradient && book.versions.get(gradient);
        if (!path && pulled && book.countOf(book.shapeOf(pulled)) === book.countOf(shape)) {
          const inner = element(pulled.name, index);
          parts.push(make("p", {}, `${say("gradient")} `, button(
            `${inner} = ${text(book.number(pulled, flat), "f")}`,
            { name: pulled.name, flat, key: pulled.key })));
        }
        if (path) {
          const place = make("div");
          parts.push(place);
          more(version, flat, place);
        } else {
          parts.push(...usedFor(version, flat));
        }
        byId("door-body").replaceChildren(...parts);
        light(version.name, flat, operands);
        return name;
      };

      // MARK: Lighting up

      const places = (name, flat) => document.querySelectorAll(
        `[data-door="${CSS.escape(name)}"][data-at="${flat}"]:not([data-moment])`);
      const light = (name, flat, operands) => {
        dim();
        for (const place of places(name, flat)) place.classList.add("asked");
        for (const part of operands) {
          for (const place of places(part.name, part.flat)) place.classList.add("operand");
        }
      };
      const dim = () => {
        for (const kind of ["asked", "operand", "pointed"]) {
          for (const place of document.querySelectorAll(`[data-door].${kind}`)) {
            place.classList.remove(kind);
          }
        }
      };
      const point = ({ name, flat }) => {
        for (const place of document.querySelectorAll(".pointed")) {
          place.classList.remove("pointed");
        }
        for (const place of places(name, flat)) place.classList.add("pointed");
      };

      // MARK: The way

      const show = async () => {
        const mine = asked += 1;
        const door = trail[trail.length - 1];
        const version = await find(door);
        if (mine !== asked) return;
        panel.hidden = false;
        document.body.classList.add("has-door");
        if (version && book.countOf(book.shapeOf(version)) > door.flat) {
          door.label = fill(version, door.flat);
        } else {
          door.label = door.name;
          byId("door-title").replaceChildren(door.name);
          byId("door-body").replaceChildren(make("p", {}, say("nothing")));
          dim();
        }
        byId("door-trail").replaceChildren(...trail.map((each, place) => {
          const isLast = place === trail.length - 1;
          const step = make("button", {
            type: "button", class: "number", "aria-current": isLast ? "true" : undefined,
          }, each.label);
          step.addEventListener("click", () => {
            trail = trail.slice(0, place + 1);
            show().then(arrive);
          });
          return make("li", {}, step);
        }));
        byId("door-back").disabled = trail.length < 2;
      };
      const arrive = () => {
        byId("door-title").focus({ preventScroll: true });
        panel.scrollTop = 0;
      };
      const enter = (door) => {
        trail.push({ ...door });
        return show().then(arrive);
      };
      const open = (place) => {
        opener = place;
        trail = [];
        if (place.dataset.moment) {
          const slider = byId("slider");
          slider.value = place.dataset.moment;
          slider.dispatchEvent(new Event("input"));
        }
        return enter({ name: place.dataset.door, flat: Number(place.dataset.at) });
      };
      const back = () => {
        if (trail.length < 2) return;
        trail.pop();
        show().then(arrive);
      };
      const close = () => {
        panel.hidden = true;
        document.body.classList.remove("has-door");
        dim();
        // The place may have been drawn anew.
        const place = opener?.isConnected ? opener
          : opener && places(opener.dataset.door, opener.dataset.at)[0];
        place?.focus();
        trail = [];
      };

      // MARK: Doors

      const arrows = {
        ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
      };
      /** One stop of the Tab key for many doors; arrows go to the next in their direction. */
      const walkByArrows = (group) => {
        const doors = () => [...group.querySelectorAll("button, [data-door]")].filter(
          (each) => !each.querySelector("button"));
        doors().forEach((door, place) => door.setAttribute("tabindex", place === 0 ? "0" : "-1"));
        if (group.dataset.walks) return;
        group.dataset.walks = "true";
        group.addEventListener("keydown", (event) => {
          const direction = arrows[event.key];
          const from = document.activeElement;
          if (!direction || !doors().includes(from)) return;
          event.preventDefault();
          const middle = (each) => {
            const box = each.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
          };
          const [x, y] = middle(from);
          let best = null;
          for (const door of doors()) {
            const [dx, dy] = middle(door).map((value, axis) => value - [x, y][axis]);
            const along = dx * direction[0] + dy * direction[1];
            const aside = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
            if (door === from || along < 2 || aside > along * 4) continue;
            const distance = along + 3 * aside;
            if (!best || distance < best.distance) best = { door, distance };
          }
          if (!best) return;
          from.setAttribute("tabindex", "-1");
          best.door.setAttribute("tabindex", "0");
          best.door.focus();
        });
      };

      const decorate = () => {
        for (const place of document.querySelectorAll("[data-door]:not([role])")) {
          place.setAttribute("role", "button");
          place.setAttribute("tabindex", "-1");
          const name = place.dataset.label;
          const value = place.textContent.trim();
          if (name) place.setAttribute("aria-label", value ? `${name} = ${value}` : name);
        }
        for (const group of document.querySelectorAll("[data-doors]")) {
          if (group.querySelector("[data-door]") && !group.querySelector('[tabindex="0"]')) {
            walkByArrows(group);
          }
        }
        if (!panel.hidden && trail.length > 0) {
          const door = trail[trail.length - 1];
          const version = book.versions.get(door.key ?? current().get(door.name));
          const root = version && book.tree(version, door.flat);
          light(door.name, door.flat, root ? book.operandsOf(root) : []);
        }
      };

      /** Of points that lie upon each other the one whose middle is nearest. */
      const nearestTo = (place, { clientX, clientY }) => {
        if (!place.dataset.moment) return place;
        let best = { place, distance: Infinity };
        for (const each of place.parentElement.querySelectorAll("[data-moment]")) {
          const box = each.getBoundingClientRect();
          const distance = Math.hypot(
            box.x + box.width / 2 - clientX, box.y + box.height / 2 - clientY);
          if (distance < best.distance) best = { place: each, distance };
        }
        return best.place;
      };
      document.addEventListener("click", (event) => {
        const place = event.target.closest?.("[data-door]");
        if (place) open(nearestTo(place, event));
      });
      document.addEventListener("keydown", (event) => {
        const place = event.target.closest?.("[data-door]");
        if (place && (event.key === "Enter" || event.key === " ")) {
          event.preventDefault();
          open(place);
        }
        if (event.key === "Escape" && !panel.hidden) close();
        if (event.key === "Backspace" && panel.contains(event.target)) {
          event.preventDefault();
          back();
        }
      });
      byId("door-back").addEventListener("click", back);
      byId("door-close").addEventListener("click", close);
      byId("door-exact").addEventListener("click", (event) => {
        isExact = !isExact;
        event.currentTarget.setAttribute("aria-pressed", String(isExact));
        if (trail.length > 0) show();
      });
      document.addEventListener("moment", ({ detail }) => {
        if (detail !== undefined) moment = detail;
        now = new Map();
        decorate();
        if (!panel.hidden && trail.length > 0) {
          // The number that was asked about, as it is at the new moment.
          trail = [{ name: trail[0].name, flat: trail[0].flat }];
          show();
        }
      });
      decorate();
      // For tests: the same that the panel shows.
      document.underhood = { book, find, load, written, moments: () => moments };
    };

    """#
}
