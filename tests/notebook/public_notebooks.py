"""Runs the notebooks of folders as JupyterLab does, each with the kernel that it names, and goes on where a cell fails. Prints how each ended.

Meant for the public ones of dotnet/csharp-notebooks and dotnet/interactive, which are not ours to keep here; run by hand:

    Install-CSharpKernel -Compatible -Path ./out/jupyter
    JUPYTER_PATH=$PWD/out/jupyter /usr/bin/python3 tests/notebook/public_notebooks.py FOLDER... [--json FILE] [--only TEXT]
"""

import argparse
import itertools
import json
import pathlib
import queue
import re
import shutil
import tempfile
import time

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

# What is neither C# nor PowerShell, and what is no notebook but a part of a test or of a package.
OTHER = {"fsharp", "javascript", "kql", "sql", "wpf"}
LEFT_OUT = re.compile(r"(?:^|/)(?:fsharp|javascript|src)/|\.Tests/|fsharp|^NotebookTestScript")
LIMIT = 120
# What questions are answered with, one after the other: one of them will do.
ANSWERS = ("answer", "", "1", "y")


def parts_of_dib(text):
    """The cells of a .dib file: their languages and texts."""
    language, lines = "csharp", []
    known = {"csharp", "c#", "fsharp", "f#", "pwsh", "powershell", "markdown", "md", "html", "javascript", "js", "mermaid", "kql", "sql", "value", "meta"}
    for line in text.lstrip("\ufeff").splitlines():
        head = re.match(r"#!([A-Za-z#]+)\s*\Z", line)
        if head and head[1].lower() in known:
            yield language, "\n".join(lines).strip("\n")
            language, lines = head[1].lower(), []
        else:
            lines.append(line)
    yield language, "\n".join(lines).strip("\n")


def cells_of(path):
    """The kernel's name, and the cells: language, text, metadata."""
    if path.suffix == ".dib":
        cells = [(language, text, {"polyglot_notebook": {"kernelName": language}}) for language, text in parts_of_dib(path.read_text("utf-8"))]
        return ".net-csharp", [cell for cell in cells if cell[0] not in ("markdown", "md", "meta") and cell[1].strip()]
    notebook = json.loads(path.read_text("utf-8-sig"))
    name = notebook["metadata"].get("kernelspec", {}).get("name", ".net-csharp")
    name = ".net-powershell" if name in (".net-powershell", ".net-pwsh") else ".net-csharp"
    cells = []
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] != "code" or not text.strip():
            continue
        metadata = cell["metadata"]
        language = (
            metadata.get("polyglot_notebook", {}).get("kernelName")
            or metadata.get("dotnet_interactive", {}).get("language")
            or metadata.get("vscode", {}).get("languageId")
            or ("pwsh" if name == ".net-powershell" else "csharp"))
        head = re.match(r"#!(\S+)", text)
        cells.append((head[1] if head and head[1] in OTHER else language, text, metadata))
    return name, cells


class Kernel:
    """A kernel, and what a cell gives."""

    def __init__(self, name, folder):
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(cwd=str(folder))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=LIMIT)
        self.answers = itertools.cycle(ANSWERS)

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, text, metadata):
        """None where the cell is well, else why it is not."""
        message = self.client.session.msg("execute_request", {
            "code": text, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": True, "stop_on_error": False}, metadata=metadata)
        self.client.shell_channel.send(message)
        sent = message["header"]["msg_id"]
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            try:
                self.client.get_stdin_msg(timeout=0.01)
                self.client.input(next(self.answers))
            except queue.Empty:
                pass
            try:
                reply = self.client.get_shell_msg(timeout=0.1)
            except queue.Empty:
                if not self.manager.is_alive():
                    return "DeadKernel: the process has ended"
                continue
            if reply["parent_header"].get("msg_id") == sent:
                content = reply["content"]
                return None if content["status"] == "ok" else f"{content.get('ename')}: {content.get('evalue')}"
        self.manager.interrupt_kernel()
        return "Timeout"


def run_notebook(path, folder):
    name, cells = cells_of(path)
    cells = [cell for cell in cells if cell[0] not in OTHER]
    if not cells:
        return []
    kernel = Kernel(name, folder)
    results = []
    try:
        for _, text, metadata in cells:
            if not kernel.manager.is_alive():
                kernel.close()
                kernel = Kernel(name, folder)
            start = time.monotonic()
            failure = kernel.run(text, metadata)
            results.append({"code": text, "error": failure, "seconds": round(time.monotonic() - start, 2)})
    finally:
        kernel.close()
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    specs = KernelSpecManager().find_kernel_specs()
    if ".net-csharp" not in specs:
        parser.error("There is no kernel .net-csharp. Run Install-CSharpKernel -Compatible.")

    found = {}
    with tempfile.TemporaryDirectory() as place:
        for folder in options.folders:
            # Cells write files: into a copy.
            copy = pathlib.Path(place, folder.resolve().name)
            shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".git"))
            for path in sorted([*copy.rglob("*.ipynb"), *copy.rglob("*.dib")]):
                shown = str(path.relative_to(copy))
                if LEFT_OUT.search(shown) or options.only not in shown:
                    continue
                results = run_notebook(path, path.parent)
                if not results:
                    continue
                found[f"{copy.name}/{shown}"] = results
                well = sum(cell["error"] is None for cell in results)
                print(f"{well:4} of {len(results):3}  {copy.name}/{shown}", flush=True)

    cells = [cell for results in found.values() for cell in results]
    well = [cell for cell in cells if cell["error"] is None]
    whole = [results for results in found.values() if all(cell["error"] is None for cell in results)]
    print(f"{len(well)} of {len(cells)} cells, {len(whole)} of {len(found)} notebooks whole")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), "utf-8")


if __name__ == "__main__":
    main()
