#!/usr/bin/env python3
"""Reads what strace wrote of a program, and says what its thread did to its signals: step by step, in our own words.

A step is one line of text, so that a table of them can be read and compared:

    mask? = []             rt_sigprocmask that only asks; what it found
    mask = ~[]             rt_sigprocmask that only sets
    mask = ~[] was []      one that does both
    altstack? = none       sigaltstack, likewise; a stack is told by its size
    gettid
    <in Go>                a mark: the program wrote this text to descriptor -1
"""

import re
import sys
from dataclasses import dataclass

# Linux on most machines (asm-generic): the number of a signal is its place in this list, from 1.
NAMES = ("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU "
         "URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS RTMIN").split() + [f"RT_{n}" for n in range(1, 33)]
ALL = frozenset(NAMES)
UNMASKABLE = {"KILL", "STOP"}  # the kernel takes them out of every mask

LINE = re.compile(r"^(?:\[pid +(\d+)\] +|(\d+) +)?(.*)$")
UNFINISHED = re.compile(r"^(.*?) *<unfinished \.\.\.>$")
RESUMED = re.compile(r"^<\.\.\. \w+ resumed>(.*)$")
CALL = re.compile(r"^(\w+)\((.*)\) += (-?\w+)(.*)$")


@dataclass(frozen=True)
class Call:
    thread: str
    name: str
    arguments: tuple
    result: str


class Unreadable(Exception):
    """A line that is not what strace writes, or a call that nobody expected."""


def split_arguments(text):
    """At the commas that stand in no bracket and no string."""
    parts, depth, start, quoted = [], 0, 0, False
    for i, c in enumerate(text):
        if c == '"' and text[i - 1] != "\\":
            quoted = not quoted
        elif not quoted and c in "[{(":
            depth += 1
        elif not quoted and c in "]})":
            depth -= 1
        elif not quoted and depth == 0 and c == ",":
            parts.append(text[start:i].strip())
            start = i + 1
    rest = text[start:].strip()
    return tuple(parts + [rest] if parts or rest else ())


def calls_of(text):
    """Every finished call in the order of its end. A call that another thread's line interrupts comes in two pieces."""
    pending = {}
    for line in text.splitlines():
        match = LINE.match(line)
        thread, rest = match[1] or match[2] or "", match[3].strip()
        if not rest or rest.startswith(("---", "+++", "strace: ", "???(")):
            continue  # a signal, an exit, strace's own words, a thread that was gone before strace had seen its call
        if unfinished := UNFINISHED.match(rest):
            pending[thread] = unfinished[1]
            continue
        if resumed := RESUMED.match(rest):
            if thread not in pending:
                raise Unreadable(f"resumed, and never begun: {line}")
            rest = pending.pop(thread) + resumed[1]
        call = CALL.match(rest)
        if call is None:
            raise Unreadable(f"not a call: {line}")
        yield Call(thread, call[1], split_arguments(call[2]), call[3])


def mask_of(text):
    match = re.fullmatch(r"(~?)\[([\w ]*)\]", text)
    names = frozenset(match[2].split()) if match else frozenset()
    if match is None or not names <= ALL:
        raise Unreadable(f"not a mask: {text}")
    return ALL - names if match[1] else names


def text_of(mask):
    """As strace has it: the shorter of a list and its complement, in the order of the numbers."""
    left_out = ALL - mask
    chosen, sign = (mask, "") if len(mask) <= len(left_out) else (left_out, "~")
    return f"{sign}[{' '.join(name for name in NAMES if name in chosen)}]"


def stack_of(text):
    if "SS_DISABLE" in text:
        return "none"
    if match := re.search(r"ss_size=(\d+)", text):
        return match[1]
    raise Unreadable(f"not a stack: {text}")


def step_of(call):
    """One line of text; None for a call that does nothing to the thread's signals."""
    if call.name == "write":
        return f"<{call.arguments[1].strip(chr(34))}>" if call.arguments[0] == "-1" else None
    if call.result.startswith(("-", "?")):
        raise Unreadable(f"{call.name}({', '.join(call.arguments)}) failed: {call.result}")
    if call.name == "gettid":
        return "gettid"
    if call.name == "rt_sigprocmask":
        how, new, old = call.arguments[:3]
        if new == "NULL":
            return f"mask? = {text_of(mask_of(old))}"
        if how != "SIG_SETMASK":
            raise Unreadable(f"a mask that is not set but changed: {call}")
        was = "" if old == "NULL" else f" was {text_of(mask_of(old))}"
        return f"mask = {text_of(mask_of(new))}{was}"
    if call.name == "sigaltstack":
        new, old = call.arguments
        if new == "NULL":
            return f"altstack? = {stack_of(old)}"
        was = "" if old == "NULL" else f" was {stack_of(old)}"
        return f"altstack = {stack_of(new)}{was}"
    return None


def callbacks_of(text):
    """For each callback of the trace the steps of its thread, from after <begin> to before <end>."""
    callbacks, current, thread = [], None, None
    for call in calls_of(text):
        if current is not None and call.thread != thread:
            continue
        if current is None and call.name != "write":
            continue
        step = step_of(call)
        if step == "<begin>":
            current, thread = [], call.thread
        elif step == "<end>" and current is not None:
            callbacks.append(current)
            current = None
        elif step is not None and current is not None:
            current.append(step)
    if current is not None:
        raise Unreadable("the last callback does not end")
    return callbacks


def parts_of(step):
    """What a step is about, what it sets or None, what it found or None."""
    kind, _, rest = step.partition(" = ")
    new, _, was = rest.partition(" was ")
    return (kind[:-1], None, new) if kind.endswith("?") else (kind, new or None, was or None)


def found_at_entry(steps, what):
    """What the first step about it found, which is what it was when the steps began."""
    return next((was for kind, _, was in map(parts_of, steps) if kind == what and was is not None), "unknown")


def effect_of(steps):
    """What a signal, or the callback's own code, could see of these steps: every pair of mask and alternate stack that
    the thread had, in order. Where nothing can be delivered there is nothing that could see the stack: it is left out.
    """
    now = {what: found_at_entry(steps, what) for what in ("mask", "altstack")}
    shown = []

    def show():
        blocked = now["mask"] != "unknown" and mask_of(now["mask"]) | UNMASKABLE == ALL
        mask = now["mask"] if now["mask"] == "unknown" else text_of(mask_of(now["mask"]) - UNMASKABLE)
        text = "all blocked" if blocked else f"mask {mask}, altstack {now['altstack']}"
        if not shown or shown[-1] != text:
            shown.append(text)

    show()
    for step in steps:
        kind, new, _ = parts_of(step)
        if kind in now and new is not None:
            now[kind] = new
            show()
        elif step.startswith("<"):
            shown.append(step)
            show()
    return shown


if __name__ == "__main__":
    for number, callback in enumerate(callbacks_of(sys.stdin.read()), 1):
        print(f"callback {number}:", *callback, sep="\n  ")
