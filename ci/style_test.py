#!/usr/bin/env python3
"""A clean tree passes ci/style.py; the same tree with one rule broken is reported, for every rule."""

import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # the source tree stays as it is
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import style  # noqa: E402

HEADER = "// What this is for.\n#pragma once\n"
LONG_BODY = "  g();\n" * style.FUNCTION_LINES_MAX + "}\n"

CLEAN = {
    "CMakeLists.txt": "add_library(a impl/world/a.cpp)\nadd_executable(m scenarios/main.cpp)\n",
    "impl/CMakeLists.txt": "add_library(n native/n.cpp)  # from a folder above the file\n",
    "model/CMakeLists.txt": "include(cli/cli.cmake)\n",
    "model/cli/cli.cmake": "add_executable(cli ${CMAKE_CURRENT_LIST_DIR}/cli.cpp)\nscenario(scenarios/question.hpp)\n",
    "impl/world/a.hpp": HEADER + "// To speak of std::memory_order is not to use it.\nstruct A {};\n",
    "impl/world/a.cpp": '#include "impl/world/a.hpp"\n\nnamespace {\nvoid f() {\n' + "  g();\n" * 60 + "}\n}\n",
    "impl/extram/protocol.hpp": HEADER + '#include "impl/world/a.hpp"\n',
    "impl/native/n.cpp": '#include <atomic>\n#include <signal.h>\n\n#include "impl/world/a.hpp"\n'
                         "#if defined(__SANITIZE_THREAD__)\n#endif\n"
                         "constexpr auto order = std::memory_order_relaxed;\n",
    "model/relacy/relacy.hpp": HEADER + "#include <atomic>\n#include <relacy/relacy.hpp>\n#undef new\n",
    "model/cli/cli.cpp": '#include "scenarios/expectations.hpp"\n',
    "scenarios/expectations.hpp": HEADER,
    "scenarios/question.hpp": HEADER + '#include "impl/extram/protocol.hpp"\n',
    "scenarios/main.cpp": '#include "model/relacy/relacy.hpp"\n#include "scenarios/question.hpp"\n',
    "scenarios/unit.cpp.in": '#include "@HEADER@"\n',
    "ci/test.sh": "#!/usr/bin/env bash\ntrue\n",
    ".ci/run": "#!/usr/bin/env bash\ntrue\n",
    "README.md": "x" * 200 + "\n",
}


# What is broken: the rule, the file, its new text, the line of the report.
VIOLATIONS = (
    ("columns", "impl/world/a.cpp", "// " + "x" * 118 + "\n", 1),
    ("columns", "ci/test.sh", "#!/usr/bin/env bash\n# " + "x" * 119 + "\n", 2),
    ("file-length", "impl/world/a.cpp", "\n" * (style.FILE_LINES_MAX + 1), 401),
    ("file-length", "scenarios/examples/a.cpp", "\n" * (style.EXAMPLE_LINES_MAX + 1), 60),
    ("function-length", "impl/world/a.cpp", "\n\nvoid f()\n{\n" + LONG_BODY, 3),
    ("function-length", "impl/world/a.cpp", "class A : B<(1 > 0)> {\n public:\n  A() : b_{1} {\n" + LONG_BODY + "};\n",
     3),
    ("function-length", "impl/world/a.cpp", "template <class T>\nbool operator==(T a, T b = {}) {\n" + LONG_BODY,
     1),
    ("function-length", "impl/world/a.cpp", "const auto f = [](int x) {\n" + LONG_BODY + ";\n", 1),
    ("function-length", "impl/world/a.cpp", 'void f() {\n  g("}", R"(})", \'}\', 1\'000);  // }\n' + LONG_BODY,
     1),
    ("function-length", "ci/tool.py", "#!/usr/bin/env python3\ndef f():\n" + "    g()\n" * 70, 2),
    ("direction", "impl/world/a.cpp", '#include "impl/extram/protocol.hpp"\n', 1),
    ("direction", "impl/extram/protocol.hpp", HEADER + '#include "scenarios/question.hpp"\n', 3),
    ("direction", "impl/native/n.cpp", '#include "impl/extram/protocol.hpp"\n', 1),
    ("direction", "scenarios/question.hpp", HEADER + '#include "model/relacy/relacy.hpp"\n', 3),
    ("direction", "model/explore/e.hpp", HEADER + '#include "model/relacy/relacy.hpp"\n', 3),
    ("direction", "model/schedule/e.hpp", HEADER + '#include "scenarios/expectations.hpp"\n', 3),
    ("direction", "model/report/e.hpp", HEADER + '#include "impl/extram/protocol.hpp"\n', 3),
    ("direction", "model/relacy/e.hpp", HEADER + '#include "scenarios/question.hpp"\n', 3),
    ("direction", "model/cli/cli.cpp", '#include "scenarios/question.hpp"\n', 1),
    ("direction", "model/attic/a.hpp", HEADER, 1),
    ("relacy", "model/cli/cli.cpp", "#include <relacy/relacy.hpp>\n", 1),
    ("relacy", "scenarios/main.cpp", "\n#  include <relacy/relacy.hpp>\n", 2),
    ("signals", "model/cli/cli.cpp", "#include <csignal>\n", 1),
    ("signals", "impl/extram/protocol.hpp", HEADER + "#include <signal.h>\n", 3),
    ("atomics", "impl/world/a.hpp", HEADER + "#include <atomic>\n", 3),
    ("orders", "impl/extram/protocol.hpp", HEADER + "auto o = std::memory_order_seq_cst;\n", 3),
    ("macros", "impl/world/a.hpp", HEADER + "#define A 1\n", 3),
    ("macros", "impl/extram/protocol.hpp", HEADER + "#ifdef A\n", 3),
    ("macros", "scenarios/question.hpp", HEADER + "#  if A\n", 3),
    ("dead-file", "impl/world/unused.hpp", HEADER, 1),
    ("dead-file", "impl/world/unused.cpp", "int x;\n", 1),
    ("include", "impl/world/a.cpp", '#include "a.hpp"\n', 1),
    ("top-level", "notes.txt", "x\n", 1),
    ("top-level", "src/a.txt", "x\n", 1),
    ("unfinished", "README.md", "\nTO" "DO: the rest\n", 2),
    ("unfinished", "impl/world/a.cpp", "int x;  // FIX" "ME\n", 1),
    ("unfinished", "ci/test.sh", "#!/usr/bin/env bash\n# X" "XX\n", 2),
    ("pragma-once", "impl/world/a.hpp", "// What this is for.\n// #pragma once\n", 1),
    ("opening", "impl/world/a.hpp", "#pragma once\n// Late.\n", 1),
)


def write(root, files):
    for path, text in files.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(full, 0o755 if style.SCRIPT.search(path) else 0o644)


class StyleTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name

    def findings_as_they_stand(self):
        return style.check(style.read_tree(self.root))

    def findings(self, changed):
        write(self.root, CLEAN | changed)
        return self.findings_as_they_stand()

    def test_a_clean_tree_passes(self):
        self.assertEqual([], self.findings({}))

    def test_every_rule_is_reported(self):
        for rule, path, text, line in VIOLATIONS:
            with self.subTest(rule=rule, path=path, text=text[:60]), tempfile.TemporaryDirectory() as self.root:
                found = [(f.rule, f.path, f.line) for f in self.findings({path: text}) if not f.is_warning]
                self.assertIn((rule, path if rule != "top-level" else path.split("/")[0], line), found)

    def test_the_table_of_violations_names_every_rule(self):
        with open(style.__file__, encoding="utf-8") as file:
            text = file.read()
        rules = set(style.re.findall(r'Finding\([^"]*"([a-z-]+)"', text)) | {row[0] for row in style.ONLY_IN}
        self.assertEqual(rules - {"executable"}, {row[0] for row in VIOLATIONS})

    def test_a_script_that_cannot_be_run_is_reported(self):
        for path in ("ci/test.sh", ".ci/run"):
            write(self.root, CLEAN)
            os.chmod(os.path.join(self.root, path), 0o644)
            self.assertEqual([("executable", path)], [(f.rule, f.path) for f in self.findings_as_they_stand()])

    def test_limits_themselves_are_allowed(self):
        lines = "void f() {\n" + "  g();\n" * (style.FUNCTION_LINES_MAX - 2) + "}\n"
        self.assertEqual([], self.findings({"impl/world/a.cpp": lines + "// " + "x" * 117 + "\n"}))

    def test_a_long_file_is_a_warning_first(self):
        findings = self.findings({"impl/world/a.cpp": "\n" * (style.FILE_LINES_GOOD + 1)})
        self.assertEqual([("file-length", True)], [(f.rule, f.is_warning) for f in findings])

    def test_data_and_scopes_are_no_functions(self):
        rows = "  Row{f(1), 2},\n" * 80
        self.assertEqual([], self.findings({"impl/world/a.cpp":
                                            f"namespace a {{\nstruct B : C<int> {{\n{rows}}};\n"
                                            f"const std::array kRows{{\n{rows}}};\n"
                                            f"concept World = requires(W w) {{\n{rows}}};\n}}\n"}))

    def run_main(self):
        return subprocess.run([sys.executable, "-B", style.__file__, self.root], capture_output=True, text=True,
                              check=False)

    def test_the_exit_code_says_it(self):
        write(self.root, CLEAN)
        clean = self.run_main()
        self.assertEqual(f"style: {len(CLEAN)} files, 0 violations, 0 warnings\n", clean.stdout)
        self.assertEqual(0, clean.returncode)
        write(self.root, {"notes.txt": "x\n"})
        broken = self.run_main()
        self.assertEqual(1, broken.returncode)
        self.assertIn("notes.txt:1: top-level: ", broken.stdout)

    def test_a_tree_without_files_fails(self):
        self.assertEqual(1, self.run_main().returncode)

    def test_what_git_ignores_is_not_looked_at(self):
        write(self.root, CLEAN | {".gitignore": "/out/\n", "out/notes.txt": "x\n", "build/x.txt": "x\n"})
        subprocess.run(["git", "init", "-q", self.root], check=True)
        self.assertEqual([("top-level", "build")], [(f.rule, f.path) for f in self.findings_as_they_stand()])


if __name__ == "__main__":
    unittest.main()
