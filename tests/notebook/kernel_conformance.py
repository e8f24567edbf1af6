"""Jupyter's own conformance tests. With JUPYTER_PATH set to where the kernel is installed: python3 -m unittest kernel_conformance -v"""

import unittest

import jupyter_kernel_test
from jupyter_kernel_test.msgspec_v5 import validate_message

# For hangs, and not for the pace of the machine.
LIMIT = 120


class CSharpKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "csharp"
    language_name = "C#"
    file_extension = ".csx"

    code_hello_world = 'Console.WriteLine("hello, world")'
    code_stderr = 'Console.Error.WriteLine("oops")'
    code_generate_error = 'throw new InvalidOperationException("boom")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"abc".ToUpper()', "result": "ABC"},
        {"code": "await Task.FromResult(3)", "result": "3"},
    ]
    code_history_pattern = "6 [*] 7*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "ownSample"
    completion_samples = [{"text": "ownS", "matches": {"ownSample"}}]
    complete_code_samples = ["1 + 1", "int Twice(int a) => 2 * a;", 'Console.WriteLine("x");']
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", "Console.WriteLine("]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kc.execute_interactive("var ownSample = 1;", timeout=60)

    # The original waits a tenth of a second for each message, which a busy machine does not keep.
    def execute_helper(self, code, timeout=LIMIT, silent=False, store_history=True, stop_on_error=True):
        msg_id = self.kc.execute(code=code, silent=silent, store_history=store_history, stop_on_error=stop_on_error)
        reply = self.get_non_kernel_info_reply(timeout=LIMIT)
        validate_message(reply, "execute_reply", msg_id)
        busy = self.kc.get_iopub_msg(timeout=LIMIT)
        validate_message(busy, "status", msg_id)
        self.assertEqual(busy["content"]["execution_state"], "busy")
        output = []
        while True:
            message = self.kc.get_iopub_msg(timeout=LIMIT)
            validate_message(message, message["msg_type"], msg_id)
            if message["msg_type"] == "status":
                self.assertEqual(message["content"]["execution_state"], "idle")
                return reply, output
            if message["msg_type"] != "execute_input":
                output.append(message)


if __name__ == "__main__":
    unittest.main()
