extension WebPage {
  /// Elements with the arithmetic that made them: part of the book's script.
  static let bookNodes = #"""
      /** One element with the arithmetic that made it. */
      const node = (plan, flat, version) => {
        const made = (kind, parts = [], more = {}) => ({ kind, parts, plan, flat, version, ...more });
        const inner = () => children(plan, flat).map(([part, place]) => node(part, place, version));
        switch (plan.k) {
        case "number": return made("number");
        case "constant": return made("constant", [], { text: plan.o });
        case "name": {
          const input = version.inputs?.[plan.o];
          const operand = input === undefined ? null : version.chunk.versions[input];
          return made("operand", [], {
            name: plan.o, index: indexOf(plan.s, flat), source: operand,
          });
        }
        case "list": case "movement": return inner()[0] ?? made("number");
        case "unary": case "binary": return made(plan.k, inner(), { operator: plan.o });
        case "call": case "definition": case "reduction":
          return made(plan.k, inner(), { text: plan.o });
        case "product": case "sum": {
          const places = children(plan, flat);
          const child = (i) => node(...places[i], version);
          return plan.k === "sum"
            ? made("sum", [], { type: plan.o, ...sumOf(places.length, child, plan, version) })
            : made("sum", [], {
              type: "product", ...sumOf(places.length / 2, (k) => (
                { kind: "binary", operator: "*", parts: [child(2 * k), child(2 * k + 1)] }
              ), plan, version),
            });
        }
        case "draw":
          return made("draw", inner(), {
            text: plan.o, number: flat + 1, since: plan.n === undefined ? null : plan.n + flat + 1,
          });
        default: throw new Error(plan.k);
        }
      };

      /**
       * The terms of a sum. Where it runs over examples of which equal ones have equal terms, a term
       * is made once for each kind, and `termAt` makes that of a place.
       */
      const sumOf = (count, termAt, plan, version) => {
        const examples = version.chunk.examples[version.examples];
        const all = () => Array.from({ length: count }, (_, place) => termAt(place));
        if (!examples || count !== examples.classes.length || count < 2) return { parts: all() };
        if (!overExamples([termAt(0), termAt(1)], examples)) return { parts: all() };
        const classes = examples.few ? examples.classes : examples.classes.map(() => 0);
        if (examples.kinds === count || !plan.x.every((part) => isOfKinds(part, version))) {
          return { parts: all(), classes };
        }
        const firsts = [];
        const parts = examples.ordinal.map(
          (kind, place) => (firsts[kind] ??= { place, term: termAt(place) }).term);
        return { parts, classes, termAt, firsts, examples };
      };

      /** Whether the terms of a sum run over the examples. */
      const overExamples = (terms, examples) => terms.every((term, place) => {
        const operand = operandsOf(term).find(
          ({ name, index }) => examples.axes[name] < index.length);
        return operand && operand.index[examples.axes[operand.name]] === place;
      });

      /** Whether of equal examples the elements are equal: what is read has one line of each kind. */
      const isOfKinds = (plan, version) => {
        switch (plan.k) {
        case "number": return countOf(plan.s) === 1;
        case "constant": return true;
        case "name": {
          const source = version.chunk.versions[version.inputs[plan.o]];
          if (source === undefined) return false;
          const { arrays, examples } = source.chunk;
          const [, shape, , grouped] = arrays[source.array];
          return countOf(shape) === 1
            || examples[grouped]?.grouping === examples[version.examples].grouping;
        }
        case "unary": case "binary": case "call": case "definition": case "sum": case "reduction":
          return plan.x.filter(Boolean).every((part) => isOfKinds(part, version));
        case "movement": return plan.t === true && isOfKinds(plan.x[0], version);
        default: return false;
        }
      };

      /** The elements of names that a node is computed from, each once. */
      const operandsOf = kept((root) => {
        const found = new Map();
        const add = (part) => {
          const key = `${part.name} ${part.flat}`;
          if (!found.has(key)) found.set(key, part);
        };
        const visit = (part) => {
          if (part.kind === "operand") add(part);
          if (part.firsts) operandsOfKinds(part).forEach(add); else part.parts.forEach(visit);
        };
        visit(root);
        return [...found.values()];
      });

      /** Those of a sum whose equal examples share a term: in that of each place they stand there. */
      const operandsOfKinds = ({ parts, firsts, examples }) => parts.flatMap((term, place) => {
        const first = firsts[examples.ordinal[place]].place;
        if (place === first) return operandsOf(term);
        return operandsOf(term).map((part) => {
          const axis = examples.axes[part.name];
          if (part.index[axis] !== first) return part;
          const index = part.index.map((at, each) => (each === axis ? place : at));
          const step = countOf(part.plan.s.slice(axis + 1));
          return { ...part, index, flat: part.flat + (place - first) * step };
        });
      });

    """#
}
