"""Runs each script under NumPy and records the losses of its first 200 rounds.

Usage: python make_script_losses.py > script_losses.txt, beside the folder scripts. Behind each line
that gives the name after '# loss:' a value, the value is noted.
"""
import contextlib
import io
import pathlib
import re
import sys
import types

sys.modules["matplotlib"] = types.ModuleType("matplotlib")
sys.modules["matplotlib.pyplot"] = types.ModuleType("matplotlib.pyplot")
folder = pathlib.Path(__file__).parent / "scripts"
for path in sorted(folder.glob("*.py")):
    text = path.read_text()
    name = re.search(r"# loss: (\w+)", text).group(1)
    old, new = re.search(r"# mistake: (.*) ==> (.*)", text).groups()
    if name == "none":
        continue
    for kind, source in (("right", text), ("mistaken", text.replace("\n", "\r").replace(old + "\r", new + "\r", 2).replace("\r", "\n"))):
        lines = []
        for line in source.split("\n"):
            lines.append(line)
            match = re.match(rf"(\s*){name} = ", line)
            if match and not any("losses__" in other for other in lines):
                lines.append(match.group(1) + f"losses__.append({name})")
        losses = []
        with contextlib.redirect_stdout(io.StringIO()):
            import numpy
            numpy.seterr(all="ignore")
            exec("\n".join(lines), {"__name__": "__main__", "losses__": losses})
        print(f"=== {path.stem} {kind}")
        for loss in losses[:200]:
            print(repr(float(loss)))
