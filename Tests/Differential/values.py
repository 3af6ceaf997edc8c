"""The values of Quartz programs as the evaluator sees them, and their arithmetic and texts.

Integers, floats, Bools and Strings are Python's; tuples are tuples; Vec is `Vec`, Map is `Map`, a
struct by reference is `Obj`, a `@value struct` an immutable `Val`, an enum value a `Variant`.
"""

import math
import struct


class Panic(Exception):
    """The program panicked; the text is a word that the message has."""


class TooLong(Exception):
    """The program takes more steps than a test should."""


class Budget:
    """How many steps the program that is evaluated may still take."""

    left = 0


def spend(steps=1):
    """Takes steps off the budget."""
    Budget.left -= steps
    if Budget.left < 0:
        raise TooLong()


class IntType:
    """An integer type: its name, its width and whether it has a sign."""

    def __init__(self, name, bits, signed):
        self.name, self.bits, self.signed = name, bits, signed
        self.low = -(1 << (bits - 1)) if signed else 0
        self.high = (1 << (bits - 1)) - 1 if signed else (1 << bits) - 1

    def __repr__(self):
        return self.name

    def fit(self, value):
        """`value`, or a panic when the type does not have it."""
        if not self.low <= value <= self.high:
            raise Panic("overflow")
        return value

    def wrap(self, value):
        """The lower bits of `value` as a value of this type."""
        value &= (1 << self.bits) - 1
        return value - (1 << self.bits) if self.signed and value >> (self.bits - 1) else value


INT = IntType("Int", 64, True)
INTS = [
    INT, IntType("I8", 8, True), IntType("I16", 16, True), IntType("I32", 32, True),
    IntType("U8", 8, False), IntType("U16", 16, False), IntType("U32", 32, False),
    IntType("U64", 64, False),
]


def divide(a, b):
    """The quotient towards zero; Python's `//` rounds down."""
    if b == 0:
        raise Panic("divide")
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def remainder(kind, a, b):
    """What `divide` leaves; it has the sign of the dividend."""
    if b == 0:
        raise Panic("divide")
    if kind.signed and a == kind.low and b == -1:
        raise Panic("overflow")
    return a - b * divide(a, b)


def shift(kind, left, a, b):
    """`a << b` or `a >> b`."""
    if not 0 <= b < kind.bits:
        raise Panic("overflow")
    return kind.wrap(a << b) if left else a >> b


def to_single(x):
    """The F32 next to a float."""
    try:
        return struct.unpack("f", struct.pack("f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def float_divide(a, b):
    """IEEE division; Python raises where IEEE gives an infinity."""
    if b == 0:
        if a == 0 or a != a:
            return math.nan
        return math.copysign(math.inf, a) * math.copysign(1, b)
    return a / b


def float_text(x):
    """The text of an F64."""
    if x != x:
        return "nan"
    if math.isinf(x):
        return "inf" if x > 0 else "-inf"
    return point_text(repr(x))


def point_text(text):
    """Python's exponent in the spelling of Quartz: `1e+16` is `1e16`, `1e-05` is `1e-5`."""
    if "e" not in text:
        return text
    mantissa, exponent = text.split("e")
    return mantissa + "e" + str(int(exponent))


def single_text(x):
    """The text of an F32: the fewest digits that read back as the same F32."""
    if x != x or math.isinf(x):
        return float_text(x)
    for digits in range(1, 10):
        text = f"{x:.{digits - 1}e}"
        if to_single(float(text)) == x:
            break
    return point_text(repr(float(text)))


def float_to_int(kind, x):
    """`x as T` for a float."""
    if x != x or math.isinf(x):
        raise Panic("overflow")
    return kind.fit(math.trunc(x))


class Vec:
    """A Vec, by reference."""

    def __init__(self, items=None):
        self.items = [] if items is None else items


class Map:
    """A Map, by reference, in the order of insertion."""

    def __init__(self):
        self.items = {}


class Obj:
    """An object of a struct."""

    def __init__(self, fields):
        self.fields = fields


class Val:
    """A value of a `@value struct`; a change makes another one."""

    def __init__(self, fields):
        self.fields = fields


    def having(self, name, value):
        """A copy with another field."""
        return Val({**self.fields, name: value})


class Variant:
    """A value of an enum: the number of its variant and its payload."""

    def __init__(self, number, payload=()):
        self.number, self.payload = number, payload


def same(a, b):
    """`a == b`; unlike Python's, which takes an object for equal to itself, also for NaN."""
    spend()
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, Vec):
        return len(a.items) == len(b.items) and all(map(same, a.items, b.items))
    if isinstance(a, Map):
        return len(a.items) == len(b.items) and all(
            k in b.items and same(v, b.items[k]) for k, v in a.items.items())
    if isinstance(a, (Obj, Val)):
        return all(same(v, b.fields[name]) for name, v in a.fields.items())
    if isinstance(a, Variant):
        return a.number == b.number and same(a.payload, b.payload)
    return a == b


def less(a, b):
    """The order that `@derive(Ord)` and the library give."""
    if a is None or b is None:
        return a is None and b is not None
    if isinstance(a, Variant):
        return a.number < b.number if a.number != b.number else less(a.payload, b.payload)
    if isinstance(a, (Val, Obj)):
        return less(tuple(a.fields.values()), tuple(b.fields.values()))
    if isinstance(a, Vec):
        return less(tuple(a.items), tuple(b.items))
    if isinstance(a, tuple):
        for x, y in zip(a, b):
            if not same(x, y):
                return less(x, y)
        return len(a) < len(b)
    if a != a or b != b:
        raise TooLong("the order of NaN inside of other values is not defined")
    return a < b
