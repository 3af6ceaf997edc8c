#!/usr/bin/env python3
"""Compares json, toml and csv with Python's: compare.py QUARTZ [SEED [COUNT]]."""

import csv
import datetime
import io
import json
import math
import random
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
MARK = "\x1e"
choice = random.choice


def chance(probability):
    return random.random() < probability


def text_of(pieces, most):
    return "".join(choice(pieces) for _ in range(random.randint(0, most)))


def damaged(text, pieces):
    """The text with something put in or replaced."""
    at = random.randint(0, len(text))
    return text[:at] + choice(pieces) + text[at + random.randint(0, 1):]


# JSON


def json_text():
    return text_of(["a", '"', "\\", "/", "\n", "\t", "\0", "\x1f", "\x7f", "é", "€", "😀", "\u2028",
                    "{", "[", ":", " ", "\ufffd", "\uffff"], 6)


def json_value(depth=0):
    kind = random.random()
    if depth < 5 and kind < 0.25:
        return [json_value(depth + 1) for _ in range(random.randint(0, 4))]
    if depth < 5 and kind < 0.5:
        return {json_text(): json_value(depth + 1) for _ in range(random.randint(0, 4))}
    return choice([None, True, False, random.randint(-10, 10), random.randint(-2**63, 2**63 - 1),
                   random.uniform(-1, 1) * 10.0 ** random.randint(-300, 300), json_text(), 0.0,
                   -0.0, 1e22, 1e23, 5e-324])


def json_document():
    text = json.dumps(json_value(), ensure_ascii=chance(0.5), indent=choice([None, 1]),
                      separators=choice([None, (",", ":")]))
    while chance(0.5):
        text = damaged(text, list('[]{},:"\\0123456789.eE+-tfnu \n') + ["\\u", "\\uD800", "é", ""])
    return text.replace(MARK, "")


def finite(text):
    value = float(text)
    if math.isinf(value):
        raise ValueError("too large")
    return value


def fitting(text):
    value = int(text)
    return value if -2**63 <= value < 2**63 else finite(text)


def no_constant(name):
    raise ValueError(name)


def json_expected(text):
    value = json.loads(text, parse_float=finite, parse_int=fitting, parse_constant=no_constant)
    json.dumps(value, ensure_ascii=False).encode()  # Fails for half of a surrogate pair.
    return value


# CSV


def csv_document():
    rows = [[text_of(["a", "b c", '"', ",", "\n", "\r\n", "é", "😀", " "], 4)
             for _ in range(random.randint(1, 4))] for _ in range(random.randint(0, 4))]
    file = io.StringIO(newline="")
    csv.writer(file, quoting=choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
               lineterminator=choice(["\n", "\r\n"])).writerows(rows)
    return file.getvalue()


def csv_expected(text):
    return [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]


# TOML

NUMBERS = """+1 0 -0 +0 1_000 1__0 _1 1_ 01 0x1F 0xdead_beef 0x 0b1010 0b2 0o17 0o8 1.5 -0.0 1e5
    1E+5 9223372036854775807 -9223372036854775808 9223372036854775808 1.5e-3 1. 0.5 .5 1.e1 1e
    1_0.0_1 1._0 inf -inf +nan nan infx 0x-1 +0x1 1e05 00.1 0e0 0_0 6.02e23""".split()
DATES = ["1979-05-27T07:32:00Z", "1979-05-27 07:32:00", "1979-05-27t07:32:00.5z", "1979-05-27",
         "07:32:00", "07:32:00.999999", "1979-05-27T00:32:00-07:00",
         "1979-05-27T00:32:00.1234+01:30", "1979-13-01", "1979-02-29", "2000-02-29", "1900-02-29",
         "25:00:00", "07:60:00", "07:32",
         "1979-05-27T", "1979-05-27 ", "1979-05-27T07:32", "1979-5-27", "1979-05-27T07:32:00+24:00",
         "1979-05-27T07:32:00+1:00", "07:32:00.", "0001-01-01", "1979-04-31"]
STRINGS = ['"%s"', "'%s'", '"""%s"""', "'''%s'''", '"""\n%s\n  \\\n  x"""', "'''\n%s\n'''",
           '"""%s""']


def toml_string():
    plain = ["a", "b", "é", "\\n", "\\u00e9", " "]
    odd = ["😀", "\\t", '\\"', "\\\\", "\\U0001F600", "\\ud800", "\\x", "'", '"', "\t", "#", "\\u12"]
    return choice(STRINGS) % text_of(plain + odd if chance(0.3) else plain, 5)


def toml_key():
    parts = ["a", "b", "c", "d", "a-b", "1", "_x", '"a"', "'b'", '"q.r"', '""', "é", "'é'", "-"]
    return choice([".", " . "]).join(choice(parts) for _ in range(choice([1, 1, 1, 2, 2, 3])))


def toml_value(depth=0):
    kind = random.random()
    count = random.randint(0, 3)
    if depth < 3 and kind < 0.15:
        items = (toml_value(depth + 1) for _ in range(count))
        return ("[" + choice(["", " ", "\n"]) + choice([", ", "\n,\n", " , # c\n"]).join(items)
                + choice(["", ",", "\n"]) + "]")
    if depth < 3 and kind < 0.3:
        fields = (toml_key() + choice(["=", " = "]) + toml_value(depth + 1) for _ in range(count))
        return "{" + choice(["", " "]) + ", ".join(fields) + choice(["", " ", "", ",", "\n"]) + "}"
    return choice([toml_string, lambda: choice(NUMBERS), lambda: str(random.randint(-99, 99)),
                   lambda: choice(DATES), lambda: choice(["true", "false"])])()


def toml_line():
    kind = random.random()
    if kind < 0.3:
        return "[" + toml_key() + "]"
    if kind < 0.45:
        return "[[" + toml_key() + "]]"
    if kind < 0.5:
        return choice(["# c", "", "  ", "\t# é", "#\x01"])
    return choice(["", "  "]) + toml_key() + choice(["=", " = "]) + toml_value()


def toml_document():
    lines = [toml_line() + choice(["", "", "", " # x"]) for _ in range(random.randint(1, 7))]
    text = choice(["\n", "\n", "\r\n"]).join(lines)
    return damaged(text, list("[]{}=.,\"'\\#\n\r 0_x")) if chance(0.15) else text


def toml_time(value):
    text = value.strftime("%H:%M:%S")
    return text + (f".{value.microsecond:06}".rstrip("0") if value.microsecond else "")


def toml_offset(value):
    if value.tzinfo is None:
        return ""
    minutes = int(value.utcoffset().total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}" if minutes else "Z"


def toml_tagged(value):
    """The value as read_toml.qz writes it."""
    if isinstance(value, dict):
        return {key: toml_tagged(each) for key, each in value.items()}
    if isinstance(value, list):
        return ["a", [toml_tagged(each) for each in value]]
    if isinstance(value, bool):
        return ["b", "true" if value else "false"]
    if isinstance(value, int):
        if not -2**63 <= value < 2**63:
            raise ValueError("too large")
        return ["i", str(value)]
    if isinstance(value, float):
        return ["f", value.hex()]
    if isinstance(value, datetime.datetime):
        return ["d", f"{value.date().isoformat()}T{toml_time(value)}{toml_offset(value)}"]
    if isinstance(value, datetime.date):
        return ["d", value.isoformat()]
    if isinstance(value, datetime.time):
        return ["d", toml_time(value)]
    return ["s", value]


def toml_expected(text):
    return toml_tagged(tomllib.loads(text))


def toml_read(value):
    """What read_toml.qz wrote, with floats in the form of `toml_tagged`."""
    if isinstance(value, dict):
        return {key: toml_read(each) for key, each in value.items()}
    if value[0] == "f":
        return ["f", float(value[1]).hex()]
    if value[0] == "d":
        # Python forgets what is less than a microsecond.
        micro = lambda part: part[0][:7].rstrip("0").rstrip(".")
        return ["d", re.sub(r"\.\d{7,}", micro, value[1])]
    return ["a", [toml_read(each) for each in value[1]]] if value[0] == "a" else value


# Comparing


def results(quartz, program, documents):
    """What the program writes for each of the documents."""
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "program"
        subprocess.run([quartz, "build", "--release", HERE / program, "-o", built], check=True)
        run = subprocess.run([built], input=MARK.join(documents).encode(), capture_output=True)
    if run.returncode != 0:
        sys.exit(f"{program} ended with {run.returncode}: {run.stderr.decode()}")
    return run.stdout.decode().split(MARK)[:-1]


def expectation(expected, text):
    try:
        return repr(expected(text))
    except (ValueError, RecursionError, csv.Error):
        return None


def compare(quartz, name, document, expected, read, count):
    """Compares one format; the number of documents that are read in two ways."""
    documents = [document() for _ in range(count)]
    written = results(quartz, f"read_{name}.qz", documents)
    assert len(written) == count
    right = wrong = 0
    for text, result in zip(documents, written):
        wanted = expectation(expected, text)
        found = None if result.startswith("E ") else repr(read(json.loads(result)))
        right += wanted is not None
        if found != wanted:
            wrong += 1
            print(f"{name}: {text!r}\n  here: {found or result}\n  Python: {wanted}")
    print(f"{name}: {count} documents, {right} of them right, {wrong} differences")
    return wrong


def main():
    quartz = sys.argv[1]
    random.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 20_000
    same = lambda value: value
    wrong = compare(quartz, "json", json_document, json_expected, same, count)
    wrong += compare(quartz, "csv", csv_document, csv_expected, same, count)
    wrong += compare(quartz, "toml", toml_document, toml_expected, toml_read, count)
    sys.exit(1 if wrong else 0)


main()
