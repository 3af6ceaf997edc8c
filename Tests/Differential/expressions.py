"""Random well-typed expressions, each with a function that evaluates it.

An expression knows its source text, how tightly that binds, and for integers between which bounds
its value lies, so that most arithmetic can be kept from overflowing.
"""

from kinds import (
    BOOL, F32, F64, STRING, EnumType, FunctionType, MapType, OptionType, StructType, TupleType,
    VecType, can_order, is_int, key, random_type)
from values import (
    INT, INTS, divide, float_to_int, less, remainder, same, shift, spend)

ATOM, POSTFIX, PREFIX, CAST, MUL, ADD, SHIFT, AND, XOR, OR, COALESCE, COMPARE, NOT, LAND, LOR = (
    15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)


class Expr:
    """An expression of type `kind`; `run(env)` is its value."""

    def __init__(self, kind, source, level, run, low=None, high=None):
        self.kind, self.source, self.level, self.run = kind, source, level, run
        self.low, self.high = low, high
        if is_int(kind) and low is None:
            self.low, self.high = kind.low, kind.high

    def at(self, level):
        """The source as an operand of something that binds as tightly as `level`."""
        return self.source if self.level >= level else f"({self.source})"


class Env:
    """The variables of a scope."""

    def __init__(self, outer=None):
        self.outer, self.names = outer, {}

    def scope_of(self, name):
        env = self
        while name not in env.names:
            env = env.outer
        return env.names

    def get(self, name):
        return self.scope_of(name)[name]

    def set(self, name, value):
        self.scope_of(name)[name] = value


class Expressions:
    """Makes expressions out of what is in scope."""

    def __init__(self, rnd, named):
        self.rnd, self.named = rnd, named
        self.scope, self.functions, self.count = [], [], 0

    def fresh(self, prefix="v"):
        self.count += 1
        return f"{prefix}{self.count}"

    def chance(self, p):
        return self.rnd.random() < p

    def tick(self):
        """Counts a step of the evaluation."""
        spend()

    # Any type

    def expr(self, kind, depth, typed=True):
        """An expression of type `kind`; `typed` when its place says which type it wants."""
        found = self.common(kind, depth, typed) if depth > 0 and self.chance(0.4) else None
        if found is None and self.chance(0.5 if depth > 0 else 0.75):
            found = self.variable(kind)
        if found is None:
            found = self.own(kind, depth, typed)
        if self.chance(0.04):
            return Expr(kind, f"({found.source})", ATOM, found.run, found.low, found.high)
        return found

    def own(self, kind, depth, typed):
        """An expression that only this kind of type has."""
        if is_int(kind):
            return self.integer(kind, depth, typed)
        if kind == BOOL:
            return self.boolean(depth)
        if kind == STRING:
            return self.string(depth)
        if kind in (F64, F32):
            return self.float(kind, depth, typed)
        if isinstance(kind, VecType):
            return self.vec(kind, depth, typed)
        if isinstance(kind, MapType):
            return self.map(kind, depth, typed)
        if isinstance(kind, OptionType):
            return self.option(kind, depth, typed)
        if isinstance(kind, TupleType):
            items = [self.expr(part, depth - 1, typed) for part in kind.parts]
            source = "(" + ", ".join(item.source for item in items) + ")"
            return Expr(kind, source, ATOM, lambda e: tuple([item.run(e) for item in items]))
        if isinstance(kind, StructType):
            return self.struct(kind, depth)
        if isinstance(kind, FunctionType):
            return self.closure(kind, depth)
        return self.enum(kind, depth)

    def variable(self, kind):
        """A variable in scope, or a field or element of one."""
        wanted = key(kind)
        found = []
        for name, type_, _ in self.scope:
            if key(type_) == wanted:
                found.append(Expr(type_, name, ATOM, lambda e, n=name: e.get(n)))
            if isinstance(type_, StructType):
                found += self.fields(name, type_, wanted)
            if isinstance(type_, TupleType):
                for i, part in enumerate(type_.parts):
                    if key(part) == wanted:
                        found.append(Expr(
                            part, f"{name}.{i}", POSTFIX, lambda e, n=name, i=i: e.get(n)[i]))
        return self.rnd.choice(found) if found else None

    def fields(self, name, struct, wanted):
        for field, part in struct.fields:
            if key(part) == wanted:
                yield Expr(
                    part, f"{name}.{field}", POSTFIX,
                    lambda e, n=name, f=field: e.get(n).fields[f])
            elif isinstance(part, StructType):
                for inner, deep in part.fields:
                    if key(deep) == wanted:
                        yield Expr(
                            deep, f"{name}.{field}.{inner}", POSTFIX,
                            lambda e, n=name, f=field, i=inner: e.get(n).fields[f].fields[i])

    def common(self, kind, depth, typed):
        """What there is for every type: calls, choices, elements."""
        makers = [
            self.call, self.call, self.choice, self.coalesce, self.element, self.logged,
            self.closure_call, self.looked_up, self.matched, self.member, self.fold]
        return self.rnd.choice(makers)(kind, depth - 1, typed)

    def call(self, kind, depth, typed):
        """A call of a function of the program."""
        fits = [f for f in self.functions if key(f.result) == key(kind)]
        if not fits or depth < 0:
            return None
        function = self.rnd.choice(fits)
        arguments = [self.expr(part, depth - 1) for _, part in function.params]
        order = list(range(len(arguments)))
        sources = [a.source for a in arguments]
        if self.chance(0.2):
            self.rnd.shuffle(order)
            sources = [f"{function.params[i][0]}: {arguments[i].source}" for i in order]
        elif arguments and self.chance(0.15):
            source = f"{arguments[0].at(POSTFIX)}.{function.name}({', '.join(sources[1:])})"
            if not is_int(arguments[0].kind) and arguments[0].kind not in (F64, F32):
                return Expr(kind, source, POSTFIX, lambda e: self.run_call(
                    function, arguments, order, e))

        return Expr(
            kind, f"{function.name}({', '.join(sources)})", POSTFIX,
            lambda e: self.run_call(function, arguments, order, e))

    def run_call(self, function, arguments, order, env):
        self.tick()
        values = [None] * len(arguments)
        for i in order:
            values[i] = arguments[i].run(env)
        return function.run(values)

    def choice(self, kind, depth, typed):
        """`if c; a else b end` in one line."""
        condition = self.boolean(depth)
        a, b = self.expr(kind, depth, typed), self.expr(kind, depth, True)
        if not typed:
            b = self.expr(kind, depth, False)
        source = f"(if {condition.source}; {a.source} else {b.source} end)"
        return Expr(
            kind, source, ATOM, lambda e: a.run(e) if condition.run(e) else b.run(e),
            *self.hull(kind, a, b))

    def hull(self, kind, a, b):
        return (min(a.low, b.low), max(a.high, b.high)) if is_int(kind) else (None, None)

    def coalesce(self, kind, depth, typed):
        optional = self.expr(OptionType(kind), depth, False)
        default = self.expr(kind, depth)

        def run(e):
            value = optional.run(e)
            return default.run(e) if value is None else value[0]
        if self.chance(0.3):
            def eager(e):
                value, other = optional.run(e), default.run(e)
                return other if value is None else value[0]
            return Expr(kind, f"{optional.at(POSTFIX)}.unwrap_or({default.source})", POSTFIX, eager)
        return Expr(
            kind, f"{optional.at(OR)} ?? {default.at(COALESCE)}", COALESCE, run)

    def element(self, kind, depth, typed):
        """An element of a Vec, by a helper that keeps the index inside."""
        vec = self.expr(VecType(kind), depth, False)
        index, default = self.expr(INT, depth), self.expr(kind, depth)

        def run(e):
            items, i, other = vec.run(e).items, index.run(e), default.run(e)
            return items[i % len(items)] if items else other
        return Expr(
            kind, f"element({vec.source}, {index.source}, {default.source})", POSTFIX, run)

    def logged(self, kind, depth, typed):
        """A value that leaves a mark when it is computed, to see the order of evaluation."""
        mark = self.rnd.randrange(100)
        value = self.expr(kind, depth, typed)

        def run(e):
            result = value.run(e)
            e.get("log").items.append(mark)
            return result
        return Expr(
            kind, f"noted(log, {mark}, {value.source})", POSTFIX, run, value.low, value.high)

    def closure_call(self, kind, depth, typed):
        fits = [
            (name, type_) for name, type_, _ in self.scope
            if isinstance(type_, FunctionType) and key(type_.result) == key(kind)]
        if not fits:
            return None
        name, type_ = self.rnd.choice(fits)
        arguments = [self.expr(part, depth - 1) for part in type_.params]

        def run(e):
            self.tick()
            callee = e.get(name)
            return callee(*[argument.run(e) for argument in arguments])
        return Expr(kind, f"{name}({', '.join(a.source for a in arguments)})", POSTFIX, run)

    def looked_up(self, kind, depth, typed):
        """`map.get_or(k, d)` of a Map in scope."""
        fits = [
            (name, type_) for name, type_, _ in self.scope
            if isinstance(type_, MapType) and key(type_.value) == key(kind)]
        if not fits:
            return None
        name, type_ = self.rnd.choice(fits)
        wanted, default = self.expr(type_.key, depth), self.expr(kind, depth)

        def run(e):
            items, k, other = e.get(name).items, wanted.run(e), default.run(e)
            return items.get(k, other)
        return Expr(kind, f"{name}.get_or({wanted.source}, {default.source})", POSTFIX, run)

    def matched(self, kind, depth, typed):
        """`match` of an enum in scope in one line, naming payloads."""
        fits = [(n, t) for n, t, _ in self.scope if isinstance(t, EnumType)]
        if not fits:
            return None
        name, type_ = self.rnd.choice(fits)
        arms, sources = {}, []
        numbers = list(range(len(type_.variants)))
        self.rnd.shuffle(numbers)
        left_out = self.rnd.randrange(1, len(numbers)) if len(numbers) > 1 and self.chance(0.5) else 0
        for number in numbers[left_out:]:
            variant, payload = type_.variants[number]
            names = [self.fresh("p") for _ in payload]
            saved = len(self.scope)
            self.scope += [(n, part, False) for n, (_, part) in zip(names, payload)]
            body = self.expr(kind, depth, typed)
            del self.scope[saved:]
            arms[number] = (names, body)
            pattern = f"{variant}({', '.join(names)})" if names else variant
            sources.append(f"{pattern} => {body.source}")
        other = self.expr(kind, depth, typed)
        if left_out:
            sources.append(f"_ => {other.source}")

        def run(e):
            value = e.get(name)
            if value.number not in arms:
                return other.run(e)
            names, body = arms[value.number]
            inner = Env(e)
            inner.names.update(zip(names, value.payload))
            return body.run(inner)
        return Expr(kind, f"(match {name}; {'; '.join(sources)} end)", ATOM, run)

    def member(self, kind, depth, typed):
        """A field of a struct that is computed."""
        fits = [
            (struct, field) for struct in self.named if isinstance(struct, StructType)
            for field, part in struct.fields if key(part) == key(kind)]
        if not fits or depth < 0:
            return None
        struct, field = self.rnd.choice(fits)
        whole = self.expr(struct, depth - 1, False)
        return Expr(
            kind, f"{whole.at(POSTFIX)}.{field}", POSTFIX, lambda e: whole.run(e).fields[field])

    def fold(self, kind, depth, typed):
        """`v.fold(seed, (a, x) -> e)`."""
        if depth < 1:
            return None
        element = random_type(self.rnd, self.named, 1)
        vec, seed = self.expr(VecType(element), depth - 1, False), self.expr(kind, depth - 1, False)
        a, x = self.fresh("a"), self.fresh("x")
        body = self.inside([(a, kind), (x, element)], kind, depth - 1, True)

        def run(e):
            items, result = vec.run(e).items, seed.run(e)
            for item in items:
                self.tick()
                inner = Env(e)
                inner.names.update({a: result, x: item})
                result = body.run(inner)
            return result
        return Expr(
            kind, f"{vec.at(POSTFIX)}.fold({seed.source}, ({a}, {x}) -> {body.source})", POSTFIX, run)

    def inside(self, names, kind, depth, typed):
        """An expression that sees further names."""
        saved = len(self.scope)
        self.scope += [(name, part, False) for name, part in names]
        body = self.expr(kind, depth, typed)
        del self.scope[saved:]
        return body

    # Integers

    def literal(self, kind, typed):
        r = self.rnd
        value = r.choice([
            0, 1, 2, 3, 7, 10, 100, kind.high, kind.low, kind.high - 1, kind.low + 1,
            r.randint(kind.low, kind.high), r.randint(max(-100, kind.low), min(100, kind.high))])
        source, level = str(value), ATOM if value >= 0 else PREFIX
        if value > INT.high and not typed:
            value, source, level = kind.high, "U64.max_value()", POSTFIX
            return Expr(kind, source, level, lambda e: value, value, value)
        if value >= 0 and self.chance(0.1):
            source = r.choice([hex, bin, oct])(value)
        if kind is not INT and (not typed or self.chance(0.1)) and value <= INT.high:
            source, level = f"{source} as {kind}", CAST
        return Expr(kind, source, level, lambda e: value, value, value)

    def small(self, kind, low, high, depth, typed):
        """An expression between `low` and `high`, which the type has."""
        value = self.expr(kind, depth, typed)
        if low <= value.low and value.high <= high:
            return value
        width = high - low + 1
        # `x & mask` is never negative, `x % n` has the sign of x.
        bits = max(1, width.bit_length() - 1)
        mask = (1 << bits) - 1
        if low <= 0 and mask <= high and mask <= kind.high:
            return Expr(
                kind, f"{value.at(AND)} & {mask}", AND, lambda e: value.run(e) & mask, 0, mask)
        n = min(high, kind.high) + 1
        if low <= 0 and n <= kind.high and (not kind.signed or low <= -n):
            return Expr(
                kind, f"{value.at(MUL)} % {n}", MUL, lambda e: remainder(kind, value.run(e), n),
                -n if kind.signed else 0, n - 1)
        constant = self.rnd.randint(max(low, kind.low), min(high, kind.high))
        source = str(constant) if typed or kind is INT else f"({constant} as {kind})"
        level = ATOM if constant >= 0 and (typed or kind is INT) else PREFIX
        return Expr(kind, source, ATOM if source[0] == "(" else level, lambda e: constant,
                    constant, constant)

    def integer(self, kind, depth, typed):
        if depth <= 0:
            return self.literal(kind, typed)
        makers = [
            self.arithmetic, self.arithmetic, self.arithmetic, self.division, self.bits, self.bits,
            self.shifted, self.negated, self.converted, self.converted, self.int_method,
            lambda k, d, t: self.literal(k, t)]
        if kind is INT:
            makers += [self.measure, self.measure]
        return self.rnd.choice(makers)(kind, depth - 1, typed)

    def arithmetic(self, kind, depth, typed):
        """`+`, `-` or `*`, mostly of what cannot overflow."""
        op = self.rnd.choice("+-*")
        a = self.expr(kind, depth, typed)
        b = self.expr(kind, depth, True)
        run = {"+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y}[op]
        low, high = self.bounds(run, a, b)
        if (low < kind.low or high > kind.high) and self.chance(0.985):
            root = (1 << (kind.bits // 2 - 1)) - 1 if op == "*" else kind.high // 2
            a = self.small(kind, 0, root, depth, typed)
            b = self.small(kind, 0, root, depth, True)
            if op == "-" and not kind.signed:
                op, run = "+", lambda x, y: x + y
            low, high = self.bounds(run, a, b)
        level = MUL if op == "*" else ADD
        return Expr(
            kind, f"{a.at(level)} {op} {b.at(level + 1)}", level,
            lambda e: kind.fit(run(a.run(e), b.run(e))), max(low, kind.low), min(high, kind.high))

    def bounds(self, run, a, b):
        corners = [run(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
        return min(corners), max(corners)

    def division(self, kind, depth, typed):
        op = self.rnd.choice("/%")
        a = self.expr(kind, depth, typed)
        if self.chance(0.6):
            n = self.rnd.choice([2, 3, 5, 7, 10, 16, 100])
            b = Expr(kind, str(n), ATOM, lambda e: n, n, n)
        else:
            masked = self.small(kind, 0, 15, depth, True)
            b = Expr(
                kind, f"{masked.at(ADD)} + 1", ADD, lambda e: kind.fit(masked.run(e) + 1), 1, 16)
        if self.chance(0.01):
            b = self.expr(kind, depth, True)
        if op == "/":
            run = lambda e: (lambda x, y: kind.fit(divide(x, y)))(a.run(e), b.run(e))
        else:
            run = lambda e: (lambda x, y: remainder(kind, x, y))(a.run(e), b.run(e))
        return Expr(kind, f"{a.at(MUL)} {op} {b.at(MUL + 1)}", MUL, run)

    def bits(self, kind, depth, typed):
        op, level = self.rnd.choice([("&", AND), ("|", OR), ("^", XOR)])
        a, b = self.expr(kind, depth, typed), self.expr(kind, depth, True)
        run = {"&": lambda x, y: x & y, "|": lambda x, y: x | y, "^": lambda x, y: x ^ y}[op]
        return Expr(
            kind, f"{a.at(level)} {op} {b.at(level + 1)}", level, lambda e: run(a.run(e), b.run(e)))

    def shifted(self, kind, depth, typed):
        left = self.chance(0.5)
        a = self.expr(kind, depth, typed)
        n = self.rnd.randrange(kind.bits)
        b = Expr(kind, str(n), ATOM, lambda e: n, n, n)
        if self.chance(0.5):
            b = self.small(kind, 0, kind.bits - 1, depth, True)
        if self.chance(0.01):
            b = self.expr(kind, depth, True)
        return Expr(
            kind, f"{a.at(SHIFT)} {'<<' if left else '>>'} {b.at(SHIFT + 1)}", SHIFT,
            lambda e: shift(kind, left, a.run(e), b.run(e)))

    def negated(self, kind, depth, typed):
        a = self.expr(kind, depth, typed)
        if kind.signed and a.low > kind.low and self.chance(0.6):
            return Expr(kind, f"-{a.at(POSTFIX)}", PREFIX, lambda e: -a.run(e), -a.high, -a.low)
        return Expr(kind, f"~{a.at(POSTFIX)}", PREFIX, lambda e: kind.wrap(~a.run(e)))

    def converted(self, kind, depth, typed):
        """`as` and `as%` from integers, floats and Bools."""
        roll = self.rnd.random()
        if roll < 0.1:
            a = self.boolean(depth)
            return Expr(kind, f"{a.at(CAST)} as {kind}", CAST, lambda e: int(a.run(e)), 0, 1)
        if roll < 0.2:
            a = self.float(self.rnd.choice([F64, F32]), 0, False)
            if self.chance(0.8):
                n = self.rnd.randint(max(kind.low, -1000), min(kind.high, 1000))
                x = n + self.rnd.choice([0.0, 0.25, 0.5, 0.75])
                x = max(float(n), x) if n >= 0 else x
                if kind.low <= int(x) <= kind.high:
                    a = Expr(F64, repr(x), ATOM if x >= 0 and repr(x)[0] != "-" else PREFIX,
                             lambda e: x)
            return Expr(
                kind, f"{a.at(CAST)} as {kind}", CAST, lambda e: float_to_int(kind, a.run(e)))
        source = self.rnd.choice(INTS)
        a = self.expr(source, depth, False)
        if kind.low <= a.low and a.high <= kind.high or self.chance(0.02):
            return Expr(
                kind, f"{a.at(CAST)} as {kind}", CAST, lambda e: kind.fit(a.run(e)),
                max(a.low, kind.low), min(a.high, kind.high))
        return Expr(kind, f"{a.at(CAST)} as% {kind}", CAST, lambda e: kind.wrap(a.run(e)))

    def int_method(self, kind, depth, typed):
        name = self.rnd.choice(["min", "max", "clamp", "abs"])
        a = self.expr(kind, depth, False)
        b = self.expr(kind, depth, True)
        if name == "abs" and kind.signed and a.low > kind.low:
            return Expr(kind, f"{a.at(POSTFIX)}.abs()", POSTFIX, lambda e: abs(a.run(e)))
        if name == "clamp":
            low, high = sorted([self.literal(kind, True), self.literal(kind, True)],
                               key=lambda x: x.low)
            return Expr(
                kind, f"{a.at(POSTFIX)}.clamp({low.source}, {high.source})", POSTFIX,
                lambda e: min(max(a.run(e), low.low), high.high), low.low, high.high)
        pick = max if name == "max" else min
        name = "max" if pick is max else "min"
        return Expr(
            kind, f"{a.at(POSTFIX)}.{name}({b.source})", POSTFIX,
            lambda e: pick(a.run(e), b.run(e)), *self.bounds(pick, a, b))

    def measure(self, kind, depth, typed):
        """A number of parts, or a question about a String."""
        roll = self.rnd.random()
        if roll < 0.3:
            a = self.expr(STRING, depth)
            if self.chance(0.4):
                return Expr(
                    kind, f"{a.at(POSTFIX)}.byte_size", POSTFIX,
                    lambda e: len(a.run(e).encode()), 0, 1 << 30)
            return Expr(kind, f"{a.at(POSTFIX)}.size", POSTFIX, lambda e: len(a.run(e)), 0, 1 << 30)
        element = random_type(self.rnd, self.named, 1)
        vec = self.expr(VecType(element), depth, False)
        if roll < 0.7:
            return Expr(
                kind, f"{vec.at(POSTFIX)}.size", POSTFIX, lambda e: len(vec.run(e).items), 0, 1 << 30)
        x = self.fresh("x")
        body = self.inside([(x, element)], BOOL, depth - 1, True)

        def run(e):
            return sum(1 for item in vec.run(e).items if self.with_name(body, e, x, item))
        return Expr(
            kind, f"{vec.at(POSTFIX)}.count({x} -> {body.source})", POSTFIX, run, 0, 1 << 30)

    def with_name(self, body, env, name, value):
        self.tick()
        inner = Env(env)
        inner.names[name] = value
        return body.run(inner)

    # Bools

    def boolean(self, depth):
        if depth <= 0:
            found = self.variable(BOOL)
            if found and self.chance(0.7):
                return found
            value = self.chance(0.5)
            return Expr(BOOL, "true" if value else "false", ATOM, lambda e: value)
        return self.rnd.choice([
            self.comparison, self.comparison, self.comparison, self.logic, self.logic,
            self.negation, self.question])(depth - 1)

    def comparison(self, depth):
        kind = random_type(self.rnd, self.named, 1) if self.chance(0.4) else (
            self.rnd.choice(INTS + [STRING, F64]))
        op = self.rnd.choice(["==", "!=", "<", "<=", ">", ">="])
        if not can_order(kind):
            op = self.rnd.choice(["==", "!="])
        a, b = self.expr(kind, depth, False), self.expr(kind, depth, True)
        run = {
            "==": same, "!=": lambda x, y: not same(x, y),
            "<": lambda x, y: less(x, y), ">": lambda x, y: less(y, x),
            "<=": lambda x, y: not less(y, x), ">=": lambda x, y: not less(x, y)}[op]
        if kind in (F64, F32):
            run = {
                "==": lambda x, y: x == y, "!=": lambda x, y: x != y, "<": lambda x, y: x < y,
                ">": lambda x, y: x > y, "<=": lambda x, y: x <= y, ">=": lambda x, y: x >= y}[op]
        elif kind == STRING:
            plain, run = run, lambda x, y: plain(x.encode(), y.encode())
        return Expr(
            BOOL, f"{a.at(COMPARE + 1)} {op} {b.at(COMPARE + 1)}", COMPARE,
            lambda e: run(a.run(e), b.run(e)))

    def logic(self, depth):
        a, b = self.boolean(depth), self.boolean(depth)
        if self.chance(0.5):
            word = self.rnd.choice(["and", "and", "&&"])
            return Expr(
                BOOL, f"{a.at(LAND)} {word} {b.at(LAND + 1)}", LAND, lambda e: a.run(e) and b.run(e))
        word = self.rnd.choice(["or", "or", "||"])
        return Expr(
            BOOL, f"{a.at(LOR)} {word} {b.at(LOR + 1)}", LOR, lambda e: a.run(e) or b.run(e))

    def negation(self, depth):
        a = self.boolean(depth)
        return Expr(BOOL, f"not {a.at(NOT)}", NOT, lambda e: not a.run(e))

    def question(self, depth):
        roll = self.rnd.random()
        element = random_type(self.rnd, self.named, 1)
        if roll < 0.3:
            a = self.expr(OptionType(element), depth, False)
            some = self.chance(0.5)
            return Expr(
                BOOL, f"{a.at(POSTFIX)}.{'some?' if some else 'none?'}", POSTFIX,
                lambda e: (a.run(e) is not None) == some)
        vec = self.expr(VecType(element), depth, False)
        if roll < 0.5:
            item = self.expr(element, depth)
            return Expr(
                BOOL, f"{vec.at(POSTFIX)}.has({item.source})", POSTFIX,
                lambda e: (lambda v, i: any(same(x, i) for x in v))(vec.run(e).items, item.run(e)))
        x = self.fresh("x")
        body = self.inside([(x, element)], BOOL, depth - 1, True)
        name, quantify = self.rnd.choice([("any?", any), ("all?", all)])
        return Expr(
            BOOL, f"{vec.at(POSTFIX)}.{name}({x} -> {body.source})", POSTFIX,
            lambda e: quantify(self.with_name(body, e, x, item) for item in vec.run(e).items))
