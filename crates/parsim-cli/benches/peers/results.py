"""What was measured, as a table for people."""

import os
import pathlib
import platform
import statistics
import subprocess

from comparisons import EASIER


def machine():
    """The processor, the system, and the compiler that is there."""
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        cpu = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
        flags = next((line.split() for line in lines if line.startswith("flags")), [])
    except (OSError, StopIteration):
        cpu, flags = platform.processor() or platform.machine(), []
    width = "AVX-512" if "avx512f" in flags else "AVX2" if "avx2" in flags else "no AVX2"
    try:
        rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.strip()
    except OSError:
        rustc = "rustc unknown"
    return f"{cpu} ({width}), {os.cpu_count()} logical CPUs, {platform.system()} {platform.release()}, {rustc}"


def speeds(rounds):
    return [r["replicates_per_second"] for r in rounds]


def fastest(comparison):
    """The peer with the largest median speed, of those that run the same study if there are any."""
    peers = comparison["peers"]
    same = [script for script in peers if (comparison["name"], script) not in EASIER] or peers
    return max(same, key=lambda script: statistics.median(speeds(peers[script])))


def beside(comparison):
    """What is to be said of peers that run an easier study."""
    for script in comparison["peers"]:
        if (comparison["name"], script) in EASIER and script != fastest(comparison):
            yield f"; {ratios(comparison, script)[0]:.2g} x {script}, which has {EASIER[comparison['name'], script]}"


def ratios(comparison, script):
    """Of the medians, and of every round."""
    own, other = speeds(comparison["parsim"]), speeds(comparison["peers"][script])
    each = [a / b for a, b in zip(own, other)]
    return statistics.median(own) / statistics.median(other), min(each), max(each)


def spread(values, form=".4g"):
    return f"{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def verdict(ratio, comparison):
    if ratio >= comparison["aim"]:
        return "aim reached"
    return "above the floor" if ratio >= comparison["floor"] else "**below the floor**"


def table(comparisons):
    """A row per comparison, against its fastest peer."""
    yield "| | study | parsim: wall time | parsim, replicates/s | fastest peer, replicates/s | ratio (rounds) | floor / aim | |"
    yield "|---|---|---|---|---|---|---|---|"
    for c in comparisons:
        peer = fastest(c)
        ratio, low, high = ratios(c, peer)
        seconds = statistics.median(r["seconds"] for r in c["parsim"])
        yield (f"| {c['name']} | {c['what']} | {c['parsim'][0]['replicates']:.0f} in {seconds:.2f} s "
               f"| {spread(speeds(c['parsim']))} | {peer}: {spread(speeds(c['peers'][peer]))} "
               f"| **{ratio:.3g}** ({low:.3g} to {high:.3g}) | {c['floor']:g} / {c['aim']:g} | {verdict(ratio, c)}{''.join(beside(c))} |")


def details(comparisons):
    """A row per program, with versions and what it computed."""
    yield "| | program | replicates a round | replicates/s, median (range) | parsim : program | mean relative risk (standard error) |"
    yield "|---|---|---|---|---|---|"
    for c in comparisons:
        programs = {"parsim": c["parsim"]} | c["peers"]
        for name, rounds in programs.items():
            ratio = "" if name == "parsim" else f"{ratios(c, name)[0]:.3g}"
            risks = ", ".join(f"{m} {mean:.4f} ({error:.4f})" for m, (mean, error) in sorted(rounds[-1]["risks"].items()))
            yield (f"| {c['name']} | {name}: {rounds[0]['versions']} | {rounds[0]['replicates']:.0f} "
                   f"| {spread(speeds(rounds))} | {ratio} | {risks} |")


def page(measured):
    """The whole page."""
    comparisons = measured["comparisons"]
    loads = [c["load"] for c in comparisons]
    yield "# parsim against its peers"
    yield ""
    yield f"Measured by `run.py` ([how](README.md)): {measured['machine']}."
    yield (f"{measured['cores']} threads against {measured['cores']} processes; {measured['rounds']} rounds in turns; "
           f"medians, ranges over the rounds. Load average before the comparisons {min(loads):.2f} to {max(loads):.2f}.")
    if measured["quick"]:
        yield "**With --quick: few replicates, so that parsim's fixed costs weigh more; not to be quoted.**"
    yield ""
    yield from table(comparisons)
    yield ""
    yield "Each program, and what it found, to see that the same was computed:"
    yield ""
    yield from details(comparisons)
    for name, reason in measured["failed"].items():
        yield ""
        yield f"Not measured: {name}: {reason.splitlines()[0]}"
