"""The epochs of a model's script in NumPy, PyTorch or JAX: prints epochs a second, or losses.

    python peers.py LIBRARY SCRIPT SECONDS
    python peers.py LIBRARY SCRIPT losses N

SCRIPT is what `write numpy` (for PyTorch `write torch`) made of the model. NumPy and PyTorch run
the body of its loop as it stands, without printing. For JAX the body is translated: NumPy's
functions become JAX's, the names that an epoch hands on are the state of one jitted `lax.scan`,
batches are a scan inside it, and what is drawn is drawn by NumPy beforehand and counted, so that
all have the same numbers. Sigmoid and softmax are the plain ones of a textbook, or the library's.
"""

import ast
import sys
import time

import numpy as np

PLAIN = """
def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x, axis=0):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)
"""


class Script:
    """A written script: what comes before its loop over the epochs, and the loop's body."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read())
        place = next(i for i, node in enumerate(tree.body) if isinstance(node, ast.For))
        self.before = [node for node in tree.body[:place] if not is_of_frame(node)]
        self.body = without_output(tree.body[place].body)

    def names_before(self):
        """The values that the statements before the loop make."""
        values = {"np": np, "sys": sys}
        if any("torch" in ast.unparse(node) for node in self.before):
            import torch

            torch.set_num_threads(1)
            values["torch"] = torch
        run(self.before, values)
        return values


def is_of_frame(node):
    """Whether a statement has to do with the program around the equations."""
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "epochs":
        return True
    return isinstance(node, (ast.Import, ast.ImportFrom))


def run(statements, values):
    module = ast.fix_missing_locations(ast.Module(body=statements, type_ignores=[]))
    exec(compile(module, "model", "exec"), values)


def without_output(statements):
    """Without printing, and without the comparison of gradients that is made once."""
    kept = []
    for node in statements:
        if isinstance(node, ast.If):
            continue
        if isinstance(node, ast.Expr) and ast.unparse(node).startswith("print("):
            continue
        if isinstance(node, ast.For):
            node.body = without_output(node.body)
        kept.append(node)
    return kept


def without_mean(statements):
    """Without the mean of the batches' losses: a scan has those losses itself."""
    kept = []
    for node in statements:
        if isinstance(node, ast.For):
            node.body = without_mean(node.body)
        elif isinstance(node, (ast.Assign, ast.AugAssign)) and set(assigned(node)) & {
                "total", "count"}:
            continue
        kept.append(node)
    return kept


def assigned(node):
    return [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]


def read(node):
    names = [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    return names + (assigned(node.target) if isinstance(node, ast.AugAssign) else [])


def handed_on(statements):
    """Names that are read before they are assigned, and assigned: those an epoch hands on."""
    early, done = [], set()
    for node in statements:
        if isinstance(node, ast.For):
            early += [n for n in handed_on(node.body) if n not in done and n not in early]
        else:
            early += [n for n in read(node) if n not in done and n not in early]
        done.update(assigned(node))
    return [name for name in early if name in done]


def plain(values):
    """Replaces the functions that a textbook writes shorter."""
    scope = {"np": np}
    run(ast.parse(PLAIN).body, scope)
    for name in ("sigmoid", "softmax"):
        if name in values:
            values[name] = scope[name]


def make_eager(path, with_plain):
    """A function that runs so many epochs of the body, and returns their losses."""
    script = Script(path)
    values = script.names_before()
    if with_plain:
        plain(values)
    state = handed_on(script.body)
    lines = ast.unparse(ast.Module(body=script.body, type_ignores=[])).split("\n")
    source = ["def epochs_of(first, count):", "    losses = []"]
    source += [f"    global {name}" for name in state]
    source += ["    for epoch in range(first, first + count):"]
    source += ["        " + line for line in lines]
    has_mean = any(line.lstrip().startswith("total += ") for line in lines)
    source += [f"        losses.append({'total / count' if has_mean else 'L'})", "    return losses"]
    exec(compile("\n".join(source), path, "exec"), values)
    first = [1]

    def epochs(count):
        losses = values["epochs_of"](first[0], count)
        first[0] += count
        return [float(loss) for loss in losses[-1:]] if count > 100 else [float(x) for x in losses]

    return epochs


class Translation(ast.NodeTransformer):
    """NumPy's names become JAX's; draws become elements of a tuple that is handed in."""

    def __init__(self):
        self.draws = []
        self.size = None

    def visit_Call(self, node):
        if ast.unparse(node.func).startswith("np.random."):
            self.draws.append(ast.unparse(node))
            return ast.parse(f"drawn[{len(self.draws) - 1}]", mode="eval").body
        return self.generic_visit(node)

    def visit_Attribute(self, node):
        self.generic_visit(node)
        if isinstance(node.value, ast.Name) and node.value.id == "np":
            node.value.id = "jnp"
        return node

    def visit_Subscript(self, node):
        """A batch of the order begins where a number says that is known only as it runs."""
        text = ast.unparse(node)
        if text.startswith("order[batch_index * "):
            self.size = int(text[len("order[batch_index * "):].split(":")[0])
            return ast.parse(
                f"slice_of(order, batch_index * {self.size}, {self.size})", mode="eval").body
        return self.generic_visit(node)


def make_jax(path):
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    script = Script(path)
    values = script.names_before()
    draw_scope = dict(values)
    script.body = without_mean(script.body)
    state = handed_on(script.body)
    translation = Translation()
    body = [translation.visit(node) for node in script.body]
    for name, value in list(values.items()):
        if isinstance(value, np.ndarray):
            values[name] = jnp.asarray(value)
    functions = [n for n in script.before if isinstance(n, ast.FunctionDef)]
    values.update(jnp=jnp, slice_of=jax.lax.dynamic_slice_in_dim)
    run([Translation().visit(node) for node in functions], values)
    values["sigmoid"] = jax.nn.sigmoid
    values["softmax"] = lambda x, axis=0: jax.nn.softmax(x, axis=axis)

    def function(statements, results, arguments):
        lines = ast.unparse(ast.fix_missing_locations(
            ast.Module(body=statements, type_ignores=[]))).split("\n")
        source = [f"def body({', '.join(arguments)}):"] + ["    " + line for line in lines]
        source += [f"    return ({''.join(name + ', ' for name in results)})"]
        scope = dict(values)
        exec(compile("\n".join(source), path, "exec"), scope)
        return scope["body"]

    loop = next((node for node in body if isinstance(node, ast.For)), None)
    if loop is None:
        step = function(body, state + ["L"], state + ["drawn"])

        def epoch(carry, drawn):
            *carry, loss = step(*carry, drawn)
            return tuple(carry), loss
    else:
        before = [node for node in body if node is not loop]
        local = [name for node in before for name in assigned(node)]
        start = function(before, local, state + ["drawn"])
        step = function(loop.body, state + ["L"], state + local + ["batch_index"])
        count = int(ast.unparse(loop.iter)[len("range("):-1])

        def epoch(carry, drawn):
            values = start(*carry, drawn)

            def batch(carry, index):
                *carry, loss = step(*carry, *values, index)
                return tuple(carry), loss

            carry, losses = jax.lax.scan(batch, carry, jnp.arange(count))
            return carry, jnp.mean(losses)

    current = [tuple(jnp.asarray(values[name]) for name in state)]
    loops = {}
    drawing = [compile(text, path, "eval") for text in translation.draws]

    def epochs(count):
        if count not in loops:
            loops[count] = jax.jit(
                lambda carry, drawn: jax.lax.scan(epoch, carry, drawn, length=count))
        drawn = [[] for _ in drawing]
        for _ in range(count if drawing else 0):
            for index, code in enumerate(drawing):
                drawn[index].append(eval(code, draw_scope))
        current[0], losses = loops[count](current[0], tuple(np.stack(d) for d in drawn))
        return [float(x) for x in losses]

    return epochs


def main():
    library, path = sys.argv[1:3]
    try:
        if library == "jax":
            epochs = make_jax(path)
        else:
            epochs = make_eager(path, library == "numpy")
    except ImportError:
        print("missing")
        return
    if sys.argv[3] == "losses":
        print(*map(repr, epochs(int(sys.argv[4]))), sep="\n")
        return
    seconds, count = float(sys.argv[3]), 1
    while True:
        if library == "jax":
            epochs(count)  # compiles
        start = time.process_time()
        epochs(count)
        elapsed = time.process_time() - start
        if elapsed > seconds / 2:
            break
        count = max(count + 1, int(count * min(seconds / max(elapsed, 1e-9), 10)))
    print(count / elapsed)


main()
