"""Runs each script under NumPy and records the losses of its first 200 rounds.

Usage: python make_script_losses.py > script_losses.txt, beside the folder scripts. What is noted says
the line '# loss:' of a script: a name, behind the line that gives it a value; 'EXPRESSION at TEXT',
before the line that begins with the text; 'NAME of 4', the mean of four rows or batches.
"""
import contextlib
import io
import pathlib
import re
import sys
import types
import unittest.mock

sys.modules["matplotlib"] = types.ModuleType("matplotlib")
# Nothing is drawn.
sys.modules["matplotlib.pyplot"] = unittest.mock.MagicMock()
folder = pathlib.Path(__file__).parent / "scripts"


def mistaken(text, old, new):
    """The script with each line that is the right one, but for what stands before it, made the other."""
    lines = text.split("\n")
    return "\n".join(
        line[: len(line) - len(old)] + new
        if line.endswith(old) and not line.startswith("#") else line
        for line in lines
    )


for path in sorted(folder.glob("*.py")):
    text = path.read_text()
    spec = re.search(r"# loss: (.*)", text).group(1)
    old, new = re.search(r"# mistake: (.*) ==> (.*)", text).groups()
    value, _, place = spec.partition(" at ")
    value, _, parts = value.partition(" of ")
    for kind, source in (("right", text), ("mistaken", mistaken(text, old, new))):
        lines = []
        is_noted = False
        for line in source.split("\n"):
            match = re.match(rf"(\s*){re.escape(place or value + ' =')}", line)
            here = match and not is_noted and not line.startswith("#")
            note = f"losses__.append(float(np.squeeze({value})))"
            if here and place:
                lines.append(match.group(1) + note)
            lines.append(line)
            if here and not place:
                lines.append(match.group(1) + note)
            is_noted = is_noted or here
        losses = []
        with contextlib.redirect_stdout(io.StringIO()):
            import numpy
            numpy.seterr(all="ignore")
            exec("\n".join(lines), {"__name__": "__main__", "losses__": losses})
        count = int(parts or 1)
        means = [sum(losses[i:i + count]) / count for i in range(0, len(losses), count)]
        print(f"=== {path.stem} {kind}")
        for loss in means[:200]:
            print(repr(loss))
