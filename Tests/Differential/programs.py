"""Random programs with what they print."""

import random

from expressions import Env
from kinds import EnumType, StructType, VecType, random_type
from statements import Return, Statements, indented
from values import INT, Budget, Panic, TooLong, Vec

HELPERS = """\
# The element at `index` counted around the Vec, or `default` when there is none.
def element<T>(items: Vec<T>, index: Int, default: T): T
  return default if items.empty?
  items[index.modulo(items.size)]
end

# `value`; notes in `log` that it was asked for.
def noted<T>(log: Vec<Int>, mark: Int, value: T): T
  log.push(mark)
  value
end

# Ends a block that is to have no value.
def done(): Void
end
"""


class Function:
    """A function of the program; `run(values)` is its result."""

    def __init__(self, name, params, result):
        self.name, self.params, self.result = name, params, result
        self.run = None


class Program:
    """The program that `seed` stands for.

    `name` keeps its declarations apart from those of others in one file. `lines` declare the function
    `run_NAME`, which prints `output` and then panics with the word `panic` unless that is None.
    """

    def __init__(self, seed, name):
        self.seed, self.name = seed, name
        self.rnd = random.Random(seed)
        self.named, self.lines = [], []
        for i in range(self.rnd.randint(1, 4)):
            self.declare_type(i)
        self.maker = Statements(self.rnd, self.named)
        for i in range(self.rnd.randint(1, 4)):
            self.declare_function(i)
        self.declare_main()

    def declare_type(self, i):
        rnd = self.rnd
        if rnd.random() < 0.65:
            fields = [
                (f"f{n}", random_type(rnd, self.named, 1)) for n in range(rnd.randint(1, 5))]
            kind = StructType(f"S{i}{self.name}", fields, rnd.random() < 0.5)
        else:
            variants = [
                (f"{'ABCDE'[n]}{i}{self.name}", [
                    (f"p{m}", random_type(rnd, self.named, 1))
                    for m in range(rnd.choice([0, 1, 1, 2, 3]))])
                for n in range(rnd.randint(1, 5))]
            kind = EnumType(f"E{i}{self.name}", variants)
        self.named.append(kind)
        self.lines += [*kind.declaration(), ""]

    def declare_function(self, i):
        maker = self.maker
        params = [
            (maker.fresh("a"), random_type(self.rnd, self.named, 1))
            for _ in range(self.rnd.randint(0, 3))]
        params.insert(0, ("log", VecType(INT)))
        result = random_type(self.rnd, self.named, 1)
        function = Function(f"f{i}_{self.name.lower()}", params, result)
        maker.scope = [(name, kind, False) for name, kind in params]
        maker.result = result
        body = maker.body(self.rnd.randint(1, 4), 2, [])
        # The names of the body are out of scope here, those of the parameters are not.
        value = maker.expr(result, 3)

        def run(values):
            maker.tick()
            env = Env()
            env.names.update(zip([name for name, _ in params], values))
            try:
                inner = Env(env)
                inner.names[""] = defers = []
                for statement in [body]:
                    statement.run(inner)
                return value.run(env)
            except Return as leaving:
                return leaving.value
        function.run = run
        head = ", ".join(f"{name}: {kind}" for name, kind in params)
        self.lines += [
            f"def {function.name}({head}): {result}", "  if true", *indented(indented(body.lines)),
            "  end", f"  {value.source}", "end", ""]
        maker.functions.append(function)

    def declare_main(self):
        maker = self.maker
        maker.scope, maker.result = [("log", VecType(INT), False)], None
        statements = [maker.statement(2) for _ in range(self.rnd.randint(3, 9))]
        statements.append(maker.print_all())
        body = maker.sequence(statements)
        self.lines += [
            f"def run_{self.name.lower()}(): Void", "  log: Vec<Int> = []", *indented(body.lines),
            "end"]
        self.panic, self.output = None, None
        env = Env()
        env.names["log"] = Vec()
        Budget.left = 30_000
        try:
            body.run(env)
        except Panic as panic:
            self.panic = str(panic)
        # Each line of output, as `puts` separates them.
        self.output = "".join(line + "\n" for line in maker.output)


def program(seed, name):
    """The program of `seed`, or None when it runs for too long."""
    try:
        return Program(seed, name)
    except (TooLong, RecursionError):
        return None
