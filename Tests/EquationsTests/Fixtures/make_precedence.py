"""Writes precedence.txt: arithmetic on integers and its value in Python.

    python3 make_precedence.py > precedence.txt
"""

import random

rng = random.Random(7)
OPERATORS = ["+", "-", "*", "//", "%", "**", "&", "|", "^", "==", "!=", "<", "<=", ">", ">=", "and", "or"]
COMPARISONS = ["==", "!=", "<", "<=", ">", ">="]


def chunk(depth):
    if depth == 0 or rng.random() < 0.3:
        return str(rng.randint(0, 9))
    r = rng.random()
    if r < 0.15:
        return "(" + line(depth - 1) + ")"
    if r < 0.35:
        return rng.choice("-+~") + chunk(depth - 1)
    return str(rng.randint(0, 9))


def line(depth):
    parts = [chunk(depth)]
    for _ in range(rng.randint(1, 6)):
        parts += [rng.choice(OPERATORS), chunk(depth)]
    if rng.random() < 0.1:
        parts.insert(0, "not")
    return " ".join(parts)


def main():
    seen = set()
    while len(seen) < 1500:
        text = line(3)
        # A chain of comparisons means something else in Python; the language refuses it.
        try:
            import ast

            tree = ast.parse(text, mode="eval")
            if any(isinstance(n, ast.Compare) and len(n.ops) > 1 for n in ast.walk(tree)):
                continue
            for n in ast.walk(tree):
                if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Pow):
                    power = eval(compile(ast.Expression(n.right), "", "eval"))
                    if not 0 <= power <= 12:
                        raise OverflowError
            value = eval(text)
            values = [eval(compile(ast.Expression(n), "", "eval")) for n in ast.walk(tree)
                      if isinstance(n, ast.expr)]
        except (ZeroDivisionError, OverflowError, TypeError, SyntaxError, ValueError):
            continue
        # Truth values are numbers in Python: True + 1 is 2; the language has them as arrays do.
        used = [n for n in ast.walk(tree) if isinstance(n, (ast.BinOp, ast.UnaryOp))]
        operands = [o for n in used for o in ([n.left, n.right] if isinstance(n, ast.BinOp)
                    else [] if isinstance(n.op, ast.Not) else [n.operand])]
        if any(isinstance(eval(compile(ast.Expression(o), "", "eval")), bool) for o in operands):
            continue
        if any(abs(v) > 2**53 for v in values) or text in seen:
            continue
        seen.add(text)
        print(f"{text}\t{value}")


main()
