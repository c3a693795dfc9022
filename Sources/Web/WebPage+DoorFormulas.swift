extension WebPage {
  /// Formulas with a door at each operand, as they are and as one writes them by hand.
  static let doorFormulas = #"""
      // MARK: Numbers and formulas

      const element = (name, index) => index.length === 0 ? name : `${name}[${index.join(", ")}]`;
      const text = (value, type) =>
        isExact || type !== "f" ? written(value, type) : written(short(value), "f");
      const button = (label, door, spoken) => {
        const made = make("button",
          { type: "button", class: "number", "aria-label": spoken }, label);
        made.addEventListener("click", () => enter(door));
        made.addEventListener("pointerenter", () => point(door));
        made.addEventListener("focus", () => point(door));
        return made;
      };
      const doorOf = ({ name, flat, source }) => ({ name, flat, key: source?.key });

      const operandButton = (part, isNumber) => {
        const name = element(part.name, part.index);
        const value = text(book.valueOf(part), book.nodeType(part));
        const label = isNumber ? value : name;
        return part.source
          ? button(label, doorOf(part), `${name} = ${value}`) : make("span", {}, label);
      };

      const longest = 6;
      const tightest = 100;
      const unary = precedence["**"] - 0.5;

      const holdOf = (part) => book.valueOf(part) < 0 ? unary : tightest;

      /** A formula, as what stands in a row, and how tightly it holds together. */
      const formula = (part, isNumber, sums) => {
        const inside = (child, least) => {
          const [row, hold] = formula(child, isNumber, sums);
          return hold < least ? ["(", ...row, ")"] : row;
        };
        switch (part.kind) {
        case "number": case "draw": case "constant":
          if (part.kind === "constant" && !isNumber) return [[part.text], tightest];
          return [[text(book.valueOf(part), book.nodeType(part))], holdOf(part)];
        case "operand":
          return [[operandButton(part, isNumber)], isNumber ? holdOf(part) : tightest];
        case "definition": return formula(part.parts[0], isNumber, sums);
        case "unary": {
          const space = part.operator === "not" ? " " : "";
          return [[part.operator + space, ...inside(part.parts[0], unary + 0.1)], unary];
        }
        case "binary": {
          const hold = precedence[part.operator];
          const isRight = part.operator === "**";
          return [[
            ...inside(part.parts[0], isRight ? hold + 1 : hold), ` ${part.operator} `,
            ...inside(part.parts[1], isRight ? unary : hold + 0.1),
          ], hold];
        }
        case "call":
          return [[`${part.text}(`, ...list(part.parts, isNumber, sums), ")"], tightest];
        case "reduction": {
          const shown = list(part.parts.slice(0, longest), isNumber, sums);
          if (part.parts.length > longest) shown.push(", ...");
          return [[`${part.text}([`, ...shown, "])"], tightest];
        }
        case "sum": {
          const place = sums.indexOf(part);
          let row;
          let hold;
          if (place >= 0) {
            const total = book.totalOf(part);
            row = [isNumber ? text(total, "f") : label(place, sums)];
            hold = isNumber && total < 0 ? unary : tightest;
          } else if (part.parts.length === 1) {
            [row, hold] = formula(part.parts[0], isNumber, sums);
          } else {
            hold = precedence["+"];
            row = part.parts.flatMap((term, i) => [
              ...(i > 0 ? [" + "] : []), ...inside(term, i > 0 ? hold + 0.1 : hold),
            ]);
            if (row.length === 0) row = ["0"];
          }
          if (part.type !== "mean") return [row, hold];
          const over = precedence["/"];
          return [[...(hold < over ? ["(", ...row, ")"] : row), ` / ${part.parts.length}`], over];
        }
        default: return [["?"], tightest];
        }
      };
      const list = (parts, isNumber, sums) => parts.flatMap((part, i) => [
        ...(i > 0 ? [", "] : []), ...formula(part, isNumber, sums)[0],
      ]);
      const label = (place, sums) => sums.length === 1 ? "S" : `S${place + 1}`;

      /**
       * The arithmetic as one would write it by hand: in losses what is multiplied by 0 is left
       * out, what is multiplied by 1 stands without the 1, limits that are not reached are left out,
       * and a minus before a sum is taken to its terms. The number is the same but for rounding.
       */
      const byHand = (part) => {
        if (part.kind === "definition" && ["bce", "cross_entropy"].includes(part.text)) {
          return opened(part.parts[0]);
        }
        return part.parts.length === 0 || part.parts.length > longest
          ? part : book.changed(part, { parts: part.parts.map(byHand) });
      };
      const nothing = { kind: "number", parts: [], isNothing: true };
      const opened = book.kept((part) => {
        switch (part.kind) {
        case "definition": return opened(part.parts[0]);
        case "unary": if (part.operator === "-") return negated(opened(part.parts[0])); break;
        case "binary": {
          const [x, y] = part.parts;
          if (part.operator === "*") {
            const [a, b] = [book.valueOf(x), book.valueOf(y)];
            if (a === 0 || b === 0) return nothing;
            if (a === 1) return opened(y);
            if (b === 1) return opened(x);
          }
          if (part.operator === "+") {
            const [left, right] = [opened(x), opened(y)];
            if (left.isNothing) return right;
            if (right.isNothing) return left;
            return book.changed(part, { parts: [left, right] });
          }
          break;
        }
        case "call":
          if (part.text === "maximum" && part.parts[1]?.kind !== "operand"
            && book.valueOf(part) > book.valueOf(part.parts[1])) {
            return book.changed(opened(part.parts[0]), { value: book.valueOf(part) });
          }
          break;
        case "sum": {
          const parts = termsAlike(part).map(opened);
          const left = parts.filter((term) => !term.isNothing);
          if (part.parts.length <= longest && !part.classes && part.type === "sum"
            && left.length === 1) return left[0];
          return book.changed(part, { parts });
        }
        default: break;
        }
        return book.changed(part, { parts: part.parts.map(opened) });
      });
      /** The terms of a sum, of those that are equal the first for all: it is worked on once. */
      const termsAlike = (sum) => {
        if (sum.parts.length <= longest) return sum.parts;
        const firsts = new Map();
        return sum.parts.map((term, place) => {
          const key = `${sum.classes?.[place]} ${book.signature(term)}`;
          if (!firsts.has(key)) firsts.set(key, term);
          return firsts.get(key);
        });
      };
      const negated = book.kept((part) => {
        if (part.isNothing) return part;
        if (part.kind === "unary" && part.operator === "-") return part.parts[0];
        if (part.kind === "sum") {
          return book.changed(part, {
            parts: part.parts.map(negated), total: -book.totalOf(part),
          });
        }
        return { kind: "unary", operator: "-", parts: [part], value: -book.valueOf(part) };
      });

    """#
}
