extension WebPage {
  /// Reads the arithmetic behind numbers, and walks it from an element to those that it comes from.
  /// It knows plans, and nothing of networks.
  static let bookScript = bookStart + bookNodes + bookSums + bookEnd + numberWords

  private static let bookStart = #"""
    const makeBook = () => {
      const versions = new Map();

      /** A function of an object that is worked out once for each. */
      const kept = (work) => {
        const known = new WeakMap();
        return (object) => {
          if (!known.has(object)) known.set(object, work(object));
          return known.get(object);
        };
      };

      /** Takes in what a page carries or is sent: JSON with its length before it, then numbers. */
      const take = (bytes) => {
        const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
        const begin = bytes.byteOffset + 4;
        const json = new Uint8Array(bytes.buffer, begin, length);
        const chunk = JSON.parse(new TextDecoder().decode(json));
        chunk.numbers = new Float64Array(
          bytes.buffer.slice(begin + length, bytes.byteOffset + bytes.byteLength));
        const groupings = new Map();
        for (const examples of chunk.examples) {
          // Of moments that know other names the examples are the same all the same.
          const kinds = examples.classes.join();
          if (!groupings.has(kinds)) groupings.set(kinds, groupings.size);
          examples.grouping = groupings.get(kinds);
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

      /** What an element of a plan is computed from: plans, and which of their elements. */
      const children = (plan, flat) => {
        switch (plan.k) {
        case "list": {
          const size = Math.max(1, countOf(plan.x[0]?.s ?? []));
          return [[plan.x[Math.floor(flat / size)], flat % size]];
        }
        case "movement": {
          let place = plan.t === true
            ? (flat % plan.x[0].s[0]) * plan.x[0].s[1] + Math.floor(flat / plan.x[0].s[0])
            : plan.t[flat];
          for (const part of plan.x) {
            if (place < countOf(part.s)) return [[part, place]];
            place -= countOf(part.s);
          }
          return [];
        }
        case "unary": case "definition": return [[plan.x[0], flat]];
        case "binary": case "call":
          return plan.x.filter(Boolean).map((child) => [child, spread(flat, plan.s, child.s)]);
        case "product": {
          const [left, right] = plan.x;
          const inner = left.s[left.s.length - 1];
          const columns = right.s.length === 2 ? right.s[1] : 1;
          const [row, column] = [Math.floor(flat / columns), flat % columns];
          return Array.from({ length: 2 * inner }, (_, i) => {
            const k = i >> 1;
            return i % 2 === 0 ? [left, row * inner + k] : [right, k * columns + column];
          });
        }
        case "sum": case "reduction":
          return line(plan.x[0].s, plan.a, flat).map((place) => [plan.x[0], place]);
        case "draw": return plan.x ? [[plan.x[0], flat]] : [];
        default: return [];
        }
      };

      const namesOf = kept((plan) => new Set(plan.k === "name"
        ? [plan.o] : (plan.x ?? []).filter(Boolean).flatMap((part) => [...namesOf(part)])));

      /** Whether an element of a plan reads an element of a name. */
      const reads = (plan, flat, name, wanted) => namesOf(plan).has(name)
        && (plan.k === "name" ? flat === wanted
          : children(plan, flat).some(([part, place]) => reads(part, place, name, wanted)));

    """#

  private static let bookEnd = #"""
      const tree = (version, flat) => version.plan === undefined
        ? null : node(version.chunk.plans[version.plan], flat, version);

      return {
        versions, take, tree, reads, number, typeOf, shapeOf, indexOf, operandsOf, partsOf, linesOf,
        groupsOf, signature, changed, kept, valueOf, totalOf, nodeType, countOf, sizeOf,
      };
    };

    """#
}
