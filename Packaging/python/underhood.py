"""Underhood from Python: a session of the program `underhood`, by its machine's interface.

    import underhood

    with underhood.Session(model="line.txt") as session:
        session.run("run 1000")
        print(session.value("w"))
        open("loss.svg", "w").write(session.picture("loss"))

Needs Python 3.8 and its standard library alone. The program is looked for where `program=` says, in
the variable UNDERHOOD, where this file was installed with it, and on the PATH. underhood-machine(7)
describes the messages.
"""

import json
import os
import shutil
import subprocess
import threading

__all__ = ["Session", "UnderhoodError", "find_program"]

PROTOCOL = 1
_ENDED = {"code": "ended", "message": "the program has ended"}


class UnderhoodError(Exception):
    """A request that was refused, or a command that failed.

    `code` stays the same when the words change; `hint` is what to do, `column` where in `command`
    the fault is, counted from 1; each is None where there is none.
    """

    def __init__(self, error, command=None):
        self.code = error.get("code")
        self.message = error.get("message")
        self.hint = error.get("hint")
        self.column = error.get("column")
        self.command = command
        text = str(self.message)
        if self.hint:
            text += f" (hint: {self.hint})"
        super().__init__(text)


def find_program():
    """The path of the program, or just its name where nothing is found."""
    named = os.environ.get("UNDERHOOD")
    if named:
        return named
    here = os.path.dirname(os.path.realpath(__file__))
    beside = os.path.join(here, "..", "..", "..", "bin", "underhood")
    if os.access(beside, os.X_OK):
        return os.path.normpath(beside)
    return shutil.which("underhood") or "underhood"


class Session:
    """A session that lasts until `close`, or to the end of a `with`.

    The options are those of the shell: `Session(lesson="1", seed=3)` is
    `underhood machine --lesson 1 --seed 3`.
    """

    def __init__(self, program=None, **options):
        words = [program or find_program(), "machine"]
        for name, value in options.items():
            if value is not None:
                words += ["--" + name.replace("_", "-"), str(value)]
        # In a group of its own: Ctrl-C is this program's, which passes it on as an interrupt.
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
            start_new_session=True)
        self._last_id = 0
        self._lock = threading.Lock()
        try:
            self.greeting = self.request("hello")
        except BaseException:
            self.close()
            raise
        if self.greeting["protocol"] != PROTOCOL:
            self.close()
            raise RuntimeError(f"the program speaks protocol {self.greeting['protocol']}, "
                               f"this module {PROTOCOL}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends the session; what runs is stopped."""
        if self._process.poll() is None:
            try:
                self.interrupt()
                self._process.stdin.close()
            except (OSError, ValueError):
                pass
        self._process.stdout.close()
        self._process.wait()

    # Commands

    def run(self, code, on_progress=None):
        """Performs commands; the `result` of each, as `--format json` prints it.

        Raises UnderhoodError for the first that fails, after those before it were performed.
        """
        messages, reply = self.execute(code, on_progress=on_progress)
        if not reply["ok"]:
            last = messages[-1]["outcome"]["command"] if messages else None
            raise UnderhoodError(reply["error"], last)
        return [message["outcome"].get("result") for message in messages]

    def execute(self, code, forms=(), width=80, on_progress=None):
        """Performs commands; the messages about them, and the reply, also of what failed.

        `forms` are of "text", "svg" and "html". `on_progress` is called with each message of a long
        run's progress.
        """
        outcomes = []

        def take(message):
            if message["type"] == "outcome":
                outcomes.append(message)
            elif message["type"] == "progress" and on_progress:
                on_progress(message)

        reply = self._ask("execute", take, code=code, forms=list(forms), width=width)
        return outcomes, reply

    def value(self, expression):
        """A value: a number, or lists of numbers as deep as its shape; nan and inf are floats."""
        result = self.run("show " + expression)[-1]
        return _numbers(result["values"] if "values" in result else result.get("value"))

    def text(self, code, width=80):
        """What a person is shown of commands; raises UnderhoodError for the first that fails."""
        messages, reply = self.execute(code, forms=["text"], width=width)
        if not reply["ok"]:
            raise UnderhoodError(reply["error"])
        return "".join(message["text"] for message in messages)

    # Other requests

    def picture(self, plot, width=640, height=400):
        """What `plot` draws, as the text of an SVG file."""
        return self.request("picture", plot=plot, width=width, height=height)["svg"]

    def complete(self, code, cursor=None):
        """What Tab offers at a place in `code`: the reply to `complete`."""
        return self.request("complete", code=code, cursor=len(code) if cursor is None else cursor)

    def inspect(self, code, cursor=None, width=80):
        """What `help` says of the word at a place in `code`; None if it says nothing."""
        cursor = len(code) if cursor is None else cursor
        reply = self.request("inspect", code=code, cursor=cursor, width=width)
        return reply["text"] if reply["found"] else None

    def is_complete(self, code):
        """Whether `code` is whole, or more of it follows."""
        return self.request("is-complete", code=code)["complete"]

    def interrupt(self):
        """Stops what another thread waits for. Does not wait itself."""
        self._send("interrupt")

    def request(self, type, **members):
        """Any request; its reply. Raises UnderhoodError where it is refused."""
        reply = self._ask(type, None, **members)
        if not reply["ok"]:
            raise UnderhoodError(reply["error"])
        return reply

    # Messages

    def _send(self, type, **members):
        with self._lock:
            self._last_id += 1
            request = {"id": self._last_id, "type": type, **members}
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            return self._last_id

    def _ask(self, type, take, **members):
        try:
            id = self._send(type, **members)
        except OSError:
            raise UnderhoodError(_ENDED) from None
        try:
            return self._wait(id, take)
        except KeyboardInterrupt:
            # The session stays in step: the reply comes, and then this is raised.
            self.interrupt()
            self._wait(id, take)
            raise

    def _wait(self, id, take):
        for line in self._process.stdout:
            message = json.loads(line)
            if message["id"] != id:
                continue
            if message["type"] == "reply":
                return message
            if take:
                take(message)
        raise UnderhoodError(_ENDED)


def _numbers(value):
    if isinstance(value, list):
        return [_numbers(item) for item in value]
    return float(value) if value in ("nan", "inf", "-inf") else value
