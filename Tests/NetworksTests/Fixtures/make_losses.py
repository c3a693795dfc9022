#!/usr/bin/env python3
"""Writes losses.txt: the losses of the language over every pair of shapes that broadcasts, with
PyTorch's gradients by the prediction and by the target.

    python make_losses.py > losses.txt

A line holds the loss, the two shapes, the two arrays, and from PyTorch the loss and both gradients.
The losses are written out as NumPy computes them, without PyTorch's own loss functions, which
refuse or redefine some of the shapes.
"""
import itertools
import math

import torch

torch.set_default_dtype(torch.float64)

SHAPES = [(), (1,), (2,), (3,), (1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (2, 2), (2, 3), (3, 2), (3, 3)]


def clamped(x):
    return torch.clamp(torch.log(x), min=-100)


LOSSES = {
    "mse": lambda a, y: torch.mean((a - y) ** 2),
    "mae": lambda a, y: torch.mean(torch.abs(a - y)),
    "bce": lambda a, y: -torch.mean(y * clamped(a) + (1 - y) * clamped(1 - a)),
    "cross_entropy": lambda a, y: -torch.mean(torch.sum(y * clamped(a), dim=0)),
}


def values(shape, start):
    count = math.prod(shape)
    return [round(0.05 + 0.9 * ((i + start) * 0.6180339887 % 1), 4) for i in range(count)]


def text(numbers):
    return " ".join(repr(float(x)) for x in numbers)


for name, loss in LOSSES.items():
    for first, second in itertools.product(SHAPES, SHAPES):
        try:
            whole = torch.broadcast_shapes(first, second)
        except RuntimeError:
            continue
        if name == "cross_entropy" and len(whole) == 0:
            continue  # no axis to add the classes along
        a_list, y_list = values(first, 1), values(second, 9)
        a = torch.tensor(a_list).reshape(first).requires_grad_()
        y = torch.tensor(y_list).reshape(second).requires_grad_()
        value = loss(a, y)
        da, dy = torch.autograd.grad(value, [a, y])
        fields = [
            name,
            repr(first).replace(" ", ""),
            repr(second).replace(" ", ""),
            text(a_list),
            text(y_list),
            repr(value.item()),
            text(da.flatten().tolist()),
            text(dy.flatten().tolist()),
        ]
        print("; ".join(fields))
