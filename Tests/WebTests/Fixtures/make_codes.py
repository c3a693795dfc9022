"""Writes codes.txt: texts as QR codes of level M in bytes, under each of the eight masks.

    pip install qrcode; python3 make_codes.py > codes.txt

A text, then for each mask the modules of the code, in hexadecimal digits, row after row.
"""
import qrcode
from qrcode.util import MODE_8BIT_BYTE, QRData

TEXTS = [
    "a",
    "0123456789",
    "http://a.b/c/",
    "http://127.0.0.1:8000/abcdefghjk/",
    "http://192.168.178.123:45678/abcdefghjk/",
    "http://klassenraum-rechner.local:45678/abcdefghjk/",
    "http://a-rather-long-name-of-a-machine.example.school:45678/abcdefghjk/",
    "http://[fe80:0000:0000:0000:1234:5678:9abc:def0]:45678/" + "abcdefghjk" * 4,
    "über: 2 ≤ 3",
    "z" * 14, "z" * 15, "z" * 26, "z" * 27, "z" * 42, "z" * 43, "z" * 62, "z" * 63, "z" * 84,
    "z" * 85, "z" * 106,
]

for text in TEXTS:
    print(text)
    for mask in range(8):
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, mask_pattern=mask)
        code.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE))
        code.make(fit=True)
        bits = "".join("1" if module else "0" for row in code.modules for module in row)
        bits += "0" * (-len(bits) % 4)
        digits = "".join(f"{int(bits[i:i + 4], 2):x}" for i in range(0, len(bits), 4))
        print(mask, len(code.modules), digits)
