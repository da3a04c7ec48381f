#!/usr/bin/env python3
"""The project's own litmus tests: every shape with every choice of orders, one JSON object a line.

    scenarios/litmus/catalogue.py | extram litmus - --axioms > scenarios/litmus/catalogue.jsonl

The second program adds what the axioms of RC11 and C++20 say of each: its outcomes, and whether it has a data race. A
test does the same, and compares.
"""

import json

# How strong the accesses of a shape are: writes, reads, read-modify-writes, and the fence between two accesses.
ORDERS = {
    "rlx": ("rlx", "rlx", "rlx", None),
    "ra": ("rel", "acq", "acq_rel", None),
    "sc": ("sc", "sc", "sc", None),
    "scf": ("rlx", "rlx", "rlx", "sc"),
    "arf": ("rlx", "rlx", "rlx", "acq_rel"),
    "Wsc-Racq": ("sc", "acq", "acq_rel", None),
    "Wrel-Rsc": ("rel", "sc", "sc", None),
}
FEW = ("rlx", "ra", "sc")

# Shapes: a thread is a text of accesses. `Wx1` writes 1 to x, `Rx` reads it, `Ax1` adds 1, `Xx2` exchanges it for 2,
# `Cx01` replaces 0 by 1, and `Vx01` does so but may fail for no reason. `!` takes an access out of the choice of
# orders: it is followed by its own order.
SHAPES = {
    "SB": ("Wx1 Ry", "Wy1 Rx"),
    "MP": ("Wx1 Wy1", "Ry Rx"),
    "LB": ("Rx Wy1", "Ry Wx1"),
    "S": ("Wx2 Wy1", "Ry Wx1"),
    "R": ("Wx1 Wy1", "Wy2 Rx"),
    "2+2W": ("Wx1 Wy2", "Wy1 Wx2"),
    "CoRR": ("Wx1", "Rx Rx"),
    "CoRR2": ("Wx1", "Wx2", "Rx Rx", "Rx Rx"),
    "CoWW": ("Wx1 Wx2", "Rx Rx"),
    "CoRW": ("Rx Wx1", "Wx2"),
    "CoWR": ("Wx1 Rx", "Wx2"),
    "CoRW2": ("Rx Wx1", "Rx Wx2"),
    "WRC": ("Wx1", "Rx Wy1", "Ry Rx"),
    "WWC": ("Wx2", "Rx Wy1", "Ry Wx1"),
    "WRR+2W": ("Wx2", "Rx Ry", "Wy1 Wx1"),
    "RWC": ("Wx1", "Rx Ry", "Wy1 Rx"),
    "W+RWC": ("Wx1 Wy1", "Ry Rz", "Wz1 Rx"),
    "ISA2": ("Wx1 Wy1", "Ry Wz1", "Rz Rx"),
    "Z6.0": ("Wx1 Wy1", "Ry Wz1", "Wz2 Rx"),
    "Z6.3": ("Wx1 Wy1", "Wy2 Wz1", "Rz Rx"),
    "3.SB": ("Wx1 Ry", "Wy1 Rz", "Wz1 Rx"),
    "3.LB": ("Rx Wy1", "Ry Wz1", "Rz Wx1"),
    "3.2W": ("Wx1 Wy2", "Wy1 Wz2", "Wz1 Wx2"),
    "IRIW": ("Wx1", "Rx Ry", "Wy1", "Ry Rx"),
    "IRRWIW": ("Wx2", "Rx Ry", "Wy1", "Ry Wx1"),
    "MP+stale": ("Wx1 Wx2 Wy1", "Ry Rx"),
    "Deep": ("Wx1 Wx2 Wx3", "Rx"),
    "RelSeq.own": ("!rlx:Wx1 Wy1 !rlx:Wy2", "Ry Rx"),
    "RelSeq.add": ("!rlx:Wx1 Wy1", "!rlx:Ay1", "Ry Rx"),
    "RelSeq.cut": ("!rlx:Wx1 Wy1", "!rlx:Wy3", "Ry Rx"),
}
UPDATES = {
    "Add2": ("Ax1", "Ax1"),
    "Add3": ("Ax1", "Ax1", "Ax1"),
    "SB+xchg": ("Xx1 Ry", "Xy1 Rx"),
    "SB+xchg+W": ("Xx1 Ry", "Wy1 Rx"),
    "MP+add": ("Wx1 Ay1", "Ay1 Rx"),
    "LB+add": ("Ax1 Wy1", "Ry Wx5"),
    "2+2W+xchg": ("Xx1 Wy2", "Xy1 Wx2"),
    "CAS.both": ("Cx01", "Cx02"),
    "CAS.chain": ("Cx01", "Cx12", "Cx23"),
    "CAS.old": ("Wx1 Wx2 Wy1", "Ry Cx09"),
    "CAS.weak": ("Vx01", "Rx"),
    "CAS.twice": ("Vx01 Vx01", "Rx"),
    "MP+cas": ("Wx1 Wy1", "Cy12 Rx"),
    "SB+cas": ("Cx01 Ry", "Cy01 Rx"),
    "IRIW+add": ("Ax1", "Rx Ry", "Ay1", "Ry Rx"),
    "Lock": ("Cl01 Wx1", "Cl02 Wx2"),
}
# Two accesses of one location with orders apart: where seq_cst meets weaker ones.
MIXES = {
    "SB+fence-sc": ("!sc:Wx1 !sc:Ry", "!rlx:Wy1 F !rlx:Rx"),
    "SB+one-rlx": ("!sc:Wx1 !sc:Ry", "!rlx:Wy1 !sc:Rx"),
    "MP+sc-rlx": ("!rlx:Wx1 !sc:Wy1", "!sc:Ry !rlx:Rx"),
    "R+fence-sc": ("!sc:Wx1 !sc:Wy1", "!rlx:Wy2 F !rlx:Rx"),
    "2+2W+sc-fence": ("!sc:Wx1 !sc:Wy2", "!rlx:Wy1 F !rlx:Wx2"),
    "IRIW+sc-acq": ("!sc:Wx1", "!acq:Rx !sc:Ry", "!sc:Wy1", "!acq:Ry !sc:Rx"),
    "IRIW+rel-sc": ("!rel:Wx1", "!sc:Rx !sc:Ry", "!rel:Wy1", "!sc:Ry !sc:Rx"),
    "WRC+sc-rlx": ("!sc:Wx1", "!sc:Rx !rlx:Wy1", "!sc:Ry !sc:Rx"),
    "RWC+fence": ("!rlx:Wx1", "!acq:Rx F !rlx:Ry", "!rlx:Wy1 F !rlx:Rx"),
    "MP+fences": ("!rlx:Wx1 Frel !rlx:Wy1", "!rlx:Ry Facq !rlx:Rx"),
    "MP+fence-rel": ("!rlx:Wx1 Frel !rlx:Wy1", "!acq:Ry !rlx:Rx"),
    "MP+fence-acq": ("!rlx:Wx1 !rel:Wy1", "!rlx:Ry Facq !rlx:Rx"),
    "Flag+sc-store": ("!rlx:Wy1 !sc:Wx1", "!sc:Rx !rlx:Ry", "!rlx:Wx2"),
}
# Of other operations, written out.
PLAIN = {"op": "st", "loc": "x", "val": 1, "ord": "na"}
OTHERS = {
    "MP+plain+rel-acq": ([PLAIN, {"op": "st", "loc": "y", "val": 1, "ord": "rel"}],
                         [{"op": "ld", "loc": "y", "reg": "r0", "ord": "acq"},
                          {"op": "if", "cond": "r0", "then": [{"op": "ld", "loc": "x", "reg": "r1", "ord": "na"}]}]),
    "MP+plain+rlx": ([PLAIN, {"op": "st", "loc": "y", "val": 1, "ord": "rlx"}],
                     [{"op": "ld", "loc": "y", "reg": "r0", "ord": "acq"},
                      {"op": "if", "cond": "r0", "then": [{"op": "ld", "loc": "x", "reg": "r1", "ord": "na"}]}]),
    "MP+plain+await": ([PLAIN, {"op": "st", "loc": "y", "val": 1, "ord": "rel"}],
                       [{"op": "await", "loc": "y", "val": 1, "ord": "acq"},
                        {"op": "ld", "loc": "x", "reg": "r0", "ord": "na"}]),
    "MP+await": ([{"op": "st", "loc": "x", "val": 1, "ord": "rlx"}, {"op": "st", "loc": "y", "val": 1, "ord": "rlx"}],
                 [{"op": "await", "loc": "y", "val": 0, "until": "!=", "ord": "rlx", "reg": "r0"},
                  {"op": "ld", "loc": "x", "reg": "r1", "ord": "rlx"}]),
    "Await+gone": ([{"op": "st", "loc": "x", "val": 1, "ord": "rlx"}, {"op": "st", "loc": "x", "val": 0, "ord": "rlx"}],
                   [{"op": "await", "loc": "x", "val": 1, "ord": "rlx"},
                    {"op": "ld", "loc": "x", "reg": "r0", "ord": "rlx"}]),
    "Await+stale": ([{"op": "st", "loc": "x", "val": 1, "ord": "rlx"},
                     {"op": "st", "loc": "x", "val": 0, "ord": "rlx"},
                     {"op": "st", "loc": "y", "val": 1, "ord": "rlx"}],
                    [{"op": "ld", "loc": "y", "reg": "r0", "ord": "rlx"},
                     {"op": "await", "loc": "x", "val": 1, "ord": "rlx"}]),
    "LB+ctrl": ([{"op": "ld", "loc": "x", "reg": "r0", "ord": "rlx"},
                 {"op": "if", "cond": "r0", "then": [{"op": "st", "loc": "y", "val": 1, "ord": "rlx"}]}],
                [{"op": "ld", "loc": "y", "reg": "r0", "ord": "rlx"},
                 {"op": "st", "loc": "x", "val": 1, "ord": "rlx"}]),
    "MP+choice": ([{"op": "choice", "reg": "c", "n": 2}, {"op": "st", "loc": "x", "val": "c + 1", "ord": "rlx"},
                   {"op": "st", "loc": "y", "val": 1, "ord": "rel"}],
                  [{"op": "ld", "loc": "y", "reg": "r0", "ord": "acq"}, {"op": "assume", "cond": "r0 == 1"},
                   {"op": "ld", "loc": "x", "reg": "r1", "ord": "rlx"}]),
    "Mixed+rel-acq": ([PLAIN, {"op": "st", "loc": "x", "val": 2, "ord": "rel"}],
                      [{"op": "await", "loc": "x", "val": 2, "ord": "acq"},
                       {"op": "ld", "loc": "x", "reg": "r0", "ord": "na"}]),
}


def operation(token, orders, registers):
    """One access of a shape."""
    write, read, update, _ = orders
    if token.startswith("!"):
        own, token = token[1:].split(":")
        write = read = update = own
    if token.startswith("F"):
        return {"op": "fence", "ord": token[1:] or "sc"}
    kind, location, values = token[0], token[1], token[2:]
    if kind == "W":
        return {"op": "st", "loc": location, "val": int(values), "ord": write}
    registers.append(f"r{len(registers)}")
    if kind == "R":
        return {"op": "ld", "loc": location, "reg": registers[-1], "ord": read}
    if kind == "A":
        return {"op": "rmw_add", "loc": location, "val": int(values), "reg": registers[-1], "ord": update}
    if kind == "X":
        return {"op": "xchg", "loc": location, "val": int(values), "reg": registers[-1], "ord": update}
    failed = {"rel": "rlx", "acq_rel": "acq"}.get(update, update)
    return {"op": "cas", **({"weak": True} if kind == "V" else {}), "loc": location, "expect": int(values[0]),
            "val": int(values[1]), "reg": registers[-1], "ord": update, "ord_fail": failed}


def thread(text, orders):
    operations, registers = [], []
    for token in text.split():
        if operations and orders[3]:
            operations.append({"op": "fence", "ord": orders[3]})
        operations.append(operation(token, orders, registers))
    return operations


def locations(threads):
    text = json.dumps(threads)
    return [name for name in "xyzl" if f'"loc": "{name}"' in text]


def tests():
    for shapes, choice in ((SHAPES, ORDERS), (UPDATES, FEW)):
        for name, threads in shapes.items():
            for orders in choice:
                yield f"{name}+{orders}", [thread(text, ORDERS[orders]) for text in threads]
    for name, threads in MIXES.items():
        yield name, [thread(text, ORDERS["rlx"]) for text in threads]
    for name, threads in OTHERS.items():
        yield name, list(threads)


def main():
    for name, threads in tests():
        print(json.dumps({"name": name, "locs": locations(threads), "threads": threads}))


if __name__ == "__main__":
    main()
