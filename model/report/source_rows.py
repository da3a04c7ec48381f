#!/usr/bin/env python3
"""Writes the places of the protocol's sites, and of the files that may hold a step, as a C++ table.

    source_rows.py TOP OUTPUT

Paths are from the top of the repository that TOP lies in, as build servers want them; where it lies in none, from TOP.
A site stands where the protocol uses it, in what versions share before what one version has; a site that is only in the
table of sites stands there. A site has a row for each file that uses it. A scenario stands where it says its name.
"""
import pathlib
import re
import sys

TABLE = "impl/extram/site.hpp"
ROOMS = ("impl/extram", "impl/native", "scenarios")
ROW = re.compile(r'SiteInfo\{Site::(\w+),\s*"([^"]+)"')
USE = re.compile(r"\bSite::(\w+)")
SCENARIO = re.compile(r'ScenarioInfo info\{\s*\.name = "(\w+)"')


def lines_of(path):
    return list(enumerate(path.read_text(encoding="utf-8").split("\n"), 1))


def order(source):
    """What versions share first, the table of sites last."""
    return (source.as_posix().endswith(TABLE), source.name.startswith("go_1"), source.as_posix())


def repository_of(top):
    return next((folder for folder in (top, *top.parents) if (folder / ".git").exists()), top)


def places(top):
    repository = repository_of(top)
    names = dict(ROW.findall((top / TABLE).read_text(encoding="utf-8")))
    found, files, scenarios = {}, {}, {}
    sources = [f for room in ROOMS for f in (top / room).rglob("*.[hc]pp")]
    for source in sorted(sources, key=order):
        path = source.relative_to(repository).as_posix()
        files.setdefault(source.name, path)
        text = source.read_text(encoding="utf-8")
        for scenario in SCENARIO.finditer(text):
            scenarios.setdefault(scenario[1], (path, text.count("\n", 0, scenario.start()) + 1))
        for number, line in lines_of(source):
            for site in USE.findall(line):
                if site in names:
                    found.setdefault(names[site], {}).setdefault(path, number)
    rows = [(label, path, number) for label in sorted(found) for path, number in found[label].items()]
    rows += [(f"scenario {name}", *place) for name, place in sorted(scenarios.items())]
    return rows + [(name, path, 1) for name, path in sorted(files.items())]


def main():
    top, output = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    rows = "".join(f'    {{"{label}", "{path}", {number}}},\n' for label, path, number in places(top))
    output.write_text(f"""#include "model/report/source_rows.hpp"

namespace extram {{

std::span<const SourceRow> source_rows() {{
  static constexpr SourceRow kRows[] = {{
{rows}  }};
  return kRows;
}}

}}  // namespace extram
""", encoding="utf-8")


main()
