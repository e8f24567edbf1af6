"""What a kernel of Jupyter takes, through jupyter_client: KERNEL CELL, and where there is a third word the 20,000 lines that this cell prints,
or, if it is a number, so many seconds later.
Prints milliseconds and megabytes, in the order of JupyterKernel.cs."""

import os
import queue
import statistics
import subprocess
import sys
import time

from jupyter_client import KernelManager

LIMIT = 120


def run(client, code):
    start = time.perf_counter()
    sent = client.execute(code)
    shown = 0
    while True:
        message = client.get_iopub_msg(timeout=LIMIT)
        if message["parent_header"].get("msg_id") != sent:
            continue
        if message["msg_type"] == "error":
            raise RuntimeError(message["content"]["evalue"])
        if message["msg_type"] == "stream":
            shown += message["content"]["text"].count("\n")
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return (time.perf_counter() - start) * 1000, shown


def memory(root):
    """The working set of a process and those that it has started, in MB."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8") as file:
                    parents[int(name)] = int(file.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                pass

    def is_of(process):
        while process and process != root:
            process = parents.get(process)
        return process == root

    total = 0
    for process in filter(is_of, parents):
        with open(f"/proc/{process}/status", encoding="utf-8") as file:
            total += sum(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    return total / 1024


def print_lines(manager, client, code):
    """How long it takes until the last line is there, and the memory afterwards."""
    try:
        took, shown = run(client, code)
    except queue.Empty:
        raise SystemExit("the end of the cell did not come") from None
    if shown != 20_000:
        raise SystemExit(f"{shown:,} of 20,000 lines came")
    time.sleep(1)
    return took, memory(manager.provisioner.pid)


def main():
    name, cell, *more = sys.argv[1:]
    manager = KernelManager(kernel_name=name)
    start = time.perf_counter()
    # What a kernel logs would stand between the figures.
    manager.start_kernel(stdout=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=LIMIT)
        ready = (time.perf_counter() - start) * 1000
        first = run(client, cell)[0]
        if more and not more[0].isdigit():
            print(*print_lines(manager, client, more[0]))
            return
        again = statistics.median(run(client, cell)[0] for _ in range(30))
        if more and more[0].isdigit():
            time.sleep(int(more[0]))
            print(memory(manager.provisioner.pid))
            return
        time.sleep(1)
        rest = memory(manager.provisioner.pid)
        start = time.perf_counter()
        manager.restart_kernel()
        client.wait_for_ready(timeout=LIMIT)
        run(client, cell)
        print(ready, first, again, (time.perf_counter() - start) * 1000, rest)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main()
