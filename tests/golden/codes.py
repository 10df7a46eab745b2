"""Each problem code of the register is reached by a test, and what tests reach is in the register: codes.py PENSTOCK SOURCE

A test reaches a code that ends a line of a .problem file in brackets, stands in an answer of a .case file, or is asked
for by a test in C. A sentence that no answer gives a code with is listed here with the case that shows it. And no
command of a case answers with an error and the exit code of success."""
import json
import pathlib
import re
import subprocess
import sys

SHOWN = {
    "theme": ("golden/cases/theme.case", "is not known here"),
    "ufw-missing": ("golden/cases/refused.case", "ufw is not installed here"),
    "inactive": ("golden/cases/codes.case", "warning: the firewall is not active"),
    "open-policy": ("golden/cases/codes.case", "warning: the firewall lets in what no rule denies"),
    "changes": ("golden/cases/codes.case", "warning: applying this site adds"),
    "not-ours": ("golden/cases/codes.case", "is not ours and stays as it is"),
    "web-stays": ("ufw/scenes/web-other-nginx.sh", "warning: '/etc/nginx/more.conf' line 2"),
    "web-unproved": ("ufw/scenes/web-no-nginx.sh", "warning: no nginx runs"),
    "partial": ("ufw/scenes/typed-on-the-machine.sh", "note: this is for a ufw without rules"),
    "service-off": ("golden/cases/codes.case", "note: 'ip-852' is left off"),
}
# No test can bring these about, and why.
OUT_OF_REACH = {"probe": "the machine would have to break between two reads of one comparison"}
PATTERNS = [("*.problem", r"\[([a-z0-9-]+)\]$"), ("*.case", r'"code": "([a-z0-9-]+)"'),
            ("*.c", r'(?:problems_have|comparing_tells|assert_\w+)\([^;]*"([a-z0-9-]+)"')]


def reached(tests):
    """{code: a file that reaches it}"""
    found = {}
    for kind, pattern in PATTERNS:
        for path in tests.rglob(kind):
            for code in re.findall(pattern, path.read_text(errors="replace"), re.MULTILINE):
                found.setdefault(code, path)
    return found


def answers(text):
    """(command, what it printed, its exit code) of a .case file"""
    for part in re.split(r"^=== \$ ", text, flags=re.MULTILINE)[1:]:
        command, said = part.split("\n", 1)
        code = re.search(r"^=== exit (\d+)$", said, re.MULTILINE)
        yield command, said, code and code[1]


def silent_errors(tests):
    """Commands whose exit code is their own, and hides an error. The register itself lists errors."""
    for path in sorted(tests.rglob("*.case")):
        for command, said, code in answers(path.read_text(errors="replace")):
            own = command.startswith("penstock ") and not re.search(r"[;|&]|^penstock problems", command)
            error = re.search(r'^(?:\S+: )?error: |"severity": "error"', said, re.MULTILINE)
            if own and error and code == "0":
                yield f"{path.name}: an error in the answer, and exit 0: {command}"


def check(penstock, tests):
    answer = subprocess.run([penstock, "problems", "--format", "json"], check=True, capture_output=True).stdout
    rows = json.loads(answer)
    register = {row["code"] for row in rows if not row["product"]}
    known = {row["code"] for row in rows}
    found = reached(tests)
    for code, (name, words) in SHOWN.items():
        if words not in (tests / name).read_text():
            yield f"{code}: {name} no longer shows '{words}'"
        found.setdefault(code, tests / name)
    yield from (f"{code}: no test reaches it" for code in sorted(register - set(found) - set(OUT_OF_REACH)))
    yield from (f"{code}: is within reach after all" for code in sorted(set(OUT_OF_REACH) & set(found)))
    for code, path in sorted(found.items()):
        if code not in known and path.suffix != ".c":
            yield f"{code}: {path.relative_to(tests)} has it, the register has not"
    yield from silent_errors(tests)
    if len({(row["severity"], row["code"], row["product"]) for row in rows}) != len(rows):
        yield "a row stands twice in the register"


problems = list(check(sys.argv[1], pathlib.Path(sys.argv[2]) / "tests"))
print("\n".join(problems))
sys.exit(1 if problems else 0)
