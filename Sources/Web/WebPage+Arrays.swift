extension WebPage {
  /// Arrays as the equations need them, and the walk over equations that a page is given as data.
  ///
  /// An array is `{ s, d }`: its shape, and its numbers row after row. `calls` has a function for
  /// each word that is written for pages.
  static let arrayScript = #"""
    const sizeOf = (s) => s.reduce((a, b) => a * b, 1);
    const array = (s, d) => ({ s, d });
    const scalar = (x) => array([], Float64Array.of(x));
    const number = (a) => {
      if (a.d.length !== 1) throw new Error("one number");
      return a.d[0];
    };
    const stepsOf = (s, rank) => {
      const steps = new Array(rank).fill(0);
      let step = 1;
      for (let i = s.length - 1, at = rank - 1; i >= 0; i -= 1, at -= 1) {
        steps[at] = s[i] === 1 ? 0 : step;
        step *= s[i];
      }
      return steps;
    };
    const commonShape = (shapes) => {
      const rank = Math.max(...shapes.map((s) => s.length));
      const result = new Array(rank).fill(1);
      for (const s of shapes) {
        for (let i = 0; i < s.length; i += 1) {
          const at = rank - s.length + i;
          if (s[i] === 1) continue;
          if (result[at] !== 1 && result[at] !== s[i]) throw new Error("shapes");
          result[at] = s[i];
        }
      }
      return result;
    };
    /* Element by element, with NumPy's broadcasting. */
    const each = (f) => (...given) => {
      const s = commonShape(given.map((a) => a.s));
      const d = new Float64Array(sizeOf(s));
      const rank = s.length;
      const steps = given.map((a) => stepsOf(a.s, rank));
      const [a, b, c] = given.map((x) => x.d);
      const width = rank ? s[rank - 1] : 1;
      const inner = steps.map((t) => (rank ? t[rank - 1] : 0));
      const index = new Array(Math.max(rank - 1, 0)).fill(0);
      for (let at = 0; at < d.length; at += width) {
        const from = steps.map((t) => index.reduce((sum, i, axis) => sum + i * t[axis], 0));
        let [p, q, r] = from;
        if (given.length === 1) for (let i = 0; i < width; i += 1) d[at + i] = f(a[p + i]);
        else if (given.length === 2) {
          for (let i = 0; i < width; i += 1, p += inner[0], q += inner[1]) d[at + i] = f(a[p], b[q]);
        } else {
          for (let i = 0; i < width; i += 1, p += inner[0], q += inner[1], r += inner[2]) {
            d[at + i] = f(a[p], b[q], c[r]);
          }
        }
        for (let axis = rank - 2; axis >= 0; axis -= 1) {
          index[axis] += 1;
          if (index[axis] < s[axis]) break;
          index[axis] = 0;
        }
      }
      return array(s, d);
    };
    const product = (a, b) => {
      const [rows, inner] = a.s.length === 1 ? [1, a.s[0]] : a.s;
      const [other, columns] = b.s.length === 1 ? [b.s[0], 1] : b.s;
      if (inner !== other || !a.s.length || !b.s.length) throw new Error("shapes");
      const d = new Float64Array(rows * columns);
      for (let i = 0; i < rows; i += 1) {
        for (let k = 0; k < inner; k += 1) {
          const w = a.d[i * inner + k];
          for (let j = 0; j < columns; j += 1) d[i * columns + j] += w * b.d[k * columns + j];
        }
      }
      return array([...(a.s.length === 1 ? [] : [rows]), ...(b.s.length === 1 ? [] : [columns])], d);
    };
    const transposed = (a) => {
      if (a.s.length < 2) return a;
      const [rows, columns] = a.s;
      const d = new Float64Array(a.d.length);
      for (let i = 0; i < rows; i += 1) {
        for (let j = 0; j < columns; j += 1) d[j * rows + i] = a.d[i * columns + j];
      }
      return array([columns, rows], d);
    };
    /* Along an axis, or of all. A sum keeps what rounding takes away (Neumaier, 1974). */
    const along = (f) => (a, axis, keep) => {
      const kept = keep !== null && keep !== undefined && number(keep) !== 0;
      if (axis === null || axis === undefined) {
        return array(kept ? a.s.map(() => 1) : [], Float64Array.of(f(a.d)));
      }
      const given = number(axis);
      const at = given < 0 ? given + a.s.length : given;
      const [outer, count, inner] = [
        sizeOf(a.s.slice(0, at)), a.s[at], sizeOf(a.s.slice(at + 1))];
      const d = new Float64Array(outer * inner);
      const line = new Float64Array(count);
      for (let o = 0; o < outer; o += 1) {
        for (let i = 0; i < inner; i += 1) {
          for (let k = 0; k < count; k += 1) line[k] = a.d[(o * count + k) * inner + i];
          d[o * inner + i] = f(line);
        }
      }
      const s = a.s.slice();
      s.splice(at, 1, ...(kept ? [1] : []));
      return array(s, d);
    };
    const total = (line) => {
      let [sum, lost] = [0, 0];
      for (const x of line) {
        const next = sum + x;
        lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
        sum = next;
      }
      return Number.isFinite(sum) ? sum + lost : sum;
    };
    const list = (...items) => {
      const [first] = items;
      return array([items.length, ...(first ? first.s : [])],
        Float64Array.from(items.flatMap((a) => [...a.d])));
    };
    const picked = (base, items, scope) => {
      let source = base;
      let axis = 0;
      for (const item of items) {
        if (Array.isArray(item) && item[0] === "new") {
          source = array([...source.s.slice(0, axis), 1, ...source.s.slice(axis)], source.d);
          axis += 1;
          continue;
        }
        const count = source.s[axis];
        const isSlice = Array.isArray(item) && item[0] === "slice";
        const places = [];
        if (isSlice) {
          const part = item.slice(1).map((x) => (x === null ? null : number(compute(x, scope))));
          const step = part[2] === null ? 1 : part[2];
          const bound = (x, none) => {
            if (x === null) return none;
            const low = step > 0 ? 0 : -1;
            return Math.max(low, Math.min(x < 0 ? x + count : x, step > 0 ? count : count - 1));
          };
          const from = bound(part[0], step > 0 ? 0 : count - 1);
          const to = bound(part[1], step > 0 ? count : -1);
          for (let i = from; step > 0 ? i < to : i > to; i += step) places.push(i);
        } else {
          const i = number(compute(item, scope));
          places.push(i < 0 ? i + count : i);
          if (!(places[0] >= 0 && places[0] < count)) throw new Error("index");
        }
        const [outer, inner] = [sizeOf(source.s.slice(0, axis)), sizeOf(source.s.slice(axis + 1))];
        const d = new Float64Array(outer * places.length * inner);
        for (let o = 0; o < outer; o += 1) {
          places.forEach((place, k) => {
            for (let i = 0; i < inner; i += 1) {
              d[(o * places.length + k) * inner + i] = source.d[(o * count + place) * inner + i];
            }
          });
        }
        const s = source.s.slice();
        s.splice(axis, 1, ...(isSlice ? [places.length] : []));
        source = array(s, d);
        if (isSlice) axis += 1;
      }
      return source;
    };
    const reshaped = (a, lengths) => {
      const s = [...lengths.d];
      const rest = s.indexOf(-1);
      if (rest >= 0) s[rest] = a.d.length / -sizeOf(s);
      if (sizeOf(s) !== a.d.length) throw new Error("shapes");
      return array(s, a.d);
    };
    const flag = (f) => each((...x) => (f(...x) ? 1 : 0));
    const calls = new Map(Object.entries({
      "+": each((x, y) => x + y), "-": each((x, y) => x - y), "*": each((x, y) => x * y),
      "/": each((x, y) => x / y), "**": each((x, y) => x ** y), "@": product, T: transposed,
      "==": flag((x, y) => x === y), "!=": flag((x, y) => x !== y), "<": flag((x, y) => x < y),
      "<=": flag((x, y) => x <= y), ">": flag((x, y) => x > y), ">=": flag((x, y) => x >= y),
      maximum: each(Math.max), minimum: each(Math.min), where: each((c, x, y) => (c !== 0 ? x : y)),
      neg: each((x) => -x), pos: (a) => a, abs: each(Math.abs), sign: each(Math.sign),
      square: each((x) => x * x), sqrt: each(Math.sqrt), exp: each(Math.exp), log: each(Math.log),
      log1p: each(Math.log1p), expm1: each(Math.expm1), log2: each(Math.log2),
      log10: each(Math.log10), sin: each(Math.sin), cos: each(Math.cos), tanh: each(Math.tanh),
      sigmoid: each((x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)))),
      softplus: each((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
      relu: each((x) => (x < 0 ? 0 : x)), floor: each(Math.floor), ceil: each(Math.ceil),
      sum: along(total), mean: along((line) => total(line) / line.length),
      max: along((line) => line.reduce((a, b) => Math.max(a, b))),
      min: along((line) => line.reduce((a, b) => Math.min(a, b))),
      prod: along((line) => line.reduce((a, b) => a * b, 1)),
      list, reshape: reshaped, float: (a) => a, int: each(Math.trunc), size: (a) => scalar(a.d.length),
      shape: (a) => array([a.s.length], Float64Array.from(a.s)),
    }));
    const compute = (tree, scope) => {
      if (typeof tree === "number") return scalar(tree);
      if (tree === null) return null;
      if (typeof tree === "string") {
        const value = scope.get(tree);
        if (!value) throw new Error(tree);
        return value;
      }
      const [word, ...rest] = tree;
      if (word === "[]") return picked(compute(rest[0], scope), rest.slice(1), scope);
      const call = calls.get(word);
      if (!call) throw new Error(word);
      return call(...rest.map((part) => compute(part, scope)));
    };

    """#
}
