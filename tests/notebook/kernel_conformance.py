"""Jupyter's own conformance tests. With JUPYTER_PATH set to where the kernel is installed: python3 -m unittest kernel_conformance -v"""

import unittest

import jupyter_kernel_test


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
    code_inspect_sample = "sample"
    completion_samples = [{"text": "sam", "matches": {"sample"}}]
    complete_code_samples = ["1 + 1", "int Twice(int a) => 2 * a;", 'Console.WriteLine("x");']
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", "Console.WriteLine("]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kc.execute_interactive("var sample = 1;", timeout=60)


if __name__ == "__main__":
    unittest.main()
