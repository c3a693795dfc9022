extension WebPage {
  /// The sheet of two inputs, bent by equations that the page is given as data. It knows nothing of
  /// the network but these.
  ///
  /// `fold-data` holds JSON:
  /// - `key`: another one is another network; `steps`: the names and equations from the inputs to
  ///   the prediction; `loss`: those after them, or null; `prediction`, `threshold`, `largest`: what
  ///   is said, and where the mind is changed; `lossName`: what the last of `loss` is called;
  /// - `input`, `rows`: the name of the inputs, and the names of which examples are rows; `count`:
  ///   the name of how many examples there are, or null;
  /// - `stages`: what is seen, each with its `name`, `words` and `axes`, one for all moments or one
  ///   for each: the center and the two directions;
  /// - `x`, `y`, `side`: the sheet; `examples`: two rows of inputs and one of classes;
  /// - `values`: those that are always the same; `whole`: those of all examples, for the loss;
  /// - `parameters`: names and shapes; `moments`: their numbers in base64, moment after moment;
  ///   `labels`: what each moment is called; `cut`: the weights that read the last stage, and the
  ///   axis of their units; `words`: what is said, with `{0}` in the places.
  static let foldScript = #"""
    const openFold = () => {
      const root = byId("fold-view");
      if (!root) return;
      const svg = "http://www.w3.org/2000/svg";
      const part = (id) => byId(`fold-${id}`);
      const [way, moment, status, weights, undo, play] =
        ["way", "moment", "status", "weights", "undo", "play"].map(part);
      const main = document.body.dataset.events ? null : byId("slider");
      const [room, margin] = [440, 18];
      let data = null;
      let history = [];
      let changed = new Map();
      let bent = null;
      let least = null;

      const words = (text, ...parts) => text.replace(/\{(\d)\}/g, (_, i) => parts[i]);
      const digits = (x) => (Number.isFinite(x) ? String(Number(x.toPrecision(4))) : String(x));
      const numbersIn = (text) => {
        const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
        const view = new DataView(bytes.buffer);
        return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true));
      };
      const valueOf = ({ shape, values }) => array(shape, Float64Array.from(values));
      const axesOf = (stage, at) => (stage.axes.length === 1 ? stage.axes[0] : stage.axes[at]);

      /* What each name stands for before the first equation. */
      const scopeAt = (at) => {
        const scope = new Map(Object.entries(data.values).map(([name, x]) => [name, valueOf(x)]));
        let place = 0;
        for (const { name, shape } of data.parameters) {
          const size = sizeOf(shape);
          scope.set(name, array(shape, history[at].numbers.slice(place, place + size)));
          place += size;
        }
        for (const [name, value] of changed) scope.set(name, value);
        return scope;
      };
      const isRows = (name) => data.rows.includes(name);
      const unitsOf = (name, value) => {
        if (!value) throw new Error(name);
        const flat = value.s.length === 1 ? array([1, value.s[0]], value.d) : value;
        return isRows(name) ? transposed(flat) : flat;
      };
      const run = (scope, steps) => {
        for (const { name, tree } of steps) scope.set(name, compute(tree, scope));
      };
      const inputs = (name, xs) => (isRows(name) ? transposed(xs) : xs);
      const placed = (units, [center, first, second]) => {
        const count = units.s[1];
        const [x, y] = [new Float64Array(count), new Float64Array(count)];
        for (let u = 0; u < units.s[0]; u += 1) {
          for (let j = 0; j < count; j += 1) {
            const value = units.d[u * count + j] - center[u];
            x[j] += value * first[u];
            y[j] += value * second[u];
          }
        }
        return { x, y };
      };
      const evenly = (value, threshold) => {
        if (threshold !== 0.5 || value < 0 || value > 1) return value - threshold;
        if (value === 0) return -36;
        if (value === 1) return 36;
        return Math.min(Math.max(Math.log(value) - Math.log(1 - value), -36), 36);
      };
      const winner = (answer, j) => {
        const count = answer.s[1];
        if (data.threshold !== null) return answer.d[j] > data.threshold ? 1 : 0;
        let best = 0;
        for (let k = 1; k < answer.s[0]; k += 1) {
          if (answer.d[k * count + j] > answer.d[best * count + j]) best = k;
        }
        return best;
      };
      const isParted = () => data.threshold !== null || data.largest;

      /* The sheet and the examples at every stage. */
      const bend = (at) => {
        const { side, x, y, examples } = data;
        const points = side * side;
        const count = points + examples[0].length;
        const d = new Float64Array(2 * count);
        const between = ([low, high], i) => low * (1 - i / (side - 1)) + high * (i / (side - 1));
        for (let j = 0; j < points; j += 1) {
          d[j] = between(x, j % side);
          d[count + j] = between(y, Math.floor(j / side));
        }
        examples[0].forEach((value, j) => {
          d[points + j] = value;
          d[count + points + j] = examples[1][j];
        });
        const scope = scopeAt(at);
        scope.set(data.input, inputs(data.input, array([2, count], d)));
        if (data.count) scope.set(data.count, scalar(count));
        run(scope, data.steps);
        const answer = unitsOf(data.prediction, scope.get(data.prediction));
        const stages = data.stages.map((stage) =>
          framed(placed(unitsOf(stage.name, scope.get(stage.name)), axesOf(stage, at))));
        const leads = [];
        if (data.threshold !== null) {
          leads.push(answer.d.slice(0, points).map((p) => evenly(p, data.threshold)));
        } else if (data.largest) {
          for (let k = 0; k < answer.s[0]; k += 1) {
            leads.push(Float64Array.from({ length: points }, (_, j) => {
              let others = -Infinity;
              for (let o = 0; o < answer.s[0]; o += 1) {
                if (o !== k) others = Math.max(others, answer.d[o * count + j]);
              }
              return answer.d[k * count + j] - others;
            }));
          }
        }
        const said = examples[0].map((_, j) => winner(answer, points + j));
        return { stages, leads, answer, said, cut: cutAt(at, stages, scope), points };
      };
      /* Where a stage stands in the picture: one is as long across as up. */
      const framed = ({ x, y }) => {
        const ends = (line) => {
          let [low, high] = [Infinity, -Infinity];
          for (const v of line) {
            if (!Number.isFinite(v)) continue;
            low = Math.min(low, v);
            high = Math.max(high, v);
          }
          return low <= high ? [low, high] : [-1, 1];
        };
        const [a, b] = [ends(x), ends(y)];
        const span = Math.max(a[1] - a[0], b[1] - b[0]) || 1;
        const scale = (room - 2 * margin) / span;
        const [mx, my] = [(a[0] + a[1]) / 2, (b[0] + b[1]) / 2];
        return {
          x, y, across: a, up: b, span,
          px: x.map((v) => room / 2 + (v - mx) * scale),
          py: y.map((v) => room / 2 - (v - my) * scale),
          at: (u, v) => [room / 2 + (u - mx) * scale, room / 2 - (v - my) * scale],
        };
      };
      /* The straight line at which the unit that reads the last stage changes its mind. */
      const cutAt = (at, stages, before) => {
        if (!data.cut || data.threshold === null) return null;
        const scope = new Map(before);
        const table = scope.get(data.cut.weights);
        const row = data.cut.axis === 1 ? transposed(table).d : table.d;
        const stage = data.stages[data.stages.length - 1];
        const { x, y } = stages[stages.length - 1];
        const [center, first, second] = axesOf(stage, at);
        let [a, b] = [0, 0];
        row.forEach((w, u) => { a += w * first[u]; b += w * second[u]; });
        const length = Math.hypot(a, b);
        if (!(length > 0) || !Number.isFinite(length)) return null;
        [a, b] = [a / length, b / length];
        let [low, high] = [Infinity, -Infinity];
        for (let j = 0; j < x.length; j += 1) {
          const reach = a * x[j] + b * y[j];
          if (!Number.isFinite(reach)) continue;
          low = Math.min(low, reach);
          high = Math.max(high, reach);
        }
        if (!(low < high)) return null;
        const space = (high - low) / 2;
        const later = data.steps.slice(data.steps.findIndex((s) => s.name === stage.name) + 1);
        const find = (from, to) => {
          const places = Array.from({ length: 49 }, (_, i) => from * (1 - i / 48) + to * (i / 48));
          const d = Float64Array.from(
            center.flatMap((c, u) => places.map((t) => c + t * (a * first[u] + b * second[u]))));
          scope.set(stage.name, inputs(stage.name, array([center.length, places.length], d)));
          if (data.count) scope.set(data.count, scalar(places.length));
          run(scope, later);
          const answer = unitsOf(data.prediction, scope.get(data.prediction)).d;
          for (let i = 0; i < 48; i += 1) {
            if ((answer[i] > data.threshold) !== (answer[i + 1] > data.threshold)) {
              return [places[i], places[i + 1]];
            }
          }
          return null;
        };
        let found = find(low - space, high + space);
        for (let i = 0; found && i < 8; i += 1) found = find(...found) || found;
        return found && { a, b, c: -(found[0] + found[1]) / 2 };
      };
      const lossAt = (at) => {
        if (!data.loss) return null;
        const scope = scopeAt(at);
        for (const [name, value] of Object.entries(data.whole)) scope.set(name, valueOf(value));
        run(scope, data.steps);
        run(scope, data.loss);
        return number(scope.get(data.loss[data.loss.length - 1].name));
      };

      /* Drawing. */
      const outlines = [
        "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", "m-5 -5l10 10m0 -10l-10 10", "m-6 0h12m-6 -6v12",
        "m-5 -5h10v10h-10z", "m0 -6l6 6l-6 6l-6 -6z", "m0 -5l5.5 9h-11z",
        "m-6 0h12m-9 -5.2l6 10.4m0 -10.4l-6 10.4", "m-5 -5h10l-10 10h10z", "m-5 -5h10m-5 0v11",
        "m-5 -6v11h10"];
      const classOf = (k) => k % outlines.length;
      const inkOf = (k) => `series${[1, 0][classOf(k)] ?? classOf(k)}`;
      const path = (picture, kind, d, wide) => {
        const element = document.createElementNS(svg, "path");
        element.setAttribute("class", kind);
        element.setAttribute("d", d);
        if (wide) element.setAttribute("stroke-width", wide);
        picture.append(element);
      };
      const spot = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
      const draw = (picture, px, py, cut) => {
        const { side } = data;
        const at = (j) => spot(px[j], py[j]);
        const isThere = (j) => Number.isFinite(px[j]) && Number.isFinite(py[j]);
        const between = (i, j, lead) => {
          const t = lead[i] / (lead[i] - lead[j]);
          return spot(px[i] + (px[j] - px[i]) * t, py[i] + (py[j] - py[i]) * t);
        };
        picture.replaceChildren();
        // Each class has its part of the sheet, cut where its lead ends.
        const one = bent.leads.length === 1;
        for (let k = 0; k < (one ? 2 : bent.leads.length); k += 1) {
          const lead = bent.leads[one ? 0 : k];
          const sign = one && k === 0 ? -1 : 1;
          let cells = "";
          for (let row = 0; row + 2 < side; row += 2) {
            for (let column = 0; column + 2 < side; column += 2) {
              const j = row * side + column;
              const corners = [j, j + 2, j + 2 * side + 2, j + 2 * side];
              if (!corners.every(isThere)) continue;
              let pen = "M";
              corners.forEach((p, i) => {
                const q = corners[(i + 1) % 4];
                const isIn = sign * lead[p] > 0;
                if (isIn) {
                  cells += pen + at(p);
                  pen = "L";
                }
                if (isIn !== sign * lead[q] > 0) {
                  cells += pen + between(p, q, lead);
                  pen = "L";
                }
              });
              if (pen === "L") cells += "z";
            }
          }
          path(picture, `cell f-${inkOf(k)}`, cells);
        }
        let lines = "";
        for (let line = 0; line < side; line += 4) {
          for (const turned of [false, true]) {
            let pen = "M";
            for (let i = 0; i < side; i += 1) {
              const j = turned ? i * side + line : line * side + i;
              if (!isThere(j)) {
                pen = "M";
                continue;
              }
              lines += pen + at(j);
              pen = "L";
            }
          }
        }
        path(picture, "s-faint", lines, 1);
        let border = "";
        for (const lead of bent.leads.length > 1 ? bent.leads.slice(0, -1) : bent.leads) {
          for (let row = 0; row + 1 < side; row += 1) {
            for (let column = 0; column + 1 < side; column += 1) {
              const j = row * side + column;
              const corners = [j, j + 1, j + side + 1, j + side];
              if (!corners.every(isThere)) continue;
              const found = [];
              for (let k = 0; k < 4; k += 1) {
                const [p, q] = [corners[k], corners[(k + 1) % 4]];
                if ((lead[p] > 0) !== (lead[q] > 0)) found.push(between(p, q, lead));
              }
              for (let k = 0; k + 1 < found.length; k += 2) border += `M${found[k]}L${found[k + 1]}`;
            }
          }
        }
        if (border) path(picture, "s-text", border, 2);
        if (cut) {
          const [a, b] = [[cut.u - cut.b * cut.far, cut.v + cut.a * cut.far],
            [cut.u + cut.b * cut.far, cut.v - cut.a * cut.far]].map(([u, v]) => spot(...cut.at(u, v)));
          path(picture, "s-accent", `M${a}L${b}`, 3.5);
        }
        const classes = [...new Set(data.examples[2])].sort((p, q) => p - q);
        for (const k of classes) {
          let d = "";
          data.examples[2].forEach((own, j) => {
            const place = bent.points + j;
            if (own === k && isThere(place)) d += `M${at(place)}${outlines[classOf(k)]}`;
          });
          path(picture, "s-ground f-ground", d, 6);
          path(picture, `s-${inkOf(k)}`, d, 2.5);
        }
      };
      const pictureOf = (id) => part(id).querySelector("g");
      const paint = () => {
        const last = data.stages.length - 1;
        const place = Math.min(Number(way.value), last);
        const k = Math.min(Math.floor(place), Math.max(last - 1, 0));
        const t = last ? place - k : 0;
        const [from, to] = [bent.stages[k], bent.stages[Math.min(k + 1, last)]];
        const mix = (a, b) => a.map((v, j) => v + (b[j] - v) * t);
        let cut = null;
        if (bent.cut && place === last) {
          const { at, span } = to;
          const { a, b, c } = bent.cut;
          // Where the line comes nearest to the middle of the picture.
          const [mx, my] = [(to.across[0] + to.across[1]) / 2, (to.up[0] + to.up[1]) / 2];
          const off = a * mx + b * my + c;
          cut = { a, b, at, u: mx - a * off, v: my - b * off, far: 2 * span };
        }
        draw(pictureOf("sheet"), mix(from.px, to.px), mix(from.py, to.py), cut);
        const working = t === 0 ? k : k + 1;
        const stage = data.stages[working];
        for (const item of part("equations").querySelectorAll("[data-stage]")) {
          const isLit = Number(item.dataset.stage) === working;
          item.classList.toggle("working", isLit);
          if (isLit) item.setAttribute("aria-current", "step");
          else item.removeAttribute("aria-current");
        }
        way.setAttribute("aria-valuetext", stage.words);
        const seen = bent.stages[working];
        part("range").textContent = words(data.words.range, stage.across, stage.up,
          ...seen.across.map(digits), ...seen.up.map(digits));
      };
      const tell = () => {
        const at = Number(moment.value);
        const loss = lossAt(at);
        let text = history[at].label;
        if (loss !== null) {
          text += `; ${data.lossName} = ${digits(loss)}`;
          if (changed.size) text += ` ${words(data.words.was, digits(least))}`;
          else least = loss;
        }
        if (isParted()) {
          const right = data.examples[2].filter((k, j) => k === bent.said[j]).length;
          text += `; ${words(data.words.right, right, data.examples[2].length)}`;
        }
        status.textContent = text;
      };
      const renew = () => {
        const at = Number(moment.value);
        bent = bend(at);
        draw(pictureOf("plane"), bent.stages[0].px, bent.stages[0].py, null);
        paint();
        tell();
        root.dataset.drawn = `${at}`;
      };

      /* Weights by hand. */
      const showWeights = () => {
        const scope = scopeAt(Number(moment.value));
        for (const input of weights.querySelectorAll("input")) {
          const value = scope.get(input.dataset.name).d[Number(input.dataset.place)];
          input.value = String(value);
          input.nextElementSibling.textContent = digits(value);
        }
        undo.disabled = changed.size === 0;
      };
      const setUpWeights = () => {
        weights.replaceChildren();
        let most = 1;
        for (const { numbers } of history) {
          for (const v of numbers) if (Number.isFinite(v)) most = Math.max(most, Math.abs(v) * 1.5);
        }
        let count = 0;
        for (const { name, shape } of data.parameters) {
          for (let place = 0; place < sizeOf(shape); place += 1) {
            count += 1;
            if (count > 24) continue;
            const index = [];
            let rest = place;
            for (const size of shape.slice().reverse()) {
              index.unshift(rest % size);
              rest = Math.floor(rest / size);
            }
            const label = document.createElement("label");
            const title = document.createElement("span");
            title.textContent = index.length ? `${name}[${index.join(", ")}]` : name;
            const input = document.createElement("input");
            input.type = "range";
            input.min = String(-most);
            input.max = String(most);
            input.step = "any";
            input.dataset.name = name;
            input.dataset.place = String(place);
            const output = document.createElement("output");
            label.append(title, input, output);
            weights.append(label);
          }
        }
        part("left").textContent = count > 24 ? words(data.words.left, count - 24) : "";
        showWeights();
      };
      const drag = (input, value) => {
        const { name, place } = input.dataset;
        const own = scopeAt(Number(moment.value)).get(name);
        const copy = array(own.s, own.d.slice());
        copy.d[Number(place)] = value;
        changed.set(name, copy);
        input.nextElementSibling.textContent = digits(value);
        undo.disabled = false;
        renew();
      };
      weights.addEventListener("input", (event) => drag(event.target, Number(event.target.value)));
      /* Without steps a browser's own keys would move it by a hundredth of the whole range. */
      weights.addEventListener("keydown", (event) => {
        const sign = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
        if (!sign || !event.target.dataset.name) return;
        event.preventDefault();
        const step = event.shiftKey ? 1 : 0.1;
        const most = Number(event.target.max);
        const next = Math.min(Math.max(Number(event.target.value) + sign * step, -most), most);
        event.target.value = String(next);
        drag(event.target, next);
      });
      undo.addEventListener("click", () => {
        changed = new Map();
        showWeights();
        renew();
      });

      /* The two sliders. */
      const go = (at) => {
        changed = new Map();
        moment.value = String(at);
        moment.setAttribute("aria-valuetext", history[at].label);
        showWeights();
        renew();
      };
      moment.addEventListener("input", () => {
        if (!main || main.hidden || !main.isConnected) return go(Number(moment.value));
        main.value = moment.value;
        main.dispatchEvent(new Event("input"));
      });
      let timer = 0;
      const stop = () => {
        clearInterval(timer);
        timer = 0;
        play.textContent = play.dataset.play;
      };
      play.addEventListener("click", () => {
        if (timer) return stop();
        play.textContent = play.dataset.stop;
        const last = Number(way.max);
        if (Number(way.value) >= last) way.value = "0";
        timer = setInterval(() => {
          way.value = String(Math.min(Number(way.value) + 0.04, last));
          if (Number(way.value) >= last) stop();
          paint();
        }, 40);
      });
      way.addEventListener("input", () => {
        if (timer) stop();
        paint();
      });

      const take = () => {
        const text = document.querySelector('[data-region="fold-data"] script').textContent;
        const next = JSON.parse(text);
        const absent = part("absent");
        root.hidden = Boolean(next.absent);
        absent.hidden = !next.absent;
        if (next.absent) {
          absent.textContent = next.absent;
          data = null;
          return;
        }
        const isNew = !data || data.key !== next.key;
        const wasLast = isNew || Number(moment.value) === history.length - 1;
        const before = data;
        data = next;
        if (isNew) {
          history = [];
          changed = new Map();
        }
        const numbers = numbersIn(data.moments);
        const size = data.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
        const fresh = data.labels.map((label, i) => (
          { label, numbers: numbers.slice(i * size, (i + 1) * size) }));
        if (document.body.dataset.events && !isNew) {
          // What has been seen while the page was open is what its slider goes back through.
          const last = history[history.length - 1];
          data.stages.forEach((stage, i) => {
            if (stage.principal) stage.axes = [...before.stages[i].axes, ...stage.axes];
          });
          if (last.label === fresh[0].label) {
            history.pop();
            for (const stage of data.stages) if (stage.principal) stage.axes.splice(-2, 1);
          }
          history.push(...fresh);
          if (history.length > 400) {
            const thinned = (list) => list.filter((_, i) => i % 2 === 0 || i === list.length - 1);
            history = thinned(history);
            for (const stage of data.stages) {
              if (stage.principal) stage.axes = thinned(stage.axes);
            }
          }
        } else history = fresh;
        way.max = String(data.stages.length - 1);
        if (isNew) way.value = way.max;
        moment.max = String(history.length - 1);
        moment.disabled = history.length < 2;
        if (isNew) {
          moment.value = moment.max;
          setUpWeights();
        }
        if (wasLast && changed.size === 0) go(history.length - 1);
        else paint();
      };
      const still = part("still");
      if (still) still.hidden = true;
      take();
      document.addEventListener("moment", ({ detail }) => {
        if (typeof detail === "number") go(detail);
        else take();
      });
      root.foldAt = (place) => ({
        stage: data.stages[place].name, x: [...bent.stages[place].x], y: [...bent.stages[place].y],
        answer: [...bent.answer.d], loss: lossAt(Number(moment.value)), cut: bent.cut });
    };

    """#
}
