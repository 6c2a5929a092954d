# SPDX-License-Identifier: Apache-2.0
"""A Debian of its own in a folder, made by debootstrap from the mirror that this machine's apt uses.

Its mounts (/proc, /dev, /dev/pts) and processes live in namespaces of the program that uses it, and end with it.
"""

import os
import pathlib
import pty
import shutil
import stat
import subprocess
import sys

SKIPPED = 77
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
PROXIES = ("http_proxy", "https_proxy", "no_proxy")
DEVICES = {"null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0)}
# Whoever installs into a chroot wants no services to start there.
NO_SERVICES = "#!/bin/sh\nexit 101\n"


def why_not():
    """Why this machine cannot have one, or nothing."""
    if os.geteuid() != 0:
        return "a chroot needs root"
    missing = [tool for tool in ("debootstrap", "apt-get", "unshare", "ip") if shutil.which(tool) is None]
    if missing:
        return f"missing here: {', '.join(missing)}"
    if subprocess.run(["unshare", "--mount", "--net", "--pid", "--fork", "true"], check=False).returncode != 0:
        return "this machine has no namespaces for mounts, networks and processes"
    if not archives():
        return "apt names no Debian mirror for this release"
    return None


def enter_namespaces():
    """Starts this program anew in namespaces of its own for mounts and processes."""
    if os.environ.get("SYNSCOPE_IN_NAMESPACES"):
        return
    os.environ["SYNSCOPE_IN_NAMESPACES"] = "1"
    sys.stdout.flush()
    os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child",
                          sys.executable, *sys.argv])


def codename():
    words = dict(line.split("=", 1) for line in pathlib.Path("/etc/os-release").read_text("utf-8").splitlines()
                 if "=" in line)
    return words.get("VERSION_CODENAME", "").strip('"')


def archives():
    """(address, release) of each archive of this release that apt reads here, the release itself first."""
    told = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)",
                           "Created-By: Packages"], stdout=subprocess.PIPE, text=True, check=True).stdout
    lines = [line.split() for line in told.splitlines()]
    found = {(words[0], words[1]) for words in lines
             if len(words) == 3 and words[1].split("-")[0] == codename() and words[2] == "main"}
    return sorted(found, key=lambda archive: archive[1]) if codename() in {name for _, name in found} else []


class Chroot:
    def __init__(self, folder, cache):
        self.root = pathlib.Path(folder) / "root"
        self.cache = pathlib.Path(cache).resolve()
        self.mounts = []
        self.environment = ENVIRONMENT | {name: os.environ[name] for name in PROXIES if name in os.environ}

    def make(self):
        self.cache.mkdir(parents=True, exist_ok=True)
        mirror, release = archives()[0]
        subprocess.run(["debootstrap", "--variant=minbase", f"--cache-dir={self.cache}", release, self.root, mirror],
                       check=True, stdout=subprocess.DEVNULL)
        self.mount("proc", "proc", "-t", "proc")
        self.mount("dev", "dev", "-t", "tmpfs", "-o", "mode=0755")
        for name, (major, minor) in DEVICES.items():
            os.mknod(self.root / "dev" / name, 0o666 | stat.S_IFCHR, os.makedev(major, minor))
            os.chmod(self.root / "dev" / name, 0o666)
        os.symlink("pts/ptmx", self.root / "dev/ptmx")
        os.symlink("/proc/self/fd", self.root / "dev/fd")
        self.mount("devpts", "dev/pts", "-t", "devpts", "-o", "newinstance,ptmxmode=0666,mode=0620")
        self.mount(self.cache, "var/cache/apt/archives", "--bind")
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        self.write("usr/sbin/policy-rc.d", NO_SERVICES, 0o755)
        self.write("etc/apt/sources.list", "".join(f"deb {uri} {name} main\n" for uri, name in archives()))
        self.run("apt-get", "update", "-qq")

    def mount(self, what, where, *how):
        place = self.root / where
        place.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", *how, what, place], check=True)
        self.mounts.append(place)

    def remove(self):
        """Takes it away with its mounts. What could not be unmounted is not descended into."""
        for place in reversed(self.mounts):
            subprocess.run(["umount", place], check=True)
        subprocess.run(["rm", "-rf", "--one-file-system", self.root], check=True)

    def write(self, path, text, mode=0o644):
        file = self.root / path
        file.write_text(text, encoding="utf-8")
        file.chmod(mode)

    def command(self, *words, user=None):
        """The words that run the words in it."""
        return ["chroot", self.root, *(("runuser", "-u", user, "--") if user else ()), *words]

    def run(self, *words, user=None, check=True, **more):
        """Runs it to its end; its outputs together are in stdout."""
        done = subprocess.run(self.command(*words, user=user), env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **more)
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}")
        return done

    def answer(self, prompt, reply, *words):
        """Runs it on a terminal of its own, gives the reply once it asks, and returns what stood on the terminal."""
        child, terminal = pty.fork()
        if child == 0:
            os.execvpe("chroot", [str(word) for word in self.command(*words)],
                       self.environment | {"DEBIAN_FRONTEND": "teletype", "TERM": "dumb"})
        seen, replied = b"", False
        while True:
            try:
                seen += os.read(terminal, 4096)
            except OSError:  # the terminal has closed
                break
            if not replied and prompt.encode() in seen:
                os.write(terminal, reply.encode() + b"\n")
                replied = True
        os.waitpid(child, 0)
        os.close(terminal)
        return seen.decode(errors="replace")

    def install(self, *packages):
        """Packages of the archive by name, others by their file on this machine."""
        words = []
        for package in packages:
            if isinstance(package, pathlib.Path):
                shutil.copy(package, self.root / "root")
                package = f"/root/{package.name}"
            words.append(package)
        return self.run("apt-get", "install", "-y", "-q", "--no-install-recommends", "--allow-downgrades", *words).stdout

    def rights(self, path):
        """owner:group, mode and capabilities of a file."""
        facts = self.run("stat", "-c", "%U:%G %a", path).stdout.strip()
        capabilities = self.run("getcap", path).stdout.replace(path, "").strip()
        return f"{facts} {capabilities}".strip()
