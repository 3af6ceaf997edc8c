"""Random statements: their lines, and a function that does what they do."""

from compounds import Compounds
from expressions import Env, Expr
from kinds import (
    BOOL, F32, F64, STRING, EnumType, FunctionType, MapType, OptionType, StructType, TupleType,
    VecType, is_int, key, quoted, random_type, text)
from values import INT, INTS, Obj, Panic, TooLong, Val, divide, remainder


class Return(Exception):
    """A `return` on its way out of the function."""

    def __init__(self, value):
        self.value = value


class Leave(Exception):
    """A `break` or `continue` on its way to its loop; `label` is None for the innermost."""

    def __init__(self, label, is_break, value=None):
        self.label, self.is_break, self.value = label, is_break, value


class Statement:
    """Some lines, and what they do."""

    def __init__(self, lines, run):
        self.lines, self.run = lines, run


class Place:
    """Something that can be assigned: `prepare(env)` evaluates what it consists of."""

    def __init__(self, kind, source, prepare, get, set):
        self.kind, self.source = kind, source
        self.prepare, self.get, self.set = prepare, get, set


def indented(lines):
    return ["  " + line for line in lines]


class Statements(Compounds):
    """Makes statements out of what is in scope; `puts` appends to `output`."""

    def __init__(self, rnd, named):
        super().__init__(rnd, named)
        self.output, self.result, self.loops = [], None, []

    def some_type(self, depth=2):
        return random_type(self.rnd, self.named, depth)

    # Blocks

    def body(self, count, depth, names=()):
        """A block of its own scope with `count` statements."""
        saved = len(self.scope)
        self.scope += [(name, kind, False) for name, kind in names]
        statements = [self.statement(depth) for _ in range(count)]
        del self.scope[saved:]
        return self.sequence(statements)

    def sequence(self, statements):
        lines = [line for statement in statements for line in statement.lines]

        def run(env):
            defers = env.names.setdefault("", [])
            try:
                for statement in statements:
                    self.tick()
                    statement.run(env)
            finally:
                # Not on a panic, but then nothing is looked at any more.
                while defers:
                    defers.pop()()
        return Statement(lines or ["puts(\"nothing\")"] if not statements else lines, run)

    def statement(self, depth):
        makers = [
            self.declare, self.declare, self.declare, self.print, self.print, self.assign,
            self.assign, self.op_assign, self.op_assign, self.mutate, self.mutate, self.swap]
        if depth > 0:
            makers += [
                self.if_statement, self.if_statement, self.for_range, self.for_each, self.while_loop,
                self.match_int, self.match_compound, self.each_block, self.declare_closure,
                self.loop_value, self.defer, self.destructure, self.guard_return, self.leave]
        for _ in range(8):
            found = self.rnd.choice(makers)(depth - 1)
            if found is not None:
                return found
        return self.declare(depth)

    # Bindings

    def declare(self, depth):
        kind = self.some_type()
        mutable = self.chance(0.6)
        says_type = self.chance(0.5)
        value = self.expr(kind, self.rnd.randint(1, 4), says_type)
        name = self.fresh()
        self.scope.append((name, kind, mutable))
        head = ("var " if mutable else "") + name + (f": {kind}" if says_type else "")
        return Statement([f"{head} = {value.source}"], lambda e: self.bind(e, name, value.run(e)))

    def bind(self, env, name, value):
        env.names[name] = value

    def destructure(self, depth):
        kind = TupleType([self.some_type(1), self.some_type(1)])
        value = self.expr(kind, 3, False)
        a, b = self.fresh(), self.fresh()
        mutable = self.chance(0.5)
        self.scope += [(a, kind.parts[0], mutable), (b, kind.parts[1], mutable)]

        def run(e):
            e.names[a], e.names[b] = value.run(e)
        return Statement([f"{'var ' if mutable else ''}({a}, {b}) = {value.source}"], run)

    def declare_closure(self, depth):
        params = [self.rnd.choice(INTS + [STRING, BOOL, F64]) for _ in range(self.rnd.randrange(3))]
        kind = FunctionType(params, self.some_type(1))
        name = self.fresh("f")
        if depth > 0 and self.chance(0.5):
            return self.declare_block_closure(kind, name, depth)
        value = self.closure(kind, 3)
        self.scope.append((name, kind, False))
        return Statement(
            [f"{name} = {value.source}"], lambda e: self.bind(e, name, value.run(e)))

    def declare_block_closure(self, kind, name, depth):
        """A closure of several lines, which may change what it captures."""
        names = [self.fresh("q") for _ in kind.params]
        saved, result, loops = len(self.scope), self.result, self.loops
        self.scope += [(n, part, False) for n, part in zip(names, kind.params)]
        self.result, self.loops = kind.result, []
        inner = [self.statement(0) for _ in range(self.rnd.randint(1, 2))]
        value = self.expr(kind.result, 2, False)
        del self.scope[saved:]
        self.result, self.loops = result, loops
        params = ", ".join(f"{n}: {part}" for n, part in zip(names, kind.params))
        head = f"{name} = do ({params}) ->" if params else f"{name} = do ->"
        sequence = self.sequence(inner)
        self.scope.append((name, kind, False))

        def run(e):
            def callee(*values):
                env = Env(e)
                env.names.update(zip(names, values))
                sequence.run(env)
                return value.run(env)
            e.names[name] = callee
        return Statement([head, *indented(sequence.lines), f"  {value.source}", "end"], run)

    def each_block(self, depth):
        element = self.some_type(1)
        vec, x = self.expr(VecType(element), 2, False), self.fresh("x")
        result, loops = self.result, self.loops
        self.result, self.loops = None, []
        body = self.body(self.rnd.randint(1, 2), min(depth, 0), [(x, element)])
        self.result, self.loops = result, loops

        def run(e):
            for item in vec.run(e).items:
                self.tick()
                env = Env(e)
                env.names[x] = item
                body.run(env)
        return Statement(
            [f"{vec.at(14)}.each do {x} ->", *indented(body.lines), "  done()", "end"], run)

    # Output

    def print(self, depth):
        kind = self.some_type()
        value = self.expr(kind, self.rnd.randint(1, 4), False)
        return Statement(
            [f"puts({value.source})"], lambda e: self.output.append(text(kind, value.run(e))))

    def print_all(self):
        """Prints every variable in scope that has a text."""
        names = [(n, k) for n, k, _ in self.scope if not isinstance(k, FunctionType)]

        def run(e):
            for name, kind in names:
                self.output.append(f"{name} {text(kind, e.get(name))}")
        return Statement([f'puts("{name} #{{{name}}}")' for name, _ in names], run)

    # Places

    def place(self, wanted=None):
        """Something assignable, of a type that `wanted` accepts."""
        found = []
        for name, kind, mutable in self.scope:
            if name == "log":
                continue
            root = Place(
                kind, name, lambda e: None, lambda e, h, n=name: e.get(n),
                lambda e, h, v, n=name: e.set(n, v))
            if mutable:
                found.append(root)
            if isinstance(kind, StructType) and (mutable or not kind.is_value):
                found += self.field_places(root)
            if isinstance(kind, MapType):
                found.append(self.entry_place(root))
        fits = [place for place in found if wanted is None or wanted(place.kind)]
        return self.rnd.choice(fits) if fits else None

    def field_places(self, whole, depth=2):
        for name, part in whole.kind.fields:
            place = self.field_place(whole, name, part)
            yield place
            if isinstance(part, StructType) and depth > 0:
                yield from self.field_places(place, depth - 1)

    def field_place(self, whole, name, part):
        """A field: of an object, which is evaluated first, or of a value inside of a place."""
        if whole.kind.is_value:
            return Place(
                part, f"{whole.source}.{name}", whole.prepare,
                lambda e, h: whole.get(e, h).fields[name],
                lambda e, h, v: whole.set(e, h, whole.get(e, h).having(name, v)))

        def set_field(e, h, v):
            h.fields[name] = v
        return Place(
            part, f"{whole.source}.{name}", lambda e: whole.get(e, whole.prepare(e)),
            lambda e, h: h.fields[name], set_field)

    def entry_place(self, whole):
        wanted = self.expr(whole.kind.key, 1)

        def get(e, h):
            if h[1] not in h[0].items:
                raise Panic("key")
            return h[0].items[h[1]]

        def set_entry(e, h, v):
            h[0].items[h[1]] = v
        return Place(
            whole.kind.value, f"{whole.source}[{wanted.source}]",
            lambda e: (e.get(whole.source), wanted.run(e)), get, set_entry)

    def assign(self, depth):
        place = self.place()
        if place is None:
            return None
        value = self.expr(place.kind, 3)

        def run(e):
            handle = place.prepare(e)
            place.set(e, handle, value.run(e))
        return Statement([f"{place.source} = {value.source}"], run)

    def op_assign(self, depth):
        place = self.place(lambda kind: is_int(kind) or kind in (STRING, F64))
        if place is None or "[" in place.source:
            return None
        kind = place.kind
        if is_int(kind):
            return self.op_assign_int(place, kind)
        value = self.expr(kind, 2)

        def run(e):
            handle = place.prepare(e)
            result = place.get(e, handle) + value.run(e)
            if kind == STRING and len(result) > 5000:
                raise TooLong()
            place.set(e, handle, result)
        return Statement([f"{place.source} += {value.source}"], run)

    def op_assign_int(self, place, kind):
        op = self.rnd.choice(["^", "|", "&", "/", "%", "+", "-", "*", ">>"])
        if op in "+-*":
            value = self.small(kind, 0, 3, 2, True)
        elif op in "/%":
            n = self.rnd.choice([1, 2, 3, 7, 10])
            value = Expr(kind, str(n), 15, lambda e: n)
        elif op == ">>":
            n = self.rnd.randrange(kind.bits)
            value = Expr(kind, str(n), 15, lambda e: n)
        else:
            value = self.expr(kind, 2)
        act = {
            "^": lambda a, b: a ^ b, "|": lambda a, b: a | b, "&": lambda a, b: a & b,
            "/": lambda a, b: kind.fit(divide(a, b)), "%": lambda a, b: remainder(kind, a, b),
            "+": lambda a, b: kind.fit(a + b), "-": lambda a, b: kind.fit(a - b),
            "*": lambda a, b: kind.fit(a * b), ">>": lambda a, b: a >> b}[op]
        lines = [f"{place.source} {op}= {value.source}"]
        keep = None
        if op in "+-*":
            # Halved first, so that it seldom overflows in a loop.
            keep = 4
            lines.insert(0, f"{place.source} /= {keep}")

        def run(e):
            if keep:
                handle = place.prepare(e)
                place.set(e, handle, kind.fit(divide(place.get(e, handle), keep)))
            handle = place.prepare(e)
            old = place.get(e, handle)
            place.set(e, handle, act(old, value.run(e)))
        return Statement(lines, run)

    def mutate(self, depth):
        """A method that changes a Vec in place, or a change of an element."""
        vecs = [
            (name, kind) for name, kind, _ in self.scope
            if isinstance(kind, VecType) and name != "log"]
        for name, kind, _ in self.scope:
            if isinstance(kind, StructType):
                vecs += [
                    (f"{name}.{field}", part) for field, part in kind.fields
                    if isinstance(part, VecType)]
        if not vecs:
            return None
        source, kind = self.rnd.choice(vecs)
        return self.rnd.choice([
            self.push, self.push, self.set_element, self.set_element, self.insert, self.pop,
            self.element_field, self.element_field, self.swap_element])(source, kind)

    def reader(self, source):
        name, *fields = source.split(".")

        def read(e):
            value = e.get(name)
            for field in fields:
                value = value.fields[field]
            return value
        return read

    def push(self, source, kind):
        value, read = self.expr(kind.element, 2), self.reader(source)

        def run(e):
            vec = read(e)
            item = value.run(e)
            if len(vec.items) > 300:
                raise TooLong()
            vec.items.append(item)
        return Statement([f"{source}.push({value.source})"], run)

    def set_element(self, source, kind):
        index, value, read = self.rnd.randrange(3), self.expr(kind.element, 2), self.reader(source)

        def run(e):
            vec = read(e)
            if len(vec.items) > index:
                item = value.run(e)
                if index >= len(vec.items):
                    raise Panic("index")
                vec.items[index] = item
        return Statement(
            [f"if {source}.size > {index}", f"  {source}[{index}] = {value.source}", "end"], run)

    def insert(self, source, kind):
        value, read = self.expr(kind.element, 2), self.reader(source)

        def run(e):
            vec = read(e)
            item = value.run(e)
            if len(vec.items) > 300:
                raise TooLong()
            vec.items.insert(0, item)
        return Statement([f"{source}.insert(0, {value.source})"], run)

    def pop(self, source, kind):
        read = self.reader(source)
        return Statement(
            [f"{source}.pop()"], lambda e: (lambda v: v.pop() if v else None)(read(e).items))

    def element_field(self, source, kind):
        """A change of a field of an element, which is a copy when the element is a value."""
        struct, read = kind.element, self.reader(source)
        if not isinstance(struct, StructType):
            return None
        name, part = self.rnd.choice(struct.fields)
        value, index = self.expr(part, 2), self.rnd.randrange(3)

        def run(e):
            vec = read(e)
            if len(vec.items) <= index:
                return
            if not struct.is_value:
                whole = vec.items[index]
                whole.fields[name] = value.run(e)
                return
            field = value.run(e)
            if index >= len(vec.items):
                raise Panic("index")
            vec.items[index] = vec.items[index].having(name, field)
        return Statement(
            [f"if {source}.size > {index}", f"  {source}[{index}].{name} = {value.source}", "end"],
            run)

    def swap(self, depth):
        """`place.swap_f0(e)`: a method that changes what it is called on."""
        place = self.place(lambda kind: isinstance(kind, StructType))
        if place is None or "[" in place.source:
            return None
        name, part = self.rnd.choice(place.kind.fields)
        value = self.expr(part, 3)

        def run(e):
            handle = place.prepare(e)
            new = None
            if not place.kind.is_value:
                whole = place.get(e, handle)
                new = value.run(e)
                old, whole.fields[name] = whole.fields[name], new
            else:
                new = value.run(e)
                whole = place.get(e, handle)
                old = whole.fields[name]
                place.set(e, handle, whole.having(name, new))
            self.output.append(text(part, old))
        return Statement([f"puts({place.source}.swap_{name}({value.source}))"], run)

    def swap_element(self, source, kind):
        """`v[i].swap_f0(e)`: an element that is a value is copied, changed and stored again."""
        struct, read = kind.element, self.reader(source)
        if not isinstance(struct, StructType):
            return None
        name, part = self.rnd.choice(struct.fields)
        value, index = self.expr(part, 3), self.rnd.randrange(3)

        def run(e):
            vec = read(e)
            if len(vec.items) <= index:
                return
            whole = vec.items[index]
            new = value.run(e)
            old = whole.fields[name]
            if not struct.is_value:
                whole.fields[name] = new
            elif index >= len(vec.items):
                raise Panic("index")
            else:
                vec.items[index] = whole.having(name, new)
            self.output.append(text(part, old))
        call = f"{source}[{index}].swap_{name}({value.source})"
        return Statement([f"if {source}.size > {index}", f"  puts({call})", "end"], run)

    # Choices

    def if_statement(self, depth):
        count = self.rnd.randint(1, 3)
        conditions = [self.boolean(3) for _ in range(count)]
        bodies = [self.body(self.rnd.randint(1, 2), depth) for _ in range(count)]
        other = self.body(1, depth) if self.chance(0.6) else None
        lines = []
        for i, (condition, body) in enumerate(zip(conditions, bodies)):
            lines += [f"{'elsif' if i else 'if'} {condition.source}", *indented(body.lines)]
        if other:
            lines += ["else", *indented(other.lines)]

        def run(e):
            for condition, body in zip(conditions, bodies):
                if condition.run(e):
                    return body.run(Env(e))
            if other:
                other.run(Env(e))
        return Statement([*lines, "end"], run)

    def match_int(self, depth):
        """`match` of a number with literals, ranges, alternatives, guards and a name."""
        subject = self.expr(INT, 3, False)
        name = self.fresh("m")
        points = sorted(self.rnd.sample(range(-20, 21), 6))
        guard = self.inside([(name, INT)], BOOL, 2, True)
        first, second, third, last = (self.body(1, depth) for _ in range(4))
        named = self.body(1, depth, [(name, INT)])
        lines = [
            f"match {subject.source}",
            f"  {points[0]} | {points[1]} => do", *indented(indented(first.lines)), "    done()", "  end",
            f"  {name} if {guard.source} => do", *indented(indented(named.lines)), "    done()", "  end",
            f"  {points[2]}..{points[3]} => do", *indented(indented(second.lines)), "    done()", "  end",
            f"  {points[4]}..={points[5]} => do", *indented(indented(third.lines)), "    done()", "  end",
            "  _ => do", *indented(indented(last.lines)), "    done()", "  end", "end"]

        def run(e):
            value = subject.run(e)
            env = Env(e)
            env.names[name] = value
            if value in points[:2]:
                first.run(Env(e))
            elif guard.run(env):
                named.run(env)
            elif points[2] <= value < points[3]:
                second.run(Env(e))
            elif points[4] <= value <= points[5]:
                third.run(Env(e))
            else:
                last.run(Env(e))
        return Statement(lines, run)

    def match_compound(self, depth):
        """`match` of a tuple of Options, with nested patterns and a name for the whole."""
        a, b = self.some_type(1), self.some_type(1)
        kind = TupleType([OptionType(a), OptionType(b)])
        subject = self.expr(kind, 3, False)
        x, y, whole = self.fresh("m"), self.fresh("m"), self.fresh("m")
        both = self.body(1, depth, [(x, a), (y, b)])
        left = self.body(1, depth, [(x, a), (whole, kind)])
        none, last = self.body(1, depth), self.body(1, depth, [(y, OptionType(b))])
        lines = [
            f"match {subject.source}",
            f"  (Some({x}), Some({y})) => do", *indented(indented(both.lines)), "    done()", "  end",
            f"  {whole} @ (Some({x}), None) => do", *indented(indented(left.lines)), "    done()", "  end",
            "  (None, None) => do", *indented(indented(none.lines)), "    done()", "  end",
            f"  (_, {y}) => do", *indented(indented(last.lines)), "    done()", "  end", "end"]

        def run(e):
            value = subject.run(e)
            env = Env(e)
            first, second = value
            if first is not None and second is not None:
                env.names.update({x: first[0], y: second[0]})
                both.run(env)
            elif first is not None:
                env.names.update({x: first[0], whole: value})
                left.run(env)
            elif second is None:
                none.run(env)
            else:
                env.names[y] = second
                last.run(env)
        return Statement(lines, run)

    # Loops

    def loop(self, depth, names=(), value=None):
        """A label, the text of the label, and a body that may leave the loop by it."""
        label = self.fresh("loop")
        self.loops = self.loops + [label]
        body = self.body(self.rnd.randint(1, 3), depth, names)
        self.loops = self.loops[:-1]
        used = any(f"@{label}" in line for line in body.lines)
        return label, f" @{label}" if used else "", body

    def around(self, label, body, env):
        """Runs the body once; false when the loop was left."""
        self.tick()
        try:
            body.run(env)
        except Leave as leave:
            if leave.label not in (None, label):
                raise
            return not leave.is_break
        return True

    def leave(self, depth):
        """`break if c` or `continue @label if c`."""
        if not self.loops:
            return None
        label = self.rnd.choice([None, *self.loops])
        is_break = self.chance(0.5)
        condition = self.boolean(2)
        source = ("break" if is_break else "continue") + (f" @{label}" if label else "")

        def run(e):
            if condition.run(e):
                raise Leave(label, is_break)
        return Statement([f"{source} if {condition.source}"], run)

    def for_range(self, depth):
        start, count = self.rnd.randint(-5, 5), self.rnd.randrange(6)
        step = self.rnd.choice([None, None, 2, 3, -1, -2])
        x = self.fresh("i")
        label, name, body = self.loop(depth, [(x, INT)])
        if step is None:
            inclusive = self.chance(0.4)
            source = f"{start}..={start + count - 1}" if inclusive else f"{start}..{start + count}"
            numbers = range(start, start + count)
        elif step > 0:
            source, numbers = f"({start}..{start + count}).step({step})", range(
                start, start + count, step)
        else:
            source, numbers = f"({start + count}..{start}).step({step})", range(
                start + count, start, step)
        return self.for_loop(f"for {x} in {source}", label, name, body, lambda e: (
            [(x, i)] for i in numbers))

    def for_each(self, depth):
        element = self.some_type(1)
        i, x = self.fresh("i"), self.fresh("x")
        roll = self.rnd.random()
        if roll < 0.6:
            vec = self.expr(VecType(element), 3, False)
            if roll < 0.3:
                label, name, body = self.loop(depth, [(i, INT), (x, element)])
                return self.for_loop(
                    f"for {i}, {x} in {vec.source}", label, name, body,
                    lambda e: ([(i, n), (x, v)] for n, v in enumerate(vec.run(e).items)))
            label, name, body = self.loop(depth, [(x, element)])
            return self.for_loop(
                f"for {x} in {vec.source}", label, name, body,
                lambda e: ([(x, v)] for v in vec.run(e).items))
        if roll < 0.8:
            kind = MapType(self.rnd.choice([INT, STRING]), element)
            map_ = self.expr(kind, 3, False)
            label, name, body = self.loop(depth, [(i, kind.key), (x, element)])
            return self.for_loop(
                f"for ({i}, {x}) in {map_.source}", label, name, body,
                lambda e: ([(i, k), (x, v)] for k, v in self.entries(map_.run(e))))
        source = self.expr(STRING, 2)
        label, name, body = self.loop(depth, [(x, INT)])
        return self.for_loop(
            f"for {x} in {source.source}", label, name, body,
            lambda e: ([(x, ord(c))] for c in source.run(e)))

    def entries(self, map_):
        """The entries, given up when the Map changes meanwhile: that has no defined meaning."""
        size = len(map_.items)
        for pair in list(map_.items.items()):
            yield pair
            if len(map_.items) != size:
                raise TooLong()

    def for_loop(self, head, label, name, body, rounds):
        def run(e):
            for names in rounds(e):
                env = Env(e)
                env.names.update(names)
                if not self.around(label, body, env):
                    break
        source = f"for{name} {head.removeprefix('for ')}"
        return Statement([source, *indented(body.lines), "end"], run)

    def while_loop(self, depth):
        n, limit = self.fresh("n"), self.rnd.randrange(1, 6)
        until = self.chance(0.3)
        label, name, body = self.loop(depth, [(n, INT)])
        condition = self.boolean(2)
        test = f"{n} < {limit} and ({condition.source})"
        head = f"until{name} not ({test})" if until else f"while{name} {test}"

        def run(e):
            e.names[n] = 0
            while e.names[n] < limit and condition.run(e):
                e.names[n] += 1
                if not self.around(label, body, Env(e)):
                    break
        return Statement(
            [f"var {n} = 0", head, f"  {n} += 1", *indented(body.lines), "end"], run)

    def loop_value(self, depth):
        """`x = loop … break e if c … end`."""
        kind, name, n = self.some_type(1), self.fresh(), self.fresh("n")
        limit = self.rnd.randrange(1, 5)
        loops, self.loops = self.loops, []
        body = self.body(1, min(depth, 0), [(n, INT)])
        self.loops = loops
        value = self.inside([(n, INT)], kind, 2, False)
        self.scope.append((name, kind, False))

        def run(e):
            e.names[n] = 0
            while True:
                self.tick()
                e.names[n] += 1
                env = Env(e)
                body.run(env)
                if e.names[n] >= limit:
                    e.names[name] = value.run(env)
                    return
        lines = [
            f"var {n} = 0", f"{name} = loop", f"  {n} += 1", *indented(body.lines),
            f"  break {value.source} if {n} >= {limit}", "end"]
        return Statement(lines, run)

    # Leaving

    def defer(self, depth):
        mark = self.rnd.randrange(100, 200)
        value = self.expr(INT, 2)

        def run(e):
            e.names.setdefault("", []).append(
                lambda: e.get("log").items.append(value.run(e)))
        return Statement([f"defer log.push({value.source})"], run)

    def guard_return(self, depth):
        if self.result is None:
            return None
        condition, value = self.boolean(2), self.expr(self.result, 2)

        def run(e):
            if condition.run(e):
                raise Return(value.run(e))
        return Statement([f"return {value.source} if {condition.source}"], run)
