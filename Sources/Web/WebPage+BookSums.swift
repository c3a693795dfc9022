extension WebPage {
  /// The numbers of nodes, and sums in lines that add up: part of the book's script.
  static let bookSums = #"""
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
      const valueOf = (part) => part.known ??= compute(part);
      const compute = (part) => {
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

      /** A node with something changed, of which nothing is known yet. */
      const changed = (part, changes) => (
        { ...part, known: undefined, signed: undefined, firsts: undefined, ...changes });

      /** What a sum comes to, of a mean before the division. */
      const totalOf = (sum) => sum.total
        ?? (sum.type === "mean" ? added(sum.parts.map(valueOf)) : valueOf(sum));

      const nodeType = (part) => part.kind === "operand"
        ? (part.source ? typeOf(part.source) : "f") : part.plan?.d ?? "f";

      /** The same for the same arithmetic on the same numbers, wherever these stand. */
      const signature = (part) => part.signed ??= sign(part);
      const sign = (part) => {
        switch (part.kind) {
        case "operand": return `${part.name}=${bits(valueOf(part))}`;
        case "number": case "constant": case "draw": return `${part.kind}=${bits(valueOf(part))}`;
        default: return `${part.operator ?? part.text ?? part.type}(${part.parts.map(signature)})`;
        }
      };
      const bits = (value) => Object.is(value, -0) ? "-0" : String(value);

      const groupsOf = kept((sum) => {
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
      });

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
          // Those that stand for several are looked at once.
          new Set(part.parts).forEach(visit);
        };
        visit(root);
        return found;
      };

    """#
}
