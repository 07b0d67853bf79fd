#!/usr/bin/env python3
"""Checks what the folders under src/ promise, and names file and line where one does not keep it.

1. A stage includes only itself and the stages to the left of it, in the order of CMakeLists.txt. apps/ may include all.
2. A header includes no library but the standard one; the exceptions stand in ALLOWED_IN_HEADERS, with their reason.
3. Some libraries have one home: sqlite3.h in store, httplib.h in serve.
4. No words of a language in code: string literals of .cpp files hold no letters beyond ASCII. Tests and generated tables may.
"""
import pathlib
import re
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
HOMES = {"sqlite3.h": "store", "httplib.h": "serve"}
# Result is made of the first; the second lies in a header of its own for those .cpp files that read TOML; the third is
# the compiler's, for the kernels' one source.
ALLOWED_IN_HEADERS = {("*", "tl/expected.hpp"), ("src/base/toml_file.h", "toml++/toml.h"), ("src/nlp/kernels_body.h", "emmintrin.h")}
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
# Comments are matched first, so that a quotation mark in one opens no literal.
TOKENS = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"(?P<mark>[^\s()\\]{0,16})\((?P<raw>.*?)\)(?P=mark)"|"(?P<plain>(?:[^"\\\n]|\\.)*)"|'(?:[^'\\\n]|\\.)+'""",
    re.S,
)


def stages():
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"foreach\(stage ([^)]*)\)", text).group(1).split()


def is_test(path):
    return path.stem.endswith("_test") or path.parts[0] in ("tests", "fuzz", "bench")


def include_problems(path, text, order):
    stage = path.parts[1] if path.parts[0] == "src" else None
    for number, line in enumerate(text.splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        ours, theirs = found.groups()
        if ours is not None and stage is not None:
            target = ours.split("/")[0]
            if target in order and order.index(target) > order.index(stage):
                yield number, f'{stage} includes "{ours}", which stands to the right of it'
            elif target not in order and not (is_test(path) and target == "support"):
                yield number, f'"{ours}" does not begin with a stage\'s folder'
        if theirs is not None:
            home = HOMES.get(theirs)
            allowed = {("*", theirs), (str(path), theirs)} & ALLOWED_IN_HEADERS
            if home and stage != home:
                yield number, f"<{theirs}> belongs to src/{home}"
            if path.suffix == ".h" and stage and "." in theirs and not allowed:
                yield number, f"a header includes the library header <{theirs}>"


def literal_problems(text):
    for token in TOKENS.finditer(text):
        literal = token.group("raw") if token.group("raw") is not None else token.group("plain")
        if literal and any(ord(c) > 127 and unicodedata.category(c).startswith("L") for c in literal):
            yield text.count("\n", 0, token.start()) + 1, f'words of a language in code: "{literal[:60]}"'


def main():
    order = stages()
    problems = 0
    files = [p for folder in ("src", "apps", "bindings", "python") for p in sorted((ROOT / folder).rglob("*")) if p.suffix in (".h", ".cpp")]
    for file in files:
        path = file.relative_to(ROOT)
        text = file.read_text(encoding="utf-8")
        found = list(include_problems(path, text, order))
        if path.suffix == ".cpp" and not is_test(path) and not path.stem.endswith("_generated"):
            found += literal_problems(text)
        for number, message in found:
            print(f"{path}:{number}: {message}")
        problems += len(found)
    print(f"{len(files)} files, {problems} problems")
    return 1 if problems else 0


sys.exit(main())
