"""Runs the kernel with Jupyter's own clients, and so with the real libzmq. Prints a line of JSON for each check: its name, and what is wrong."""

import io
import json
import os
import queue
import signal
import sys
import time
import traceback
import unittest

import nbclient
import nbformat
from jupyter_client import KernelManager

LIMIT = 60


class Kernel:
    """A kernel with a client."""

    def __init__(self, **options):
        self.manager = KernelManager(kernel_name="csharp", **options)
        self.manager.start_kernel()
        self.client = self.connect()

    def connect(self):
        client = self.manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=LIMIT)
        return client

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def run(client, code):
    """The content of a cell's answer, and its messages."""
    sent = client.execute(code)
    messages = []
    while True:
        message = client.get_iopub_msg(timeout=LIMIT)
        if message["parent_header"].get("msg_id") != sent:
            continue
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            break
        messages.append(message)
    return answer(client, sent), messages


def answer(client, sent):
    while True:
        message = client.get_shell_msg(timeout=LIMIT)
        if message["parent_header"].get("msg_id") == sent:
            return message["content"]


def result(messages):
    return [m["content"]["data"]["text/plain"] for m in messages if m["msg_type"] == "execute_result"]


def equal(found, wanted):
    if found != wanted:
        raise AssertionError(f"{found!r} and not {wanted!r}")


def check_conformance():
    import kernel_conformance

    output = io.StringIO()
    suite = unittest.defaultTestLoader.loadTestsFromModule(kernel_conformance)
    outcome = unittest.TextTestRunner(stream=output, verbosity=2).run(suite)
    if not outcome.wasSuccessful():
        raise AssertionError(output.getvalue())


def check_lines(kernel):
    _, messages = run(kernel.client, 'for (int i = 0; i < 20_000; i++) Console.WriteLine($"line {i}");')
    streams = [m["content"]["text"] for m in messages if m["msg_type"] == "stream"]
    equal("".join(streams), "".join(f"line {i}\n" for i in range(20_000)))
    if len(streams) > 100:
        raise AssertionError(f"{len(streams)} messages")


def check_large(kernel):
    _, messages = run(kernel.client, "Console.Write(new string('x', 50_000_000));")
    equal(sum(len(m["content"]["text"]) for m in messages if m["msg_type"] == "stream"), 50_000_000)


def check_interrupt(kernel):
    client = kernel.client
    run(client, "var kept = 7;")
    for interrupt in (kernel.manager.interrupt_kernel, lambda: os.kill(kernel.manager.provisioner.pid, signal.SIGINT)):
        sent = client.execute('Console.WriteLine("begun"); while (true);')
        while client.get_iopub_msg(timeout=LIMIT)["msg_type"] != "stream":
            pass
        interrupt()
        equal(answer(client, sent)["ename"], "OperationStopped")
    # A program whose parent has ended has the pipe that PowerShell reads to its end.
    sent = client.execute("#!pwsh\n/bin/sh -c 'sleep 1000 & echo begun'")
    while client.get_iopub_msg(timeout=LIMIT)["msg_type"] != "stream":
        pass
    kernel.manager.interrupt_kernel()
    equal(answer(client, sent)["ename"], "OperationStopped")
    equal(result(run(client, "kept")[1]), ["7"])


def check_clients(kernel):
    other = kernel.connect()
    equal(result(run(other, '"other"')[1]), ["other"])
    equal(result(run(kernel.client, '"first"')[1]), ["first"])
    other.stop_channels()


def check_input(kernel):
    client = kernel.client
    sent = client.execute('Console.ReadLine() + Shell.Invoke("Read-Host name")[0]')
    for wanted, reply in (("", "a"), ("name: ", "b")):
        equal(client.get_stdin_msg(timeout=LIMIT)["content"]["prompt"], wanted)
        client.input(reply)
    equal(answer(client, sent)["status"], "ok")


def check_restart(kernel):
    run(kernel.client, "var gone = 1;")
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=LIMIT)
    equal(run(kernel.client, "gone")[0]["status"], "error")


def check_files():
    kernel = Kernel(transport="ipc")
    try:
        equal(result(run(kernel.client, "6 * 7")[1]), ["42"])
    finally:
        kernel.close()


def check_nbclient():
    cells = ["var list = new List<int> { 1, 2 };", "list.Sum()", 'Console.WriteLine("text"); await Task.Delay(1);']
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    nbclient.NotebookClient(notebook, kernel_name="csharp", timeout=LIMIT).execute()
    outputs = [[o.get("text") or o["data"]["text/plain"] for o in c.outputs] for c in notebook.cells]
    equal(outputs, [[], ["3"], ["text\n"]])


def shown(notebook):
    """What the cells have shown, as far as it does not depend on who has run them. Images depend on the machine's fonts."""
    return [[(o.output_type, o.get("text") or texts(o["data"])) for o in c.outputs] for c in notebook.cells if c.cell_type == "code"]


def texts(data):
    return {kind: kind if kind.startswith("image/") else content for kind, content in data.items()}


def check_examples():
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples", "notebooks")
    for name in sorted(os.listdir(folder)):
        stored = nbformat.read(os.path.join(folder, name), as_version=4)
        notebook = nbformat.read(os.path.join(folder, name), as_version=4)
        try:
            nbclient.NotebookClient(notebook, kernel_name="csharp", timeout=LIMIT).execute()
        except nbclient.exceptions.CellExecutionError as error:
            if "nuget" in str(error).lower() or "NU1" in str(error):
                # The packages that it has cannot be had here. The spec of the examples says so.
                continue
            raise
        equal(shown(notebook), shown(stored))


def main():
    # Where whoever runs this ignores SIGINT (a job in the background), kernels would do so, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    kernel = Kernel()
    checks = [(f, (kernel,)) for f in (check_lines, check_large, check_interrupt, check_clients, check_input, check_restart)]
    checks += [(f, ()) for f in (check_conformance, check_files, check_nbclient, check_examples)]
    for check, arguments in checks:
        start = time.monotonic()
        problem = None
        try:
            check(*arguments)
        except (Exception, queue.Empty):
            problem = traceback.format_exc()
        print(json.dumps({"name": check.__name__[6:], "problem": problem, "seconds": round(time.monotonic() - start, 3)}), flush=True)
    kernel.close()


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    main()
