#!/usr/bin/python3
"""Builds penstock as one file that runs where nothing is installed: static.py [--root FOLDER] OUT [amd64|arm64|armhf...]

All three processors when none is told. Everything is of Debian's archive: a root file system of Debian 13 with compilers and
libraries is made by mmdebstrap (once, if --root says where it stays), since Debian 12 has no archive of libmnl. The program
is compiled there with the project's own warnings as errors. What is printed: size, whether it starts, and how long a check
takes; for the other processors by qemu-user, so that figure says nothing of a device. Needs root and mmdebstrap.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SUITE = "trixie"
TRIPLETS = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu", "armhf": "arm-linux-gnueabihf"}
RUNNERS = {"amd64": [], "arm64": ["qemu-aarch64-static"], "armhf": ["qemu-arm-static"]}
TOOLS = ["cmake", "ninja-build", "pkg-config", "gcc", "gcc-aarch64-linux-gnu", "gcc-arm-linux-gnueabihf", "ncurses-bin",
         "qemu-user-static"]
LIBRARIES = ["libyaml-dev", "libnftnl-dev", "libmnl-dev", "libmd-dev", "libjansson-dev", "libncurses-dev", "libc6-dev"]


def make_root(root):
    packages = TOOLS + [f"{library}:{processor}" for library in LIBRARIES for processor in TRIPLETS]
    subprocess.run(["mmdebstrap", "--variant=apt", f"--architectures={','.join(TRIPLETS)}",
                    "--aptopt=APT::Install-Recommends \"false\"", f"--include={','.join(packages)}", SUITE, str(root)],
                   check=True, stderr=subprocess.DEVNULL)


def put_source(root):
    """The files of the working copy, as git lists them."""
    shutil.rmtree(root / "src", ignore_errors=True)
    names = subprocess.run(["git", "-C", str(SOURCE), "ls-files", "-z"], check=True, capture_output=True).stdout.decode()
    for name in filter(None, names.split("\0")):
        target = root / "src" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(SOURCE / name, target)


def inside(root, words, **options):
    mounts = "mount --rbind /dev \"$1/dev\"; mount -t proc proc \"$1/proc\"; root=$1; shift; exec chroot \"$root\" \"$@\""
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": "/root"}
    return subprocess.run(["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-euc", mounts, "sh", str(root), *words],
                          check=True, env=environment, **options)


def build(root, processor, out):
    folder = f"/out/{processor}"
    inside(root, ["cmake", "-S", "/src", "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
                  "-DCMAKE_TOOLCHAIN_FILE=/src/backends/ship/cross.cmake", f"-DPENSTOCK_PROCESSOR={processor}",
                  "-DPENSTOCK_STATIC=ON", "-DPENSTOCK_TESTS=OFF", "-DCMAKE_C_FLAGS=-ffile-prefix-map=/src=."],
           stdout=subprocess.DEVNULL)
    inside(root, ["cmake", "--build", folder], stdout=subprocess.DEVNULL)
    inside(root, [f"{TRIPLETS[processor]}-strip", "-o", f"{folder}/stripped", f"{folder}/penstock"])
    made = out / f"penstock-{processor}"
    shutil.copy2(root / folder[1:] / "stripped", made)
    return made


def look(root, processor, made):
    """One line of figures; the file is run, so one that does not start is an error here."""
    words = [*RUNNERS[processor], f"/out/{processor}/stripped"]
    inside(root, [*words, "--version"], stdout=subprocess.DEVNULL)
    started = time.monotonic()
    for _ in range(10):
        inside(root, [*words, "check", "/src/tui/examples/geo-scada.yaml"], stdout=subprocess.DEVNULL)
    print(f"{made.name}: {made.stat().st_size // 1024} KB, a check in {(time.monotonic() - started) * 100:.0f} ms"
          f"{' under qemu' if RUNNERS[processor] else ''} (chroot and all)", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("processors", nargs="*", choices=[*TRIPLETS, []])
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="penstock-static-") as place:
        root = asked.root or pathlib.Path(place) / "root"
        if not (root / "etc").exists():
            make_root(root)
        put_source(root)
        for processor in asked.processors or TRIPLETS:
            look(root, processor, build(root, processor, asked.out))
    return 0


if __name__ == "__main__":
    sys.exit(main())
