extension WebPage {
  /// What is lit in the page while the panel is open, and the way through the panel.
  static let doorWay = #"""
      // MARK: Lighting up

      // What the network says when it is asked stands with a sign before its name.
      const plain = (name) => name.replace(/^=/, "");
      const places = (name, flat) => document.querySelectorAll(["", "="].map((sign) =>
        `[data-door="${sign}${CSS.escape(plain(name))}"][data-at="${flat}"]:not([data-moment])`));
      const light = (name, flat, operands) => {
        dim();
        for (const place of places(name, flat)) place.classList.add("asked");
        // A sum has as many operands as there are examples: the page is looked through once.
        const lit = new Set(operands.map((part) => `${part.name} ${part.flat}`));
        for (const place of document.querySelectorAll("[data-door]:not([data-moment])")) {
          const { door, at } = place.dataset;
          if (lit.has(`${plain(door)} ${at}`)) place.classList.add("operand");
        }
      };
      const clear = (kind) => {
        for (const place of document.querySelectorAll(`[data-door].${kind}`)) {
          place.classList.remove(kind);
        }
      };
      const dim = () => ["asked", "operand", "pointed"].forEach(clear);
      const point = ({ name, flat }) => {
        clear("pointed");
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
          door.label = plain(door.name);
          byId("door-title").replaceChildren(door.label);
          byId("door-body").replaceChildren(...(isKept() ? [make("p", {}, say("nothing"))] : [
            make("p", {}, say("notKept")),
            make("p", {}, `${say("nearestMoment")} `, nearestMoment()),
          ]));
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
      /** Whether anything is known of the moment that the page shows. */
      const isKept = () => !moments || current().size > 0;
      /** Takes the page to the nearest moment of which something is. */
      const nearestMoment = () => {
        const here = moment < 0 ? moments.length - 1 : moment;
        const [place] = [...moments.keys()].filter((each) => moments[each].size > 0)
          .sort((a, b) => Math.abs(a - here) - Math.abs(b - here));
        const { labels } = JSON.parse(byId("states").textContent);
        const go = make("button", { type: "button" }, labels[place]);
        go.addEventListener("click", () => {
          const slider = byId("slider");
          slider.value = String(place);
          slider.dispatchEvent(new Event("input"));
          show().then(arrive);
        });
        return go;
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
        // What is still on its way does not open it again.
        asked += 1;
        panel.hidden = true;
        document.body.classList.remove("has-door");
        dim();
        // The place may have been drawn anew.
        const place = opener?.isConnected ? opener
          : opener && places(opener.dataset.door, opener.dataset.at)[0];
        place?.focus();
        trail = [];
      };

    """#
}
