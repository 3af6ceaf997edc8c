"""Random expressions of the types that are not integers or Bools."""

from expressions import (
    ADD, ATOM, CAST, LOR, MUL, POSTFIX, PREFIX, Env, Expr, Expressions)
from kinds import (
    BOOL, F32, F64, STRING, MapType, OptionType, StructType, TupleType, VecType, can_order, cloned,
    key, quoted, random_type, text)
from values import (
    INT, INTS, Map, Obj, TooLong, Val, Variant, Vec, float_divide, less, to_single)

WORDS = ["", "a", "b", "ab", "zoë", "x y", "#", "\\", "\"q\"", "é", "🙂", "line\n", "{}", "0", "42"]


class Compounds(Expressions):
    """Expressions of floats, texts and compound types."""

    # Floats

    def rounded(self, kind, run):
        return (lambda e: to_single(run(e))) if kind == F32 else run

    def float(self, kind, depth, typed):
        if depth > 0 and self.chance(0.7):
            return self.rnd.choice([
                self.float_arithmetic, self.float_arithmetic, self.float_method, self.from_int,
                self.between_floats])(kind, depth - 1, typed)
        value = self.rnd.choice([
            0.0, 1.0, 0.5, 0.1, 0.25, 1.5, 100.0, 3.0, 1e10, 1e-3, 123.456, 1e16, 2.5e-7,
            float(self.rnd.randint(0, 10 ** 6)), round(self.rnd.random() * 1000, 3)])
        source, level = text(F64, value), ATOM
        if kind == F32:
            value = to_single(value)
            if not typed or self.chance(0.1):
                source, level = f"{source} as F32", CAST
        return Expr(kind, source, level, lambda e: value)

    def float_arithmetic(self, kind, depth, typed):
        op, level = self.rnd.choice([("+", ADD), ("-", ADD), ("*", MUL), ("/", MUL)])
        a, b = self.expr(kind, depth, typed), self.expr(kind, depth, True)
        run = {
            "+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y,
            "/": float_divide}[op]
        return Expr(
            kind, f"{a.at(level)} {op} {b.at(level + 1)}", level,
            self.rounded(kind, lambda e: run(a.run(e), b.run(e))))

    def float_method(self, kind, depth, typed):
        a = self.expr(kind, depth, False)
        if self.chance(0.4):
            return Expr(kind, f"-{a.at(POSTFIX)}", PREFIX, lambda e: -a.run(e))
        return Expr(kind, f"{a.at(POSTFIX)}.abs()", POSTFIX, lambda e: abs(a.run(e)))

    def from_int(self, kind, depth, typed):
        narrow = [k for k in INTS if k.bits <= (32 if kind == F64 else 16)]
        a = self.expr(self.rnd.choice(narrow), depth, False)
        return Expr(kind, f"{a.at(CAST)} as {kind}", CAST, lambda e: float(a.run(e)))

    def between_floats(self, kind, depth, typed):
        a = self.expr(F32 if kind == F64 else F64, depth, False)
        return Expr(kind, f"{a.at(CAST)} as {kind}", CAST, self.rounded(kind, lambda e: a.run(e)))

    # Texts

    def string(self, depth):
        if depth > 0 and self.chance(0.7):
            return self.rnd.choice([
                self.joined, self.interpolated, self.interpolated, self.text_method])(depth - 1)
        value = self.rnd.choice(WORDS)
        return Expr(STRING, quoted(value), ATOM, lambda e: value)

    def joined(self, depth):
        a, b = self.expr(STRING, depth), self.expr(STRING, depth)

        def run(e):
            return limited(a.run(e) + b.run(e))
        return Expr(STRING, f"{a.at(ADD)} + {b.at(ADD + 1)}", ADD, run)

    def interpolated(self, depth):
        pieces, sources = [], []
        for _ in range(self.rnd.randint(1, 3)):
            word = self.rnd.choice(WORDS)
            kind = random_type(self.rnd, self.named, 1)
            inner = self.expr(kind, depth, False)
            pieces.append((word, kind, inner))
            sources.append(f"{quoted(word)[1:-1]}#{{{inner.source}}}")

        def run(e):
            return limited(
                "".join([word + text(kind, inner.run(e)) for word, kind, inner in pieces]))
        return Expr(STRING, '"' + "".join(sources) + '"', ATOM, run)

    def text_method(self, depth):
        made = self.raw_text_method(depth)
        return Expr(STRING, made.source, made.level, lambda e: limited(made.run(e)))

    def raw_text_method(self, depth):
        a = self.expr(STRING, depth)
        roll = self.rnd.random()
        if roll < 0.25:
            return Expr(STRING, f"{a.at(POSTFIX)}.reversed()", POSTFIX, lambda e: a.run(e)[::-1])
        if roll < 0.5:
            n = self.rnd.randrange(4)
            return Expr(STRING, f"{a.at(POSTFIX)}.repeat({n})", POSTFIX, lambda e: a.run(e) * n)
        if roll < 0.75:
            element = random_type(self.rnd, self.named, 1)
            v = self.expr(VecType(element), depth, False)
            return Expr(
                STRING, f"{v.at(POSTFIX)}.join({a.source})", POSTFIX,
                lambda e: (lambda items, s: s.join(text(element, i) for i in items))(
                    v.run(e).items, a.run(e)))
        b, c = self.expr(STRING, depth), self.rnd.choice(["a", "b", "é", "0"])
        return Expr(
            STRING, f"{a.at(POSTFIX)}.replace({quoted(c)}, {b.source})", POSTFIX,
            lambda e: a.run(e).replace(c, b.run(e)))

    # Vecs

    def vec(self, kind, depth, typed):
        if depth > 0 and self.chance(0.55):
            found = self.rnd.choice([
                self.mapped, self.mapped, self.filtered, self.added, self.turned, self.of_range,
                self.clone, self.sliced])(kind, depth - 1, typed)
            if found is not None:
                return found
        count = self.rnd.choice([0, 1, 2, 3, 5]) if typed else self.rnd.randint(1, 4)
        items = [self.expr(kind.element, depth - 1, typed) for _ in range(count)]
        source = "[" + ", ".join(item.source for item in items) + "]"
        return Expr(kind, source, ATOM, lambda e: Vec([item.run(e) for item in items]))

    def mapped(self, kind, depth, typed):
        element = random_type(self.rnd, self.named, 1)
        source = self.expr(VecType(element), depth, False)
        x = self.fresh("x")
        body = self.inside([(x, element)], kind.element, depth, False)

        def run(e):
            return Vec([self.with_name(body, e, x, item) for item in source.run(e).items])
        return Expr(
            kind, f"{source.at(POSTFIX)}.map({x} -> {body.source}).collect()", POSTFIX, run)

    def filtered(self, kind, depth, typed):
        source = self.expr(kind, depth, False)
        x = self.fresh("x")
        body = self.inside([(x, kind.element)], BOOL, depth, True)

        def run(e):
            items = source.run(e).items
            return Vec([item for item in items if self.with_name(body, e, x, item)])
        return Expr(
            kind, f"{source.at(POSTFIX)}.filter({x} -> {body.source}).collect()", POSTFIX, run)

    def added(self, kind, depth, typed):
        a, b = self.expr(kind, depth, False), self.expr(kind, depth, True)

        def run(e):
            first, second = a.run(e), b.run(e)
            if len(first.items) + len(second.items) > 300:
                raise TooLong()
            return Vec(first.items + second.items)
        return Expr(kind, f"{a.at(ADD)} + {b.at(ADD + 1)}", ADD, run)

    def turned(self, kind, depth, typed):
        a = self.expr(kind, depth, False)
        if can_order(kind.element) and self.chance(0.5):
            return Expr(
                kind, f"{a.at(POSTFIX)}.sorted()", POSTFIX, lambda e: Vec(stably(a.run(e).items)))
        return Expr(kind, f"{a.at(POSTFIX)}.reversed()", POSTFIX, lambda e: Vec(a.run(e).items[::-1]))

    def of_range(self, kind, depth, typed):
        start, count = self.rnd.randint(-3, 5), self.rnd.randrange(6)
        inclusive, x = self.chance(0.5), self.fresh("x")
        body = self.inside([(x, INT)], kind.element, depth, False)
        stop = start + count - 1 if inclusive else start + count
        dots = "..=" if inclusive else ".."

        def run(e):
            return Vec([self.with_name(body, e, x, i) for i in range(start, start + count)])
        return Expr(
            kind, f"({start}{dots}{stop}).map({x} -> {body.source}).collect()", POSTFIX, run)

    def clone(self, kind, depth, typed):
        a = self.expr(kind, depth, False)
        return Expr(kind, f"{a.at(POSTFIX)}.clone()", POSTFIX, lambda e: cloned(kind, a.run(e)))

    def sliced(self, kind, depth, typed):
        a = self.expr(kind, depth, False)
        n, m = self.rnd.randrange(4), self.rnd.randrange(5)
        return Expr(
            kind, f"{a.at(POSTFIX)}.skip({n}).take({m}).collect()", POSTFIX,
            lambda e: Vec(a.run(e).items[n:n + m]))

    # Maps, Options, structs, enums, closures

    def map(self, kind, depth, typed):
        if depth > 0 and self.chance(0.2):
            return self.clone(kind, depth - 1, typed)
        count = self.rnd.randrange(4) if typed else self.rnd.randint(1, 3)
        pairs = [
            (self.expr(kind.key, depth - 1, typed), self.expr(kind.value, depth - 1, typed))
            for _ in range(count)]
        source = "{" + ", ".join(f"{k.source} => {v.source}" for k, v in pairs) + "}"

        def run(e):
            result = Map()
            for k, v in pairs:
                wanted = k.run(e)
                result.items[wanted] = v.run(e)
            return result
        return Expr(kind, source, ATOM, run)

    def option(self, kind, depth, typed):
        if depth > 0 and self.chance(0.5):
            found = self.rnd.choice([self.got, self.got, self.mapped_option, self.clone])(
                kind, depth - 1, typed)
            if found is not None:
                return found
        if typed and self.chance(0.3):
            return Expr(kind, "None", ATOM, lambda e: None)
        inner = self.expr(kind.element, depth - 1, typed)
        return Expr(kind, f"Some({inner.source})", POSTFIX, lambda e: (inner.run(e),))

    def got(self, kind, depth, typed):
        vec = self.expr(VecType(kind.element), depth, False)
        if self.chance(0.4):
            index = self.expr(INT, depth)

            def run(e):
                items, i = vec.run(e).items, index.run(e)
                return (items[i],) if 0 <= i < len(items) else None
            return Expr(kind, f"{vec.at(POSTFIX)}.get({index.source})", POSTFIX, run)
        if self.chance(0.5):
            x = self.fresh("x")
            body = self.inside([(x, kind.element)], BOOL, depth, True)

            def find(e):
                for item in vec.run(e).items:
                    if self.with_name(body, e, x, item):
                        return (item,)
                return None
            return Expr(kind, f"{vec.at(POSTFIX)}.find({x} -> {body.source})", POSTFIX, find)
        last = self.chance(0.5)
        return Expr(
            kind, f"{vec.at(POSTFIX)}.{'last' if last else 'first'}()", POSTFIX,
            lambda e: (lambda items: (items[-1 if last else 0],) if items else None)(
                vec.run(e).items))

    def mapped_option(self, kind, depth, typed):
        element = random_type(self.rnd, self.named, 1)
        source, x = self.expr(OptionType(element), depth, False), self.fresh("x")
        body = self.inside([(x, element)], kind.element, depth, False)

        def run(e):
            value = source.run(e)
            return None if value is None else (self.with_name(body, e, x, value[0]),)
        return Expr(kind, f"{source.at(POSTFIX)}.map({x} -> {body.source})", POSTFIX, run)

    def struct(self, kind, depth):
        make = Val if kind.is_value else Obj
        names = [name for name, _ in kind.fields]
        if depth > 1 and self.chance(0.25):
            return self.with_fields(kind, depth)
        values = {name: self.expr(part, depth - 1) for name, part in kind.fields}
        order = list(names)
        self.rnd.shuffle(order)
        source = ", ".join(f"{name}: {values[name].source}" for name in order)

        def run(e):
            found = {name: values[name].run(e) for name in order}
            return make({name: found[name] for name in names})
        return Expr(kind, f"{kind.name} {{ {source} }}", POSTFIX, run)

    def with_fields(self, kind, depth):
        whole = self.expr(kind, depth - 1, False)
        name, part = self.rnd.choice(kind.fields)
        value = self.expr(part, depth - 1)

        def run(e):
            old = dict(whole.run(e).fields)
            return (Val if kind.is_value else Obj)({**old, name: value.run(e)})
        return Expr(
            kind, f"{whole.at(POSTFIX)}.with {{ {name}: {value.source} }}", POSTFIX, run)

    def enum(self, kind, depth):
        flat = [i for i, (_, payload) in enumerate(kind.variants) if not payload]
        number = self.rnd.choice(flat) if depth <= 0 and flat else (
            self.rnd.randrange(len(kind.variants)))
        name, payload = kind.variants[number]
        if not payload:
            return Expr(kind, f"{kind.name}::{name}", ATOM, lambda e: Variant(number))
        values = [self.expr(part, depth - 1) for _, part in payload]
        order = list(range(len(values)))
        sources = [value.source for value in values]
        if self.chance(0.3):
            self.rnd.shuffle(order)
            sources = [f"{payload[i][0]}: {values[i].source}" for i in order]

        def run(e):
            found = {i: values[i].run(e) for i in order}
            return Variant(number, tuple(found[i] for i in range(len(values))))
        return Expr(kind, f"{kind.name}::{name}({', '.join(sources)})", POSTFIX, run)

    def closure(self, kind, depth):
        names = [self.fresh("q") for _ in kind.params]
        body = self.inside(list(zip(names, kind.params)), kind.result, depth - 1, False)
        params = ", ".join(f"{name}: {part}" for name, part in zip(names, kind.params))

        def run(e):
            def callee(*values):
                inner = Env(e)
                inner.names.update(zip(names, values))
                return body.run(inner)
            return callee
        return Expr(kind, f"({params}) -> {body.source}", LOR - 1, run)


def limited(text):
    """The text, unless it grows without end."""
    if len(text) > 2000:
        raise TooLong()
    return text


def stably(items):
    """The items sorted by `less`; equal ones keep their order."""
    import functools
    return sorted(items, key=functools.cmp_to_key(
        lambda a, b: -1 if less(a, b) else 1 if less(b, a) else 0))
