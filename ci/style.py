#!/usr/bin/env python3
"""The house rules as a program: sizes, include directions, where atomics and macros may stand, files nobody uses.

    ci/style.py [ROOT]      prints path:line: rule: what is wrong; exit 1 if anything is

The rules are the tables below. The scanner knows as much C++ as they need: comments, strings, braces.
"""

import ast
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property

FUNCTION_LINES_MAX = 70
FILE_LINES_GOOD = 300  # beyond it: a warning
FILE_LINES_MAX = 400
EXAMPLES = "scenarios/examples/"
EXAMPLE_LINES_MAX = 59  # what the README promises of them
COLUMNS_MAX = 120

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "impl", "model", "scenarios", "ci"}
CPP = re.compile(r"\.(hpp|cpp|cpp\.in)$")
CMAKE = re.compile(r"(^|/)CMakeLists\.txt$|\.cmake$")
SCRIPT = re.compile(r"\.(sh|py)$|^\.ci/")

# Whom the files of a room may include, besides their own room.
MAY_INCLUDE = {
    "impl/world": (),
    "impl/extram": ("impl/world",),
    "impl/console": (),
    "impl/native": ("impl/world", "impl/console"),
    "scenarios": ("impl/world", "impl/extram"),
    "model/explore": ("impl/world", "model/schedule", "model/report"),
    "model/schedule": ("impl/world", "model/explore", "model/report"),
    "model/report": ("impl/world", "model/explore", "model/schedule"),
    "model/relacy": ("impl/world", "model/explore"),
    "model/litmus": ("impl/world", "scenarios/litmus"),
    "model/cli": ("impl/world", "impl/console", "model/explore", "model/schedule", "model/report", "model/litmus",
                  "scenarios/litmus", "scenarios/bugs/catalogue.hpp", "scenarios/expectations.hpp",
                  "scenarios/fault_arguments.hpp", "scenarios/fault_survey.hpp",
                  "scenarios/mutants/conjecture.hpp",
                  "scenarios/mutants/machine_made.hpp",
                  "scenarios/mutants/reasons.hpp", "scenarios/mutants/trials.hpp"),
}
# A scenario and a world meet in these, so they may include any room.
MEETING_PLACE = re.compile(r"(^|/|_)main\.cpp$|_test\.cpp$|_for_test\.hpp$|\.cpp\.in$")

# What may stand only in some files: rule, pattern (looked for in code without comments), those files, why.
ONLY_IN = (
    ("relacy", r"#\s*include\s*[<\"]relacy/", r"model/relacy/relacy\.hpp",
     "Relacy's macros break what is included after them; one file includes and tames it"),
    ("signals", r"#\s*include\s*<(signal\.h|csignal|sys/signal\.h)>",
     r"impl/native/.*|impl/console/interrupt\.cpp|model/explore/child_process\.cpp",
     "signal headers belong to the native world, to the file that hears Ctrl-C, to the one that ends a worker"),
    ("atomics", r"#\s*include\s*<(atomic|stdatomic\.h)>",
     r"impl/native/.*|model/relacy/relacy\.hpp|model/explore/shared_page\.hpp",
     "atomics belong to the native world, and to the page that a worker shares with its parent"),
    ("orders", r"\bstd::memory_order",
     r"impl/native/.*|model/relacy/relacy\.hpp|model/explore/shared_page\.hpp",
     "memory orders stand in the site table; a world translates them"),
    ("macros", r"^\s*#\s*(if|ifdef|ifndef|elif|else|define|undef)\b", r"(?!impl/world/|impl/extram/|scenarios/).*",
     "no macros and no conditional compilation in protocol and scenarios"),
)
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")  # in pieces, so that this line is not one of them

CPP_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?\*/)"
    r"|(?P<string>R\"(?P<mark>[^\s()]*)\(.*?\)(?P=mark)\"|\"(?:\\.|[^\"\\\n])*\"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+')"
    r"|\d[\w'.]*",
    re.DOTALL)
INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*\"([^\"]+)\"", re.MULTILINE)


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    rule: str
    text: str
    is_warning: bool = False

    def __str__(self):
        return f"{self.path}:{self.line}: {'warning: ' if self.is_warning else ''}{self.rule}: {self.text}"


def blank(text):
    return re.sub(r"[^\n]", " ", text)


@dataclass(frozen=True)
class Source:
    path: str
    text: str
    is_executable: bool

    @cached_property
    def code(self):  # without comments
        return CPP_TOKEN.sub(lambda m: blank(m.group()) if m["comment"] else m.group(), self.text)

    @cached_property
    def bare(self):  # without comments, strings and preprocessor lines: what braces are counted in
        text = CPP_TOKEN.sub(lambda m: blank(m.group()) if m["comment"] or m["string"] else m.group(), self.text)
        return re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", lambda m: blank(m.group()), text, flags=re.MULTILINE)

    @cached_property
    def includes(self):  # (line, path) of each quoted include
        found = INCLUDE.finditer(self.code) if CPP.search(self.path) else ()
        return [(line_of(self.code, m.start(1)), m[1]) for m in found]

    @property
    def room(self):
        return next((room for room in MAY_INCLUDE if self.path.startswith(room + "/")), None)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def kind_of_block(header):
    """What a brace after this text opens: a scope (namespace, class), a function, or data (an initialiser)."""
    flat = re.sub(r"\boperator\s*[^\s\w(]+|\balignas\s*\([^()]*\)|\[\[.*?\]\]", " ", header, flags=re.DOTALL)
    lambda_body = re.search(r"=\s*\[[^\]]*\]\s*(\(.*)?$", flat, re.DOTALL)
    before = None
    while flat != before:
        before = flat
        flat = re.sub(r"<[^<>()]*>", " ", re.sub(r"\([^()]*\)", "@", flat))  # "@" stands for a pair of parentheses
    has_parentheses = "@" in flat
    if not has_parentheses and re.search(r"\b(namespace|class|struct|union|enum)\b|^\s*extern\s*$", flat):
        return "scope"
    in_init_list = re.search(r"@\s*(noexcept\s*)?:(?!:)", flat) and re.search(r"[\w>]\s*$", flat)
    if lambda_body or (has_parentheses and "=" not in flat and not in_init_list):
        return "function"
    return "data"


def functions(bare):
    """(first line, last line) of every function of a namespace or class."""
    blocks, header, parentheses = [], 0, 0
    for m in re.finditer(r"[{}();]|\b(?:public|private|protected)\s*:(?!:)", bare):
        at_declarations = all(kind == "scope" for kind, _ in blocks)
        token = m.group()
        if token == "{":
            kind = kind_of_block(bare[header:m.start()]) if at_declarations and not parentheses else "data"
            blocks.append((kind, header))
            if kind == "scope":
                header = m.end()
        elif token == "}" and blocks:
            kind, start = blocks.pop()
            if kind == "function":
                start += re.match(r"\s*", bare[start:]).end()
                yield line_of(bare, start), line_of(bare, m.start())
            if kind != "data":
                header = m.end()
        elif not at_declarations:
            continue
        elif token in "()":
            parentheses += 1 if token == "(" else -1
        elif not parentheses:
            header = m.end()


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.end_lineno


def check_sizes(source):
    if not (CPP.search(source.path) or CMAKE.search(source.path) or SCRIPT.search(source.path)):
        return
    lines = source.text.splitlines()
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS_MAX:
            yield Finding(source.path, number, "columns", f"{len(line)} columns; at most {COLUMNS_MAX}")
    if len(lines) > FILE_LINES_GOOD:
        yield Finding(source.path, len(lines), "file-length", f"{len(lines)} lines; {FILE_LINES_GOOD} are good, "
                      f"{FILE_LINES_MAX} the most", is_warning=len(lines) <= FILE_LINES_MAX)
    if source.path.startswith(EXAMPLES) and CPP.search(source.path) and len(lines) > EXAMPLE_LINES_MAX:
        yield Finding(source.path, len(lines), "file-length", f"{len(lines)} lines; an example has at most "
                      f"{EXAMPLE_LINES_MAX}")
    found = ()
    if CPP.search(source.path):
        found = functions(source.bare)
    elif source.path.endswith(".py"):
        found = python_functions(source.text)
    for first, last in found:
        if last - first + 1 > FUNCTION_LINES_MAX:
            yield Finding(source.path, first, "function-length",
                          f"{last - first + 1} lines; at most {FUNCTION_LINES_MAX}")


def check_directions(source):
    if not CPP.search(source.path) or MEETING_PLACE.search(source.path):
        return
    if source.room is None:
        yield Finding(source.path, 1, "direction", "stands in no room: " + ", ".join(MAY_INCLUDE))
        return
    allowed = (source.room,) + MAY_INCLUDE[source.room]
    for line, target in source.includes:
        if not any(target == row or target.startswith(row + "/") for row in allowed):
            yield Finding(source.path, line, "direction", f"{source.room} may not include {target}")


def check_only_in(source):
    if not CPP.search(source.path):
        return
    for rule, pattern, places, why in ONLY_IN:
        if not re.fullmatch(places, source.path):
            for m in re.finditer(pattern, source.code, re.MULTILINE):
                yield Finding(source.path, line_of(source.code, m.start()), rule, why)


def check_header(source):
    if source.path.endswith(".hpp"):
        if not re.search(r"^#pragma once$", source.code, re.MULTILINE):
            yield Finding(source.path, 1, "pragma-once", "a header says #pragma once")
        if not re.match(r"\s*(//|/\*)", source.text):
            yield Finding(source.path, 1, "opening", "a header opens with a comment that says what it is for")


def check_unfinished(source):
    for m in UNFINISHED.finditer(source.text):
        yield Finding(source.path, line_of(source.text, m.start()), "unfinished", f"{m[1]}: do it, or leave it out")


def check_script(source):
    is_script = source.text.startswith("#!") or SCRIPT.search(source.path)
    if is_script and not source.is_executable:
        yield Finding(source.path, 1, "executable", "a script is executable (chmod +x)")


def check_includes_exist(sources):
    paths = {s.path for s in sources}
    for source in sources:
        for line, target in source.includes:
            if "@" not in target and target not in paths and target + ".in" not in paths:
                yield Finding(source.path, line, "include", f"{target} is not a path from the top of the tree")


def check_dead_files(sources):
    """A header that nobody includes; a .cpp that no CMake file names, from its folder or one above it."""
    used = {target for s in sources for _, target in s.includes}
    for source in sources:
        if CMAKE.search(source.path):
            named = re.findall(r"[\w./+-]+\.(?:hpp|cpp)\b", re.sub(r"#.*", "", source.text))
            folders = source.path.split("/")[:-1]
            for depth in range(len(folders) + 1):
                used.update("/".join(folders[:depth] + [name.lstrip("/")]) for name in named)
    for source in sources:
        if re.search(r"\.(hpp|cpp)$", source.path) and source.path not in used:
            verb = "includes" if source.path.endswith(".hpp") else "compiles"
            yield Finding(source.path, 1, "dead-file", f"nobody {verb} it")


def check_top_level(sources):
    for name in sorted({s.path.split("/")[0] for s in sources}):
        if name not in TOP_LEVEL and not name.startswith("."):
            yield Finding(name, 1, "top-level", "the top level holds only " + ", ".join(sorted(TOP_LEVEL)))


OF_A_FILE = (check_sizes, check_directions, check_only_in, check_header, check_unfinished, check_script)
OF_THE_TREE = (check_includes_exist, check_dead_files, check_top_level)


def paths_of(root):
    """Every file that git does not ignore; outside git, every file but those of build/."""
    git = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                         capture_output=True, check=False)
    if git.returncode == 0:
        return sorted(path for path in os.fsdecode(git.stdout).split("\0") if path)
    paths = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in ("build", ".git", "__pycache__")]
        paths += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return sorted(paths)


def read_tree(root):
    sources = []
    for path in paths_of(root):
        full = os.path.join(root, path)
        if os.path.isfile(full):  # git still lists what was deleted a moment ago
            with open(full, encoding="utf-8", errors="replace") as file:
                sources.append(Source(path, file.read(), os.access(full, os.X_OK)))
    return sources


def check(sources):
    findings = [f for source in sources for rule in OF_A_FILE for f in rule(source)]
    findings += [f for rule in OF_THE_TREE for f in rule(sources)]
    return sorted(findings, key=lambda f: (f.path, f.line, f.rule))


def main(arguments):
    root = arguments[1] if len(arguments) > 1 else os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    sources = read_tree(root)
    findings = check(sources)
    for finding in findings:
        print(finding)
    bad = sum(not f.is_warning for f in findings)
    print(f"style: {len(sources)} files, {bad} violations, {len(findings) - bad} warnings")
    return 1 if bad or not sources else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
