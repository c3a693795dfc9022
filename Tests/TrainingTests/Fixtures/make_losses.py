"""Writes losses.txt: losses of PyTorch and their gradients, in float64.

    python3 make_losses.py > losses.txt

Lines: `loss CALL`, then `a` and `y` (2 rows, row after row), the value, and the gradient by `a`; floats
are the hexadecimal of their bits.
"""

import struct

import torch
from torch.nn import functional as F


def bits(t):
    return ",".join(struct.pack(">d", float(x)).hex() for x in t.reshape(-1))


torch.manual_seed(7)
LOSSES = {
    "mse(A, Y)": F.mse_loss,
    "mae(A, Y)": F.l1_loss,
    "huber(A, Y)": F.huber_loss,
    "huber(A, Y, delta=0.25)": lambda a, y: F.huber_loss(a, y, delta=0.25),
    "huber(A, Y, 3)": lambda a, y: F.huber_loss(a, y, delta=3.0),
    "bce(sigmoid(A), Y)": F.binary_cross_entropy_with_logits,
}
print("made by PyTorch", torch.__version__)
for call, loss in LOSSES.items():
    for columns in (1, 5):
        a = (torch.randn(2, columns, dtype=torch.float64) * 2).requires_grad_()
        y = torch.randn(2, columns, dtype=torch.float64)
        if call.startswith("bce"):
            y = (y > 0).double()
        value = loss(a, y)
        value.backward()
        print("loss", call)
        for t in (a, y, value, a.grad):
            print(bits(t.detach()))
