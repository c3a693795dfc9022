extension WebPage {
  /// The doors in the page: how they are told of, walked through and opened.
  static let doorPlaces = #"""
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
          // A click is told in whole pixels: the middle of its own is meant.
          const distance = Math.hypot(
            box.x + box.width / 2 - clientX - 0.5, box.y + box.height / 2 - clientY - 0.5);
          if (distance < best.distance) best = { place: each, distance };
        }
        return best.place;
      };
      const doorAt = (event) => event.target.closest?.("[data-door]");
      // Doors lie upon each other, and one that is pointed at is drawn otherwise: another may lie
      // under the pointer when it is let go, and a click is then on what holds both. The one that was
      // pressed is meant.
      let pressed = null;
      document.addEventListener("pointerdown", (event) => { pressed = doorAt(event) ?? null; });
      document.addEventListener("click", (event) => {
        const holds = pressed?.isConnected && event.target.contains?.(pressed);
        const place = doorAt(event) ?? (event.detail > 0 && holds ? pressed : null);
        pressed = null;
        if (place) open(nearestTo(place, event));
      });
      document.addEventListener("keydown", (event) => {
        const place = doorAt(event);
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
      // Before it is asked for: to unpack it takes longer than anyone should wait.
      if (carried) (window.requestIdleCallback ?? setTimeout)(load);
      // For tests: the same that the panel shows.
      document.underhood = { book, find, load, written, moments: () => moments };
    };

    """#
}
