extension WebPage {
  /// The panel's contents: a number, its arithmetic, and where everything in it comes from.
  static let doorPanel = #"""
      const fill = (version, flat) => {
        const shape = book.shapeOf(version);
        const index = book.indexOf(shape, flat);
        const name = element(version.name, index);
        const value = book.number(version, flat);
        byId("door-title").replaceChildren(
          `${name} = `, make("span", { class: "value" }, text(value, book.typeOf(version))));
        const parts = [make("p", { class: "faint" }, version.kind)];
        const step = version.chunk.steps[version.step];
        if (step) parts.push(make("pre", {}, step));
        if (version.setting) parts.push(make("pre", {}, `${version.name} = ${version.setting}`));
        if (version.note) parts.push(make("p", {}, version.note));
        const root = book.tree(version, flat);
        const lines = root && !isExact ? byHand(root) : root;
        let operands = [];
        if (root) {
          operands = book.operandsOf(root);
          parts.push(arithmetic(lines, name));
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

    """#
}
