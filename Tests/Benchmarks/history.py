#!/usr/bin/env python3
"""What the history of a session costs: `goto`, memory, and stepping.

    python3 Tests/Benchmarks/history.py [--program PATH] [--epochs 100,1000,...] [--moments 20]

For each number of epochs of the article's network the program (by default the release build,
.build/release/underhood) is started at a pipe, trains, and is then asked to go to random moments.
Printed for each:

- goto: mean and largest time of one `goto EPOCH.PHASE` in milliseconds, from the command being
  written to its answer being read. What an answer costs by itself is measured with `where` and
  shown beside.
- memory: resident set at its largest, and the difference to the same program after one epoch.
- epoch: microseconds for an epoch of `run`; and how long it takes, once all of it has been run, to
  return from the start to the end.

Needs nothing but Python's standard library and a system with /proc (Linux).
"""
import argparse
import json
import random
import re
import statistics
import subprocess
import time


class Shell:
    """The program at a pipe, one JSON object for each command."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "run", "-", "--format", "json"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def do(self, command):
        """Runs a command; the seconds it took, and its answer."""
        start = time.perf_counter()
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        elapsed = time.perf_counter() - start
        answer = json.loads(line)
        if not answer["ok"]:
            raise SystemExit(f"{command}: {line}")
        return elapsed, answer

    def resident(self):
        """The largest resident set so far, in MiB."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return int(re.search(r"VmHWM:\s+(\d+) kB", file.read()).group(1)) / 1024

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def measure(program, epochs, moments, base):
    shell = Shell(program)
    shell.do("goto init")
    trained, _ = shell.do(f"run {epochs}")
    memory = shell.resident()
    answer = statistics.mean(shell.do("where")[0] for _ in range(20))
    generator = random.Random(epochs)
    phases = ["forward", "loss", "backward", "update"]
    times = [
        shell.do(f"goto {generator.randint(1, epochs)}.{generator.choice(phases)}")[0]
        for _ in range(moments)
    ]
    largest = shell.resident()
    shell.do("goto init")
    again, _ = shell.do(f"goto {epochs}")
    shell.close()
    print(
        f"{epochs:>9} {statistics.mean(times) * 1e3:>9.2f} {max(times) * 1e3:>9.2f}"
        f" {answer * 1e3:>9.2f} {memory - base:>10.1f} {largest - base:>10.1f}"
        f" {trained / epochs * 1e6:>9.1f} {again * 1e3:>11.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/release/underhood")
    parser.add_argument("--epochs", default="100,1000,10000,100000")
    parser.add_argument("--moments", type=int, default=20)
    options = parser.parse_args()
    shell = Shell(options.program)
    shell.do("epoch")
    base = shell.resident()
    shell.close()
    print("   epochs  goto, ms   largest  where, ms  trained, MiB  after gotos, MiB"
          "  epoch, us  goto end again, ms".replace("  ", " "))
    print(f"after one epoch: {base:.1f} MiB")
    for epochs in map(int, options.epochs.split(",")):
        measure(options.program, epochs, options.moments, base)


if __name__ == "__main__":
    main()
