"""Writes Sources/Charts/Backends/LetterOutlines+Glyphs.swift from DejaVuSans.ttf.

    python3 letter_outlines.py /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf > FILE

Needs fontTools. Outlines are lines and parabolas, in 1/512 of the letters' size.
"""
import sys
from fontTools.ttLib import TTFont
from fontTools.pens.recordingPen import DecomposingRecordingPen

font = TTFont(sys.argv[1])
glyphs, names = font.getGlyphSet(), font.getBestCmap()
unit = font["head"].unitsPerEm / 512
characters = [chr(c) for c in range(0x20, 0x7F)] + [chr(c) for c in range(0xA1, 0x100)]
characters += list("…·–—‘’“”„→←≤≥≈≠∂σΣπεαβγδλμη√∞₀₁₂⊙⊕")


def place(point):
    return " ".join(str(round(value / unit)) for value in point)


def outline(character):
    pen = DecomposingRecordingPen(glyphs)
    glyphs[names[ord(character)]].draw(pen)
    parts = []
    for kind, points in pen.value:
        if kind == "moveTo":
            parts.append("M" + place(points[0]))
        elif kind == "lineTo":
            parts.append("L" + place(points[0]))
        elif kind == "qCurveTo":
            # Between two points beside the line one upon it is left out.
            points = list(points)
            for index, control in enumerate(points[:-1]):
                end = points[index + 1]
                if index + 2 < len(points):
                    end = ((control[0] + end[0]) / 2, (control[1] + end[1]) / 2)
                parts.append("Q" + place(control) + " " + place(end))
        elif kind not in ("closePath", "endPath"):
            raise SystemExit(f"{character}: {kind}")
    return "".join(parts)


seen, lines = set(), []
for character in characters:
    if character in seen or ord(character) not in names or character == "\xad":
        continue
    seen.add(character)
    width = round(glyphs[names[ord(character)]].width / unit)
    lines.append(f"{character}{width}{outline(character)}")
print('''extension LetterOutlines {
  /// A line for each letter: the letter, how far it is to the next, and where its outline goes, as
  /// `M` to a point, `L` by a line, `Q` by a parabola; made by `letter_outlines.py`.
  static let sheet = #"""''')
limit = 96
for line in lines:
    indent = "    "
    while line:
        # A line that goes on ends in a backslash.
        cut = line if len(line) <= limit else line[: limit - 2]
        line = line[len(cut):]
        print(f"{indent}{cut}" + ("\\#" if line else ""))
print('''    """#
}''')
