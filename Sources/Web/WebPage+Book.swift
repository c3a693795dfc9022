extension WebPage {
  /// Reads the arithmetic behind numbers, and walks it from an element to those that it comes from.
  /// It knows plans, and nothing of networks.
  static let bookScript = #"""
    const makeBook = () => {
      const versions = new Map();

      /** Takes in what a page carries or is sent: JSON with its length before it, then numbers. */
      const take = (bytes) => {
        const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
        const begin = bytes.byteOffset + 4;
        const json = new Uint8Array(bytes.buffer, begin, length);
        const chunk = JSON.parse(new TextDecoder().decode(json));
        chunk.numbers = new Float64Array(
          bytes.buffer.slice(begin + length, bytes.byteOffset + bytes.byteLength));
        for (const examples of chunk.examples) {
          const seen = new Map();
          examples.ordinal = examples.classes.map((kind) => {
            if (!seen.has(kind)) seen.set(kind, seen.size);
            return seen.get(kind);
          });
          examples.kinds = seen.size;
        }
        for (const version of chunk.versions) {
          version.chunk = chunk;
          const known = versions.get(version.key);
          if (!known || (known.plan === undefined && version.plan !== undefined)) {
            versions.set(version.key, version);
          }
        }
        return chunk.moments.map((names) => new Map(
          Object.entries(names).map(([name, place]) => [name, chunk.versions[place].key])));
      };

      const shapeOf = (version) => version.chunk.arrays[version.array][1];

      /** A number of an array of which equal examples may have one line. */
      const at = (chunk, array, flat) => {
        const [, shape, start, examples, axis] = chunk.arrays[array];
        if (examples === undefined) return chunk.numbers[start + flat];
        const { ordinal, kinds } = chunk.examples[examples];
        const [row, column] = [Math.floor(flat / shape[1]), flat % shape[1]];
        return chunk.numbers[
          start + (axis === 1 ? row * kinds + ordinal[column] : ordinal[row] * shape[1] + column)];
      };

      const number = (version, flat) => at(version.chunk, version.array, flat);
      const typeOf = (version) => version.chunk.arrays[version.array][0];

      const indexOf = (shape, flat) => {
        const index = [];
        for (const size of [...shape].reverse()) {
          index.unshift(size > 0 ? flat % size : 0);
          flat = size > 0 ? Math.floor(flat / size) : 0;
        }
        return index;
      };

      const countOf = (shape) => shape.reduce((count, size) => count * size, 1);

      /** Where an element of a result stands in an operand that was spread over it. */
      const spread = (flat, from, to) => {
        if (from.length === to.length && from.every((size, axis) => size === to[axis])) return flat;
        const index = indexOf(from, flat);
        return to.reduce((result, size, axis) => {
          const place = axis + from.length - to.length;
          return result * size + (size === 1 || place < 0 ? 0 : index[place]);
        }, 0);
      };

      /** The elements that are reduced to one of the result. */
      const line = (shape, axis, flat) => {
        const all = (count, place) => Array.from({ length: count }, (_, i) => place(i));
        if (axis === undefined || shape.length === 0) return all(countOf(shape), (i) => i);
        if (shape.length === 1) return all(shape[0], (i) => i);
        return axis === 0
          ? all(shape[0], (i) => i * shape[1] + flat)
          : all(shape[1], (i) => flat * shape[1] + i);
      };

      /** One element with the arithmetic that made it. */
      const node = (plan, flat, version) => {
        const made = (kind, parts = [], more = {}) => ({ kind, parts, plan, flat, version, ...more });
        const under = (child, place) => node(child, place, version);
        const spreadOver = (child) => under(child, spread(flat, plan.s, child.s));
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
        case "list": {
          const size = Math.max(1, countOf(plan.x[0]?.s ?? []));
          return under(plan.x[Math.floor(flat / size)], flat % size);
        }
        case "movement": {
          let place = plan.t === true
            ? (flat % plan.x[0].s[0]) * plan.x[0].s[1] + Math.floor(flat / plan.x[0].s[0])
            : plan.t[flat];
          for (const part of plan.x) {
            if (place < countOf(part.s)) return under(part, place);
            place -= countOf(part.s);
          }
          return made("number");
        }
        case "unary": return made("unary", [under(plan.x[0], flat)], { operator: plan.o });
        case "binary": return made("binary", plan.x.map(spreadOver), { operator: plan.o });
        case "call": return made("call", plan.x.filter(Boolean).map(spreadOver), { text: plan.o });
        case "definition": return made("definition", [under(plan.x[0], flat)], { text: plan.o });
        case "product": {
          const [left, right] = plan.x;
          const inner = left.s[left.s.length - 1];
          const columns = right.s.length === 2 ? right.s[1] : 1;
          const [row, column] = [Math.floor(flat / columns), flat % columns];
          const terms = Array.from({ length: inner }, (_, k) => ({
            kind: "binary", operator: "*",
            parts: [under(left, row * inner + k), under(right, k * columns + column)],
          }));
          return made("sum", terms, { type: "product", ...overExamples(terms, version) });
        }
        case "sum": {
          const terms = line(plan.x[0].s, plan.a, flat).map((place) => under(plan.x[0], place));
          return made("sum", terms, { type: plan.o, ...overExamples(terms, version) });
        }
        case "reduction":
          return made("reduction",
            line(plan.x[0].s, plan.a, flat).map((place) => under(plan.x[0], place)),
            { text: plan.o });
        case "draw":
          return made("draw", plan.x ? [under(plan.x[0], flat)] : [], {
            text: plan.o, number: flat + 1, since: plan.n === undefined ? null : plan.n + flat + 1,
          });
        default: throw new Error(plan.k);
        }
      };

      const operandsOf = (root) => {
        const found = new Map();
        const visit = (part) => {
          if (part.kind === "operand") {
            const key = `${part.name} ${part.flat}`;
            if (!found.has(key)) found.set(key, part);
          }
          part.parts.forEach(visit);
        };
        visit(root);
        return [...found.values()];
      };

      /** Whether the terms of a sum run over the examples, and which of these are equal. */
      const overExamples = (terms, version) => {
        const examples = version.chunk.examples[version.examples];
        if (!examples || terms.length !== examples.classes.length || terms.length < 2) return {};
        const runs = [0, 1].every((place) => {
          const operand = operandsOf(terms[place]).find(
            ({ name, index }) => examples.axes[name] < index.length);
          return operand && operand.index[examples.axes[operand.name]] === place;
        });
        if (!runs) return {};
        return { classes: examples.few ? examples.classes : examples.classes.map(() => 0) };
      };

      // The order in which every sum adds: eight lanes, in chunks of 1024.
      const added = (terms) => {
        let total = 0;
        for (let start = 0; start < terms.length; start += 1024) {
          const lane = [0, 0, 0, 0, 0, 0, 0, 0];
          const end = Math.min(start + 1024, terms.length);
          for (let i = start; i < end; i += 1) lane[i % 8] += terms[i];
          total += ((lane[0] + lane[4]) + (lane[2] + lane[6]))
            + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
        }
        return total;
      };

      /** The number of a node: recorded, or by one of the four operations. */
      const valueOf = (part) => {
        const { plan, version } = part;
        if (part.isNothing) return 0;
        if (part.value !== undefined) return part.value;
        if (plan?.r !== undefined) return at(version.chunk, version.records[plan.r], part.flat);
        switch (part.kind) {
        case "operand": return part.source ? number(part.source, part.flat) : NaN;
        case "definition": return valueOf(part.parts[0]);
        case "unary": return part.operator === "-" ? -valueOf(part.parts[0]) : NaN;
        case "binary": {
          const [x, y] = part.parts.map(valueOf);
          switch (part.operator) {
          case "+": return x + y;
          case "-": return x - y;
          case "*": return x * y;
          case "/": return x / y;
          default: return NaN;
          }
        }
        case "sum": {
          const total = added(part.parts.map(valueOf));
          return part.type === "mean" ? total / part.parts.length : total;
        }
        default: return NaN;
        }
      };

      /** What a sum comes to, of a mean before the division. */
      const totalOf = (sum) => sum.total
        ?? (sum.type === "mean" ? added(sum.parts.map(valueOf)) : valueOf(sum));

      const nodeType = (part) => part.kind === "operand"
        ? (part.source ? typeOf(part.source) : "f") : part.plan?.d ?? "f";

      /** The same for the same arithmetic on the same numbers, wherever these stand. */
      const signature = (part) => {
        switch (part.kind) {
        case "operand": return `${part.name}=${bits(valueOf(part))}`;
        case "number": case "constant": case "draw": return `${part.kind}=${bits(valueOf(part))}`;
        default: return `${part.operator ?? part.text ?? part.type}(${part.parts.map(signature)})`;
        }
      };
      const bits = (value) => Object.is(value, -0) ? "-0" : String(value);

      const groupsOf = (sum) => {
        const places = new Map();
        sum.parts.forEach((term, place) => {
          const key = `${sum.classes ? sum.classes[place] : 0} ${signature(term)}`;
          if (!places.has(key)) places.set(key, { members: [], term });
          places.get(key).members.push(place);
        });
        const groups = [...places.values()].map((group) => ({
          ...group, total: group.members.length * valueOf(group.term),
        }));
        const size = (group) => Number.isNaN(group.total) ? Infinity : Math.abs(group.total);
        return groups.sort((a, b) => size(b) - size(a) || a.members[0] - b.members[0]);
      };

      /** A sum without rounding, and rounded once (Shewchuk, 1997). */
      const exactly = (terms) => {
        let parts = [];
        for (const term of terms) {
          if (!Number.isFinite(term)) return NaN;
          let carried = term;
          const kept = [];
          for (const part of parts) {
            const sum = carried + part;
            const virtual = sum - carried;
            const error = (carried - (sum - virtual)) + (part - virtual);
            if (error !== 0) kept.push(error);
            carried = sum;
          }
          kept.push(carried);
          parts = kept;
        }
        return parts.reduce((sum, part) => sum + part, 0);
      };

      /** A sum in lines whose totals add to it exactly. */
      const linesOf = (sum, limit) => {
        const groups = groupsOf(sum);
        const shown = groups.length <= limit ? groups.length : Math.max(limit - 1, 0);
        const lines = groups.slice(0, shown).map((group) => ({ group, total: group.total }));
        const rest = groups.slice(shown);
        if (rest.length > 0) {
          lines.push({
            rest: rest.reduce((count, { members }) => count + members.length, 0),
            kinds: rest.length, total: exactly(rest.map(({ total }) => total)),
          });
        }
        const total = totalOf(sum);
        if (!Number.isFinite(total)) return lines;
        const rounding = exactly([...lines.map((each) => -each.total), total]);
        if (rounding !== 0 && Number.isFinite(rounding)) {
          lines.push({ rounding: true, total: rounding });
        }
        return lines;
      };

      const sizeOf = (root) => root.parts.reduce((size, part) => size + sizeOf(part), 1);

      const partsOf = (root, kind) => {
        const found = [];
        const visit = (part) => {
          if (part.kind === kind) found.push(part);
          part.parts.forEach(visit);
        };
        visit(root);
        return found;
      };

      const tree = (version, flat) => version.plan === undefined
        ? null : node(version.chunk.plans[version.plan], flat, version);

      return {
        versions, take, tree, number, typeOf, shapeOf, indexOf, operandsOf, partsOf, linesOf,
        valueOf, totalOf, nodeType, countOf, sizeOf,
      };
    };

    /** A number as Python writes it: every digit that tells it from its neighbours. */
    const written = (value, type = "f") => {
      if (Number.isNaN(value)) return "nan";
      if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
      if (type === "b") return value ? "True" : "False";
      if (type === "i") return String(value);
      const sign = value < 0 || Object.is(value, -0) ? "-" : "";
      const [digits, power] = Math.abs(value).toExponential().split("e");
      const exponent = Number(power);
      const all = digits.replace(".", "");
      if (exponent < -4 || exponent >= 16) {
        const size = String(Math.abs(exponent)).padStart(2, "0");
        return `${sign}${digits}e${exponent < 0 ? "-" : "+"}${size}`;
      }
      if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${all}`;
      const whole = all.slice(0, exponent + 1).padEnd(exponent + 1, "0");
      return `${sign}${whole}.${all.slice(exponent + 1) || "0"}`;
    };

    /** In as many digits as tell the story: four that count, or more where it would seem whole. */
    const short = (value) => {
      if (!Number.isFinite(value)) return value;
      if (Number.isInteger(value) && Math.abs(value) < 1e15) return value === 0 ? 0 : value;
      for (let digits = 4; digits < 17; digits += 1) {
        const rounded = Number(value.toPrecision(digits));
        if (!Number.isInteger(rounded)) return rounded;
      }
      return value;
    };

    """#
}
