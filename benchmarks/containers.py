"""The same work as containers.qz, with the containers of Python."""

import io
import sys


class Point:
    __slots__ = ("x", "y", "next")

    def __init__(self, x, y, next):
        self.x, self.y, self.next = x, y, next


def fill_vec(count):
    v = []
    for i in range(count):
        v.append(i * 3)
    return sum(v)


def fill_map(count):
    m = {}
    for i in range(count):
        m[f"key {i * 7919 % 1000003}"] = i
    return sum(m[f"key {i * 7919 % 1000003}"] for i in range(count))


def fill_ints(count):
    m = {}
    for i in range(count):
        m[i * 7919 % 1000003] = i
    return sum(m[i * 7919 % 1000003] for i in range(count))


def fill_builder(count):
    out = io.StringIO()
    for _ in range(count):
        out.write("0123456789")
    return len(out.getvalue())


def fill_objects(count):
    chain = None
    for i in range(count):
        chain = Point(i, 1, chain)
    total = 0
    while chain:
        total += chain.x + chain.y
        chain = chain.next
    return total


work = {
    "none": lambda count: 0,
    "vec": fill_vec,
    "map": fill_map,
    "ints": fill_ints,
    "builder": fill_builder,
    "objects": fill_objects,
}
print(work[sys.argv[1]](int(sys.argv[2])))
