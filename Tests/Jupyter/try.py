"""Uses the kernel as notebooks do: python3 Tests/Jupyter/try.py PROGRAM

PROGRAM is `underhood`, with `underhood-kernel` beside it. Needs jupyter_client and nbclient of PyPI.
"""

import os
import subprocess
import sys
import tempfile
import time

import nbformat
from jupyter_client.manager import KernelManager
from jupyter_client.session import Session
from nbclient import NotebookClient

TIMEOUT = 60
program = os.path.abspath(sys.argv[1])
folder = tempfile.mkdtemp()
os.environ["JUPYTER_PATH"] = os.path.join(folder, "share", "jupyter")
os.environ.setdefault("UNDERHOOD_LESSONS", os.path.join(os.path.dirname(__file__), "../../lessons"))


def check(condition, what):
    if not condition:
        raise SystemExit(f"not so: {what}")


def run(*words):
    return subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout


class Frontend:
    """A kernel, and what a notebook does with it."""

    def __init__(self):
        self.manager = KernelManager(kernel_name="underhood")
        self.manager.start_kernel()
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT)

    def outputs(self, id):
        """What a request shows, up to the end of it."""
        found = []
        while True:
            message = self.client.get_iopub_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") != id:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                return found
            if kind not in ("status", "execute_input"):
                found.append((kind, content))

    def reply(self, id):
        while True:
            message = self.client.get_shell_msg(timeout=TIMEOUT)
            if message["parent_header"].get("msg_id") == id:
                return message["content"]

    def execute(self, code, **options):
        id = self.client.execute(code, **options)
        return self.outputs(id), self.reply(id)

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()


def try_requests(frontend):
    client = frontend.client
    info = frontend.reply(client.kernel_info())
    check(info["implementation"] == "underhood" and info["status"] == "ok", info)

    outputs, reply = frontend.execute("step 2\nshow W1")
    check([kind for kind, _ in outputs] == ["stream", "stream"], outputs)
    check(outputs[1][1]["text"].startswith("[["), outputs)
    check(reply["status"] == "ok" and reply["execution_count"] == 1, reply)
    outputs, reply = frontend.execute("run 10;")
    check(outputs == [] and reply["execution_count"] == 2, "a semicolon silences")

    outputs, _ = frontend.execute("plot loss")
    data = outputs[0][1]["data"]
    check(data["image/svg+xml"].startswith("<svg"), "a picture")
    check(data["text/plain"].startswith("L by epoch"), data["text/plain"])
    outputs, _ = frontend.execute("why Z1[0, 0]")
    data = outputs[0][1]["data"]
    check("<math" in data["text/html"] and "Z1[0, 0]" in data["text/plain"], data)

    outputs, reply = frontend.execute("show W1; show nothing")
    check([kind for kind, _ in outputs] == ["stream", "error"], outputs)
    trace = "\n".join(outputs[1][1]["traceback"])
    check("show nothing\n       ^" in trace and reply["status"] == "error", trace)
    outputs, reply = frontend.execute("show dW9 +")
    check(reply["status"] == "error" and reply["evalue"], reply)

    model = ("data:\n  X = array([[0, 1, 2]])\n  Y = 2 * X\ninit:\n  w = zeros((1, 1))\n"
             "forward:\n  A = w @ X\nloss:\n  L = mse(A, Y)\nupdate:\n  sgd(0.1)\n")
    outputs, reply = frontend.execute(model)
    check(reply["status"] == "ok", reply)
    outputs, _ = frontend.execute("run 100;\nshow round(w, 3)")
    check(outputs[0][1]["text"] == "[[2.]]\n", outputs)

    matches = frontend.reply(client.complete("show Y\nsho", 10))
    check(matches["matches"] == ["show"] and matches["cursor_start"] == 7, matches)
    matches = frontend.reply(client.complete("sigm", 4))
    check("sigmoid(" in matches["matches"], matches)
    help = frontend.reply(client.inspect("sigmoid(", 8))
    check(help["found"] and "sigmoid" in help["data"]["text/plain"], help)
    check(not frontend.reply(client.inspect("   ", 1))["found"], "nothing to say")
    check(frontend.reply(client.is_complete("array([1,"))["status"] == "incomplete", "goes on")
    check(frontend.reply(client.is_complete("step"))["status"] == "complete", "is whole")
    check(frontend.reply(client.history())["history"] == [], "history")
    check(frontend.reply(client.comm_info())["comms"] == {}, "comms")

    outputs, reply = frontend.execute("show L", silent=True)
    check(outputs == [] and reply["status"] == "ok", "silent")


def try_interrupt(frontend):
    """Progress is told in one display, which becomes what came of the run."""
    id = frontend.client.execute("run 2000000000")
    behind = frontend.client.execute("show L")
    seen = []
    while True:
        message = frontend.client.get_iopub_msg(timeout=TIMEOUT)
        if message["parent_header"].get("msg_id") != id:
            continue
        kind = message["msg_type"]
        if kind in ("display_data", "update_display_data"):
            seen.append((kind, message["content"]))
            if len(seen) == 2:
                frontend.manager.interrupt_kernel()
        if kind == "status" and message["content"]["execution_state"] == "idle":
            break
        if kind == "error":
            check(message["content"]["ename"] == "interrupted", message["content"])
    check([kind for kind, _ in seen[:2]] == ["display_data", "update_display_data"], seen[:2])
    check(len({content["transient"]["display_id"] for _, content in seen}) == 1, "one display")
    check("of 2000000000" in seen[0][1]["data"]["text/plain"], seen[0])
    check("nothing is lost" in seen[-1][1]["data"]["text/plain"], seen[-1])
    check(frontend.reply(id)["status"] == "error", "an interrupted cell has failed")
    check(frontend.reply(behind)["status"] == "aborted", "what waited behind it is not run")
    outputs, reply = frontend.execute("show m")
    check(reply["status"] == "ok" and outputs, "the session goes on")


def try_signatures(frontend):
    """What is signed with another key has no answer, and the kernel goes on."""
    wrong = Session(key=b"another key")
    stream = frontend.client.shell_channel.socket
    wrong.send(stream, "kernel_info_request", {})
    stream.send_multipart([b"nonsense"])
    stream.send_multipart([b"<IDS|MSG>", b"", b"{", b"}"])
    check(frontend.reply(frontend.client.kernel_info())["status"] == "ok", "it goes on")
    check(frontend.client.is_alive(), "its heart beats")


def try_end(frontend):
    for _ in range(20):
        outputs, reply = frontend.execute("quit")
        check(reply["status"] == "ok", (outputs, reply))
        # What comes right behind it is for the next session.
        outputs, reply = frontend.execute("where")
        check(reply["status"] == "ok", reply)
    process = frontend.manager.provisioner.process
    frontend.close()
    deadline = time.monotonic() + TIMEOUT
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    check(process.poll() == 0, f"the kernel ends: {process.poll()}")


def try_notebooks():
    """Every lesson, cell after cell."""
    lessons = sys.argv[2:] or ["1", "9", "17"]
    for lesson in lessons:
        path = os.path.join(folder, f"{lesson}.ipynb")
        run("-e", f"lesson {lesson} --notebook {path}")
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        NotebookClient(notebook, timeout=TIMEOUT, kernel_name="underhood").execute()
        nbformat.validate(notebook)
        count = 0
        for cell in notebook.cells:
            fails = "raises-exception" in cell.metadata.get("tags", [])
            kinds = [output["output_type"] for output in cell.get("outputs", [])]
            check(("error" in kinds) == fails, f"lesson {lesson}: {cell.source}")
            count += len(kinds)
        check(count > 0, f"lesson {lesson} shows something")
        print(f"lesson {lesson}: {len(notebook.cells)} cells, {count} outputs")


run("kernel", "--install", "--prefix", folder)
frontend = Frontend()
try:
    try_requests(frontend)
    try_interrupt(frontend)
    try_signatures(frontend)
    try_end(frontend)
finally:
    if frontend.manager.has_kernel:
        frontend.close()
try_notebooks()
print("the kernel works")
