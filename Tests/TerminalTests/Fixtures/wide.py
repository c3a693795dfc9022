"""Writes the East Asian wide ranges as Swift, and a sample of widths for the tests.

python3 wide.py swift > Sources/Terminal/TextWidth+EastAsian.swift
python3 wide.py sample > Tests/TerminalTests/Fixtures/widths.txt
"""

import sys
import unicodedata

WIDE_BLOCKS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFD),
               (0x30000, 0x3FFFD)]


def is_wide(value):
    # The standard makes what is not assigned yet in these blocks wide too; of what is not assigned
    # elsewhere Python says "F".
    if any(low <= value <= high for low, high in WIDE_BLOCKS):
        return True
    character = chr(value)
    return (unicodedata.category(character) != "Cn"
            and unicodedata.east_asian_width(character) in "WF")


def ranges():
    start = None
    for value in range(0x110000):
        if is_wide(value):
            if start is None:
                start = value
        elif start is not None:
            yield start, value - 1
            start = None


if sys.argv[1] == "swift":
    print("extension TextWidth {")
    print("  /// The characters two columns wide (East_Asian_Width W and F), Unicode %s. Written by"
          % unicodedata.unidata_version)
    print("  /// `Tests/TerminalTests/Fixtures/wide.py`.")
    print("  static let eastAsianWide: [ClosedRange<UInt32>] = [")
    line = "   "
    for low, high in ranges():
        item = " 0x%04X...0x%04X," % (low, high)
        if len(line) + len(item) > 98:
            print(line)
            line = "   "
        line += item
    print(line)
    print("  ]")
    print("}")
else:
    for value in list(range(0x20, 0x7F)) + list(range(0xA0, 0x20000, 7)) + [0x20000, 0x2A6DF]:
        if 0xD800 <= value < 0xE000 or 0x1160 <= value <= 0x11FF:
            continue
        category = unicodedata.category(chr(value))
        if category in ("Cn", "Co", "Cc"):
            continue
        # Vowels and finals of Hangul join the syllable before them, and take no columns of their own.
        joins = 0xD7B0 <= value <= 0xD7FF
        zero = joins or category in ("Mn", "Me", "Cf", "Zl", "Zp") and value != 0xAD
        print("%X %d" % (value, 0 if zero else 2 if is_wide(value) else 1))
