"""Uses the Python client as a teacher's script would: python3 client.py, with UNDERHOOD set."""

import math
import os
import sys
import threading

here = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(here, "..", "..", "Packaging", "python"))

import underhood  # noqa: E402

with underhood.Session(seed=3) as session:
    assert session.greeting["position"] == "0.start"
    results = session.run("step 2\nrun 10")
    assert [result["type"] for result in results] == ["step", "run"], results
    value = session.value("W1")
    assert len(value) == 2 and all(isinstance(x, float) for row in value for x in row)
    assert session.value("lr") == 0.5
    assert math.isnan(session.value("array([1.0, 0.0]) / 0.0")[1])
    assert session.picture("loss").startswith("<svg")
    assert session.text("show W1").startswith("[[")
    assert [c["text"] for c in session.complete("show W")["candidates"]] == ["W1", "W2"]
    assert "sigmoid" in session.inspect("sigmoid")
    assert session.inspect("nosuchword") is None
    assert session.is_complete("step") and not session.is_complete("array([1,")

    try:
        session.run("show W1; show nothing")
        raise AssertionError("an unknown name")
    except underhood.UnderhoodError as error:
        assert error.code and error.column == 6 and error.command == "show nothing", vars(error)
    try:
        session.request("jump")
        raise AssertionError("an unknown request")
    except underhood.UnderhoodError as error:
        assert error.code == "unknown-request"

    # Another thread stops a run as soon as it tells of itself.
    seen = []

    def stop(message):
        if not seen:
            threading.Thread(target=session.interrupt).start()
        seen.append(message["done"])

    outcomes, reply = session.execute("run 2000000000", on_progress=stop)
    assert seen and reply["error"]["code"] == "interrupted"
    assert outcomes[0]["outcome"]["ok"]

session = underhood.Session()
session.close()
session.close()
try:
    underhood.Session(model="/no/such/file")
    raise AssertionError("a file that is not there")
except underhood.UnderhoodError as error:
    assert error.code == "ended"
print("the client works")
