#!/usr/bin/env python3
"""Writes random programs with what they print as a spec.

    Tests/Differential/write_spec.py > spec/qspec/random_programs_spec.qz
"""

import sys

from kinds import quoted
from programs import HELPERS, program

sys.setrecursionlimit(20_000)
HEAD = """\
# Random programs with what they print as an evaluator in Python computed it, written by
# Tests/Differential/write_spec.py.

import * from qspec/runner
import * from qspec/matchers

# What the running program printed.
var printed: Vec<String> = []

def put<T: Show>(value: T): Void
  printed.push("#{value}")
end

def expect_printed(run: Fn(): Void, lines: Vec<String>): Void
  printed.clear()
  run()
  expect(printed.join("\\n")).to_eq(lines.join("\\n"))
end
"""


def programs(first, count, longest):
    """The first `count` programs from seed `first` on that end well and are not too long."""
    seed, found = first, []
    while len(found) < count:
        one = program(seed, f"P{seed}")
        seed += 1
        if one and one.panic is None and len("\n".join(one.lines)) < longest:
            found.append(one)
    return found


def test(one):
    """The test that a program prints what it should."""
    lines = "".join(f"\n      {quoted(line)}," for line in one.output.split("\n")[:-1])
    return (
        f'  it("prints what it should: seed {one.seed}") do ->\n'
        f"    expect_printed(run_p{one.seed}, [{lines}\n    ])\n  end\n")


def main():
    found = programs(50_000, 30, 2_600)
    parts = [HEAD, HELPERS]
    parts += ["\n".join(one.lines).replace("puts(", "put(") + "\n" for one in found]
    parts.append('describe("a random program") do ->\n' + "\n".join(map(test, found)) + "end\n")
    sys.stdout.write("\n".join(parts))


main()
