extension WebPage {
  /// What a number is used for, and which example pulls at it.
  static let doorUses = #"""
      /** The equations of this moment that read a number, and which of their elements do. */
      const readers = (version, flat) => {
        const found = [];
        for (const key of new Set(current().values())) {
          const reader = book.versions.get(key);
          const input = reader?.plan === undefined ? undefined : reader.inputs[version.name];
          if (input === undefined || reader.chunk.versions[input].key !== version.key) continue;
          const shape = book.shapeOf(reader);
          const count = book.countOf(shape);
          const size = book.sizeOf(book.tree(reader, 0));
          const places = [];
          for (let place = 0; place < count && (place + 1) * size < 300000; place += 1) {
            const plan = reader.chunk.plans[reader.plan];
            if (book.reads(plan, place, version.name, flat)) places.push(place);
          }
          found.push({ reader, shape, places });
        }
        return found;
      };

      /** What a number is used for: in a page that carries its book, as far as that goes. */
      const usedFor = (version, flat) => {
        const found = readers(version, flat);
        if (found.length === 0) return [];
        const items = found.map(({ reader, shape, places }) => {
          const shown = places.slice(0, 6).flatMap((place, i) => {
            const name = element(reader.name, book.indexOf(shape, place));
            const door = { name: reader.name, flat: place, key: reader.key };
            return [i > 0 ? ", " : " → ", button(name, door)];
          });
          if (places.length > 6) shown.push(` ${say("others", places.length - 6)}`);
          const equation = reader.chunk.steps[reader.step] ?? reader.name;
          return make("li", {}, make("code", {}, equation), ...shown);
        });
        // How far it moves them is known of the parameters.
        const moves = version.moves?.[flat];
        const name = element(version.name, book.indexOf(book.shapeOf(version), flat));
        return [
          make("h3", {}, say("uses")), make("ul", { class: "origins" }, ...items),
          ...(moves ? usesTable(moves)
            : [make("p", { class: "faint" }, say("movesElsewhere", `uses ${name}`))]),
        ];
      };

      /** How much moves when a number moves, and which example pulls at it, as the session says. */
      const told = async (command, version, flat) => {
        const answer = await fetch(`ask/${command}/${encodeURIComponent(version.name)}/${flat}`);
        return answer.ok ? (await answer.json()).result ?? null : null;
      };
      const number = (value) => text(typeof value === "number" ? value : Number.NaN, "f");
      const usesTable = (uses) => {
        const reached = uses.reaches.flatMap(
          (each) => each.moves.slice(0, 4).map((move) => ({ ...each, move })));
        const rows = reached.map(({ name, shape, move }) => {
          const flat = move.index.reduce((place, at, axis) => place * shape[axis] + at, 0);
          return make("tr", {},
            make("th", { scope: "row" }, button(element(name, move.index), { name, flat })),
            make("td", { class: "number" }, String(move.count)),
            make("td", { class: "number" }, move.slope === null ? "–" : number(move.slope)),
            make("td", { class: "number" }, move.expected === null ? "–" : number(move.expected)),
            make("td", { class: "number" }, number(move.difference)));
        });
        if (rows.length === 0) return [];
        const heads = ["reached", "howMany", "slope", "expected", "really"].map(
          (key, i) => make("th", { scope: "col", class: i > 0 ? "number" : undefined },
            say(key, number(uses.moved_by))));
        const heading = say("moves", number(uses.moved_by));
        const table = make("table", { class: "sum", "aria-label": heading },
          make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
        return [make("h3", {}, heading),
          make("div", { class: "scroll" }, table)];
      };
      const pullsTable = (pulls) => {
        const groups = pulls.groups.slice(0, 10);
        if (groups.length === 0) return [];
        const largest = largestOf(groups.map(({ total }) => total));
        const name = element(pulls.parameter ?? pulls.name, pulls.index);
        const rows = groups.map(({ count, first, data, total }) => {
          const values = Object.entries(data).filter(([, all]) => all.length <= 4).map(
            ([each, all]) => `${each} = ${all.length === 1 ? all[0] : `(${all.join(", ")})`}`);
          const words = say(count === 1 ? "example" : "examplesLike", first, count);
          return make("tr", {},
            make("th", { scope: "row" }, words,
              make("span", { class: "faint" }, ` ${values.join(", ")}`)),
            make("td", { class: "number" }, number(total)), bar(total, largest));
        });
        const heading = say("pulls", name);
        return [make("h3", {}, heading), make("div", { class: "scroll" },
          make("table", { class: "sum", "aria-label": heading }, make("tbody", {}, ...rows))),
          make("p", { class: "faint" }, say("sides", name))];
      };
      const more = async (version, flat, place) => {
        const mine = asked;
        if (current().get(version.name) !== version.key) return;
        const uses = await told("uses", version, flat);
        const pulls = await told("pulls", version, flat);
        if (mine !== asked) return;
        place.replaceChildren(
          ...(uses ? usesTable(uses) : []), ...(pulls ? pullsTable(pulls) : []));
      };

    """#
}
