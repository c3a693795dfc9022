extension WebPage {
  /// What the page does: puts states into their regions. It knows nothing of networks.
  ///
  /// - Parameters:
  ///   - hasDoors: whether its numbers can be asked about.
  ///   - hasFold: whether it bends a sheet.
  static func script(hasDoors: Bool, hasFold: Bool) -> String {
    "(() => {\n\"use strict\";\n" + regionScript
      + (hasDoors ? bookScript + doorScript + "openDoors();\n" : "")
      + (hasFold ? arrayScript + foldScript + "openFold();\n" : "") + "})();\n"
  }

  private static let regionScript = #"""
    const byId = (id) => document.getElementById(id);
    const shown = new Map();
    /** Whether the region was replaced. */
    const show = (id, markup) => {
      if (shown.get(id) === markup) return false;
      const region = document.querySelector(`[data-region="${id}"]`);
      if (!region) return false;
      shown.set(id, markup);
      region.innerHTML = markup;
      return true;
    };

    // What someone has pressed stays where it is until they let go: a click upon what has been laid
    // out anew meanwhile is none. What is news then comes right after, the newest alone.
    let isHeld = false;
    let news = null;
    let patience = 0;
    const letGo = () => {
      clearTimeout(patience);
      isHeld = false;
      const waiting = news;
      news = null;
      if (waiting) waiting();
    };
    document.addEventListener("pointerdown", (event) => {
      isHeld = Boolean(event.target.closest?.("[data-door], button"));
      clearTimeout(patience);
      if (isHeld) patience = setTimeout(letGo, 1000);
    }, true);
    for (const kind of ["pointerup", "pointercancel"]) {
      // Behind the click.
      document.addEventListener(kind, () => { if (isHeld) setTimeout(letGo); }, true);
    }
    const whenFree = (work) => {
      if (isHeld) news = work; else work();
    };

    const slide = ({ labels, regions }) => {
      const slider = byId("slider");
      const button = byId("play");
      const status = byId("status");
      const lists = Object.entries(regions);
      const go = (state) => {
        for (const [id, list] of lists) {
          let place = state;
          while (place > 0 && list[place] === null) place -= 1;
          show(id, list[place]);
        }
        slider.setAttribute("aria-valuetext", labels[state]);
        document.dispatchEvent(new CustomEvent("moment", { detail: state }));
      };
      let timer = 0;
      const pause = () => {
        clearInterval(timer);
        timer = 0;
        button.textContent = button.dataset.play;
        status.setAttribute("aria-live", "polite");
      };
      const play = () => {
        if (Number(slider.value) === labels.length - 1) slider.value = "0";
        button.textContent = button.dataset.pause;
        status.setAttribute("aria-live", "off");
        timer = setInterval(() => {
          const next = Number(slider.value) + 1;
          if (next >= labels.length - 1) pause();
          slider.value = String(next);
          whenFree(() => go(Number(slider.value)));
        }, 120);
        go(Number(slider.value));
      };
      slider.addEventListener("input", () => {
        if (timer) pause();
        go(Number(slider.value));
      });
      button.addEventListener("click", () => (timer ? pause() : play()));
      // A browser that comes back to the page may have kept the slider's place.
      slider.value = slider.max;
      byId("controls").hidden = false;
    };

    const listen = (path) => {
      const lost = byId("lost");
      const events = new EventSource(path);
      events.onopen = () => { lost.hidden = true; };
      events.onerror = () => { lost.hidden = false; };
      const moments = byId("moments");
      const hold = byId("hold");
      const most = 120;
      const states = [];
      let isStill = false;
      let kind = "";
      let page = "";
      const put = ({ title, regions }) => {
        document.title = title;
        const news = Object.entries(regions).filter(([id, markup]) => show(id, markup));
        // What a room answers changes no number of the network.
        if (news.some(([id]) => id !== "room")) document.dispatchEvent(new CustomEvent("moment"));
      };
      // What a room is asked comes before where training stands; whoever steps sees the whole phase
      // that is lit, whoever runs the pictures.
      const settle = () => {
        const asked = document.querySelector(".room.open");
        if (asked) return asked.scrollIntoView({ block: "nearest" });
        // What is asked for stands at the top, and so does a page that is turned.
        const turned = document.querySelector(".lesson")?.dataset.page ?? "";
        const isNew = turned !== page;
        page = turned;
        if (isNew || document.querySelector(".said")) return scrollTo(0, 0);
        const now = document.querySelector(".stepping") ? "stepping" : "at-rest";
        const lit = document.querySelector(".lit");
        if (now === "stepping" && lit) {
          // Where not all of it has room, numbers have less.
          const phase = lit.closest(".phase");
          phase.classList.toggle("tight", phase.offsetHeight > innerHeight);
          phase.scrollIntoView({ block: "nearest" });
          lit.scrollIntoView({ block: "nearest" });
        } else if (now !== kind) {
          scrollTo(0, 0);
        }
        kind = now;
      };
      const setHeld = (held) => {
        isStill = held;
        hold.setAttribute("aria-pressed", String(held));
        document.body.classList.toggle("held", held);
        if (held || !states.length) return;
        moments.value = moments.max;
        whenFree(() => {
          if (isStill) return;
          put(states[states.length - 1]);
          settle();
        });
      };
      events.onmessage = (event) => {
        const { title, regions } = JSON.parse(event.data);
        const last = states[states.length - 1];
        // What is not named stays as it is; a room's answers are no moment of their own.
        const state = { title, regions: { ...last?.regions, ...regions } };
        if (last && Object.keys(regions).every((id) => id === "room")) states.pop();
        states.push(state);
        byId("past").hidden = states.length < 2;
        if (states.length > most) {
          states.shift();
          if (isStill) moments.value = String(Number(moments.value) - 1);
        }
        moments.max = String(states.length - 1);
        if (!isStill) setHeld(false);
      };
      moments.addEventListener("input", () => {
        const place = Number(moments.value);
        setHeld(place < states.length - 1);
        if (isStill) put(states[place]);
      });
      hold.addEventListener("click", () => setHeld(!isStill));
      document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        if (event.target.closest("input:not([type=range]), select, textarea")) return;
        if (/^[1-9]$/.test(event.key)) document.body.dataset.alone = event.key;
        else if (event.key === "0" || event.key === "Escape") delete document.body.dataset.alone;
        else if (event.key === "h") setHeld(!isStill);
      });
    };

    const states = byId("states");
    if (states) slide(JSON.parse(states.textContent));
    if (document.body.dataset.events) listen(document.body.dataset.events);

    """#
}
