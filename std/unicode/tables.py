#!/usr/bin/env python3
"""Writes tables.qz, what std/unicode/search.qz searches: python3 tables.py > tables.qz.

Everything comes from Python's unicodedata, whose version of Unicode goes into the file.
"""

import unicodedata

POINTS = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
DIGIT_0 = 0x30  # The digits are the 64 bytes from '0' to 'o'.
LINE = 91  # How many bytes of a table stand in one line.


def simple_upper(c):
    """The code point's capital form, if that is one code point."""
    upper = chr(c).upper()
    if len(upper) == 1:
        return ord(upper)
    # Greek letters with an iota below have a capital of one code point beside that of two.
    title = chr(c).title()
    return ord(title) if len(title) == 1 and title.lower() == chr(c) else c


def simple_lower(c):
    """The code point's small form, if that is one code point."""
    # U+0130 becomes two code points in full, and an 'i' alone in the simple mapping.
    lower = chr(c).lower()
    return ord(lower[0]) if len(lower) == 1 or c == 0x130 else c


def runs(points, same):
    """The points as (first, count, step): neighbours, or every second one, that are `same`."""
    found = []
    at = 0
    while at < len(points):
        best, width = at, 1
        for step in (1, 2):
            stop = at
            while (stop + 1 < len(points) and points[stop + 1] - points[stop] == step
                   and same(points[at], points[stop + 1])):
                stop += 1
            if stop > best:
                best, width = stop, step
        found.append((points[at], best - at + 1, width))
        at = best + 1
    return found


def digits(value, count):
    """The value with `count` digits in base 64."""
    assert 0 <= value < 64 ** count
    return "".join(chr(DIGIT_0 + (value >> 6 * i & 63)) for i in reversed(range(count)))


def run_text(first, count, step):
    return digits(first << 1 | step - 1, 4) + digits(count, 3)


def set_table(has):
    """The table of the code points that `has` holds for."""
    points = [c for c in POINTS if c >= 0x80 and has(c)]
    return "".join(run_text(*run) for run in runs(points, lambda a, b: True))


def map_table(mapped):
    """The table of the code points that `mapped` changes."""
    points = [c for c in POINTS if c >= 0x80 and mapped(c) != c]
    same = lambda a, b: mapped(a) - a == mapped(b) - b
    return "".join(run_text(*run) + digits(mapped(run[0]) - run[0] + (1 << 17), 3)
                   for run in runs(points, same))


def narrow(c):
    """Whether a terminal shows the code point in the cell of the one before it."""
    if 0x1160 <= c <= 0x11FF or 0xD7B0 <= c <= 0xD7FF:
        return True
    return c != 0xAD and unicodedata.category(chr(c)) in ("Mn", "Me", "Cf")


def wide(c):
    """Whether a terminal shows the code point in two cells."""
    # What is not assigned is narrow outside the planes of ideographs; Python says F for all of it.
    if unicodedata.category(chr(c)) == "Cn":
        return 0x20000 <= c <= 0x3FFFD and c & 0xFFFF < 0xFFFE
    return unicodedata.east_asian_width(chr(c)) in "WF" and not narrow(c)


def show(name, summary, table):
    lines = [table[i:i + LINE] for i in range(0, len(table), LINE)]
    print(f"\n# {summary}\nconst {name}: String =")
    print(" +\n".join(f'  r"{line}"' for line in lines))


print(f"""# Properties of the code points from U+0080 on, of Unicode {unicodedata.unidata_version}.
#
# Written by tables.py; search.qz says what a table looks like.""")
show("LETTERS", "The letters: the categories Lu, Ll, Lt, Lm and Lo.",
     set_table(lambda c: unicodedata.category(chr(c))[0] == "L"))
show("CAPITALS", "The code points with the property Uppercase.", set_table(lambda c: chr(c).isupper()))
show("SMALLS", "The code points with the property Lowercase.", set_table(lambda c: chr(c).islower()))
show("TO_UPPER", "The simple mapping to capital letters.", map_table(simple_upper))
show("TO_LOWER", "The simple mapping to small letters.", map_table(simple_lower))
show("WIDE", "The code points that take two cells of a terminal: East_Asian_Width W and F.",
     set_table(wide))
show("NARROW", "Those that take none: marks, formats but U+00AD, vowels and ends of Hangul.",
     set_table(narrow))
