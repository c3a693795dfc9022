extension WebPage {
  /// Sums line by line, matrices with their lit places, and where numbers come from.
  static let doorTables = #"""
      // MARK: The panel's parts

      const arithmetic = (root, name) => {
        const sums = book.partsOf(root, "sum").filter(({ parts }) => parts.length > longest);
        const row = (isNumber) => make("p", { class: "formula" },
          make("span", { class: "faint" }, isNumber ? "= " : `${name} = `),
          ...formula(root, isNumber, sums)[0]);
        const made = make("div", { class: "arithmetic" }, row(false), row(true));
        sums.forEach((sum, place) => made.append(sumTable(sum, label(place, sums))));
        return made;
      };

      const drawn = (tag, attributes, ...children) => {
        const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.append(...children);
        return element;
      };
      /** A bar to one side of 0, as long as the number is large beside the largest. */
      const bar = (value, largest) => {
        const length = largest > 0 && Number.isFinite(value) ? 46 * Math.abs(value) / largest : 0;
        const size = { viewBox: "0 0 100 12", "aria-hidden": "true" };
        return make("td", { class: "pull" }, drawn("svg", size,
          drawn("rect", {
            x: value < 0 ? 50 - length : 50, y: 2, width: length, height: 8,
            class: value < 0 ? "below" : "above",
          }), drawn("path", { d: "M50 0v12" })));
      };
      const largestOf = (values) => Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));

      const sumTable = (sum, name) => {
        const lines = book.linesOf(sum, 8);
        const count = sum.parts.length;
        const isGrouped = lines.some(({ group }) => group?.members.length > 1);
        const heading = say(
          sum.classes ? (isGrouped ? "sumOfEqualExamples" : "sumOfExamples")
            : (isGrouped ? "sumOfEqualTerms" : "sumOfTerms"),
          name, text(book.totalOf(sum), "f"), count);
        const body = make("tbody");
        const largest = largestOf(lines.map(({ total }) => total));
        for (const line of lines) {
          const total = make("td", { class: "number" }, text(line.total, "f"));
          const end = sum.classes ? [total, bar(line.total, largest)] : [total];
          if (line.group) {
            const { members, term } = line.group;
            const key = members.length === 1
              ? (sum.classes ? "example" : "term") : (sum.classes ? "examplesLike" : "termsLike");
            const [row, hold] = formula(term, true, []);
            const factor = members.length === 1 ? row
              : [`${members.length} * `, ...(hold < tightest ? ["(", ...row, ")"] : row)];
            body.append(make("tr", {},
              make("th", { scope: "row" }, say(key, members[0], members.length)),
              make("td", {}, ...factor), ...end));
          } else if (line.rest) {
            body.append(make("tr", {},
              make("th", { scope: "row", colspan: 2 }, say("rest", line.rest, line.kinds)),
              ...end));
          } else if (isExact || Math.abs(line.total) > 1e-4 * Math.abs(book.totalOf(sum))) {
            body.append(make("tr", {},
              make("th", { scope: "row", colspan: 2 }, say("rounding")), ...end));
          }
        }
        return make("div", { class: "scroll" },
          make("table", { class: "sum" }, make("caption", {}, heading), body));
      };

      /** A handful of numbers of an array around those that are lit, as a matrix. */
      const matrix = (name, version, lit) => {
        const shape = book.shapeOf(version);
        const [rows, columns] = shape.length === 2 ? shape : [1, shape[0] ?? 1];
        const around = (count, places) => {
          const kept = new Set([0, 1, count - 2, count - 1].filter((i) => i >= 0 && i < count));
          for (const place of [...places].slice(0, 6)) {
            for (const near of [place - 1, place, place + 1]) {
              if (near >= 0 && near < count) kept.add(near);
            }
          }
          if (count <= 6) for (let i = 0; i < count; i += 1) kept.add(i);
          return [...kept].sort((a, b) => a - b).slice(0, 12);
        };
        const shownRows = around(rows, new Set([...lit].map((flat) => Math.floor(flat / columns))));
        const shownColumns = around(columns, new Set([...lit].map((flat) => flat % columns)));
        const body = make("tbody");
        let before = -1;
        for (const row of shownRows) {
          if (row > before + 1) {
            body.append(make("tr", { class: "faint" },
              make("td", { colspan: shownColumns.length * 2 }, "…")));
          }
          before = row;
          const cells = [];
          let last = -1;
          for (const column of shownColumns) {
            if (column > last + 1) cells.push(make("td", { class: "faint" }, "…"));
            last = column;
            const flat = row * columns + column;
            const index = book.indexOf(shape, flat);
            const value = text(book.number(version, flat), book.typeOf(version));
            cells.push(make("td", { class: lit.has(flat) ? "number operand" : "number" },
              button(value, { name, flat, key: version.key },
                `${element(name, index)} = ${value}`)));
          }
          body.append(make("tr", {}, ...cells));
        }
        const size = shape.length === 0 ? "" : ` (${shape.join(", ")})`;
        const made = make("table", { class: "matrix" },
          make("caption", {}, `${name}${size}`), body);
        walkByArrows(made);
        return make("div", { class: "scroll" }, made);
      };

      const matrices = (operands) => {
        const found = new Map();
        for (const part of operands) {
          if (!part.source || part.index.length === 0) continue;
          const { key } = part.source;
          if (!found.has(key)) found.set(key, { part, lit: new Set() });
          found.get(key).lit.add(part.flat);
        }
        return [...found.values()].map(({ part, lit }) => matrix(part.name, part.source, lit));
      };

      /** The operands that the lines name: of a long sum those of each line's term. */
      const named = (root) => {
        const found = new Map();
        const visit = (part) => {
          if (part.kind === "operand") found.set(`${part.name} ${part.flat}`, part);
          if (part.kind === "sum" && part.parts.length > longest) {
            for (const { group } of book.linesOf(part, 8)) if (group) visit(group.term);
          } else {
            part.parts.forEach(visit);
          }
        };
        visit(root);
        return [...found.values()];
      };

      const origins = (root, operands) => {
        const most = 16;
        const shown = named(root);
        const items = shown.slice(0, most).map((part) => make("li", {},
          operandButton(part, false), ` = ${text(book.valueOf(part), book.nodeType(part))} `,
          make("span", { class: "faint" }, part.source?.kind ?? "")));
        const rest = operands.length - Math.min(shown.length, most);
        if (rest > 0) items.push(make("li", { class: "faint" }, say("more", rest)));
        return make("ul", { class: "origins" }, ...items);
      };

      /** From the first value to this one. */
      const course = (version, flat, root) => {
        if (version.first === undefined) return [];
        const first = version.chunk.versions[version.first];
        if (book.countOf(book.shapeOf(first)) !== book.countOf(book.shapeOf(version))) return [];
        const value = book.number(version, flat);
        const begin = book.number(first, flat);
        const row = (words, number, door) => make("tr", {}, make("th", { scope: "row" }, words),
          make("td", { class: "number" }, door ? button(text(number, "f"), door,
            `${words} ${text(number, "f")}`) : text(number, "f")));
        const rows = [row(say("firstValue"), begin, { name: version.name, flat, key: first.key })];
        const before = root && book.operandsOf(root).find(
          (part) => part.name === version.name && part.flat === flat);
        if (before?.source) {
          const previous = book.valueOf(before);
          if (before.source.key !== first.key) {
            rows.push(row(say("earlierUpdates"), previous - begin));
          }
          rows.push(row(say("lastUpdate", version.epoch), value - previous));
        } else {
          rows.push(row(say("allUpdates", version.epoch), value - begin));
        }
        return [make("div", { class: "scroll" }, make("table", { class: "sum" },
          make("caption", {}, say("course")), make("tbody", {}, ...rows)))];
      };

      /** What is kept of the same number before an epoch that is not. */
      const nearest = (version, flat) => {
        const kept = (moments ?? []).map((names) => book.versions.get(names.get(version.name)))
          .filter((each) => each?.plan !== undefined && each.epoch < version.epoch
            && book.countOf(book.shapeOf(each)) > flat);
        const last = kept[kept.length - 1];
        if (!last) return [];
        const door = { name: version.name, flat, key: last.key };
        const name = element(version.name, book.indexOf(book.shapeOf(last), flat));
        const value = text(book.number(last, flat), book.typeOf(last));
        return [make("p", {}, `${say("nearest")} `, button(`${name} = ${value}`, door),
          ` ${last.kind}`)];
      };

    """#
}
