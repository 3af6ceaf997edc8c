"""The types of generated programs, and the texts of their values."""

from values import INT, INTS, IntType, Map, Val, Vec, float_text, single_text, spend


class VecType:
    """`Vec<element>`."""

    def __init__(self, element):
        self.element = element

    def __repr__(self):
        return f"Vec<{self.element}>"


class MapType:
    """`Map<key, value>`."""

    def __init__(self, key, value):
        self.key, self.value = key, value

    def __repr__(self):
        return f"Map<{self.key}, {self.value}>"


class OptionType:
    """`Option<element>`."""

    def __init__(self, element):
        self.element = element

    def __repr__(self):
        return f"Option<{self.element}>"


class TupleType:
    """`(A, B)`."""

    def __init__(self, parts):
        self.parts = parts

    def __repr__(self):
        return "(" + ", ".join(map(str, self.parts)) + ")"


class StructType:
    """A struct of the program; `is_value` when it is stored inline."""

    def __init__(self, name, fields, is_value):
        self.name, self.fields, self.is_value = name, fields, is_value

    def __repr__(self):
        return self.name

    def declaration(self):
        head = [derivation(self)] + (["@value"] if self.is_value else [])
        fields = [f"  {name}: {kind}" for name, kind in self.fields]
        return head + [f"struct {self.name}", *fields, "end", *self.methods()]

    def methods(self):
        """For each field a method that exchanges its value: `v.swap_f0(x)`."""
        lines = ["", f"impl {self.name}"]
        for name, kind in self.fields:
            lines += [
                f"  def swap_{name}({'&mut ' if self.is_value else ''}self, new: {kind}): {kind}",
                f"    old = self.{name}", f"    self.{name} = new", "    old", "  end"]
        return [*lines, "end"]


class EnumType:
    """An enum of the program."""

    def __init__(self, name, variants):
        self.name, self.variants = name, variants

    def __repr__(self):
        return self.name

    def declaration(self):
        lines = []
        for name, payload in self.variants:
            fields = ", ".join(f"{field}: {kind}" for field, kind in payload)
            lines.append(f"  {name}({fields})" if payload else f"  {name}")
        return [derivation(self), f"enum {self.name}", *lines, "end"]


class FunctionType:
    """`Fn(A, B): R`."""

    def __init__(self, params, result):
        self.params, self.result = params, result

    def __repr__(self):
        return f"Fn({', '.join(map(str, self.params))}): {self.result}"


BOOL, STRING, F64, F32 = "Bool", "String", "F64", "F32"
SIMPLE = [*INTS, INT, INT, BOOL, STRING, F64, F32]


def key(kind):
    """A text that is the same for the same type."""
    return str(kind)


def is_int(kind):
    return isinstance(kind, IntType)


def random_type(rnd, named, depth=2):
    """A type whose values can be compared, ordered, shown and cloned."""
    roll = rnd.random()
    if depth == 0 or roll < 0.45:
        return rnd.choice(SIMPLE)
    if roll < 0.62 and named:
        return rnd.choice(named)
    inner = random_type(rnd, named, depth - 1)
    if roll < 0.76:
        return VecType(inner)
    if roll < 0.86:
        return OptionType(inner)
    if roll < 0.91:
        return MapType(rnd.choice([INT, STRING, INTS[1], INTS[7]]), inner)
    return TupleType([inner, random_type(rnd, named, depth - 1)])


def can_order(kind):
    """Whether `<` works on the type: Maps have no order."""
    if isinstance(kind, MapType):
        return False
    return all(can_order(part) for part in parts(kind))


def derivation(kind):
    """The attribute that gives a type what it can have."""
    return "@derive(Eq, Ord, Show, Clone)" if can_order(kind) else "@derive(Eq, Show, Clone)"


def parts(kind):
    """The types that a type is made of."""
    if isinstance(kind, (VecType, OptionType)):
        return [kind.element]
    if isinstance(kind, TupleType):
        return kind.parts
    if isinstance(kind, StructType):
        return [part for _, part in kind.fields]
    if isinstance(kind, EnumType):
        return [part for _, payload in kind.variants for _, part in payload]
    return []


def shown(kind, value):
    """The text of a value inside of a collection."""
    spend()
    return quoted(value) if kind == STRING else text(kind, value)


def text(kind, value):
    """The text that `"#{value}"` has."""
    if is_int(kind):
        return str(value)
    if kind == BOOL:
        return "true" if value else "false"
    if kind == STRING:
        return value
    if kind == F64:
        return float_text(value)
    if kind == F32:
        return single_text(value)
    return compound_text(kind, value)


def compound_text(kind, value):
    spend()
    if isinstance(kind, VecType):
        return "[" + ", ".join(shown(kind.element, item) for item in value.items) + "]"
    if isinstance(kind, MapType):
        pairs = value.items.items()
        inner = ", ".join(f"{shown(kind.key, k)} => {shown(kind.value, v)}" for k, v in pairs)
        return "{" + inner + "}"
    if isinstance(kind, OptionType):
        return "None" if value is None else f"Some({shown(kind.element, value[0])})"
    if isinstance(kind, TupleType):
        return "(" + ", ".join(map(shown, kind.parts, value)) + ")"
    if isinstance(kind, StructType):
        inner = ", ".join(f"{name}: {shown(part, value.fields[name])}" for name, part in kind.fields)
        return f"{kind.name} {{ {inner} }}"
    name, payload = kind.variants[value.number]
    if not payload:
        return name
    inner = ", ".join(shown(part, v) for (_, part), v in zip(payload, value.payload))
    return f"{name}({inner})"


def quoted(value):
    """A String as it stands in source."""
    out = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("#{", "\\#{")
    return '"' + out + '"'


def cloned(kind, value):
    """What `clone` makes: a copy that shares nothing."""
    spend()
    if isinstance(kind, VecType):
        return Vec([cloned(kind.element, item) for item in value.items])
    if isinstance(kind, MapType):
        copy = Map()
        copy.items = {k: cloned(kind.value, v) for k, v in value.items.items()}
        return copy
    if isinstance(kind, OptionType):
        return None if value is None else (cloned(kind.element, value[0]),)
    if isinstance(kind, TupleType):
        return tuple(map(cloned, kind.parts, value))
    if isinstance(kind, StructType):
        fields = {name: cloned(part, value.fields[name]) for name, part in kind.fields}
        return Val(fields) if kind.is_value else type(value)(fields)
    if isinstance(kind, EnumType):
        payload = kind.variants[value.number][1]
        return type(value)(
            value.number, tuple(cloned(part, v) for (_, part), v in zip(payload, value.payload)))
    return value
