using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using MiniPester.Model;

namespace MiniPester.Running;

/// <summary>Runs the tests of one spec file.</summary>
internal sealed class SpecRunner(SpecFile file, PSCmdlet cmdlet, RunLog log, Func<Test, bool> isSelected)
{
    private readonly ScriptInvoker _invoker = new(cmdlet);
    private readonly Dictionary<Test, SpecResult> _results = [];
    private readonly Dictionary<Test, int> _ids = file.Root.Tests.Select((test, i) => (test, i)).ToDictionary(t => t.test, t => t.i);
    private TestDrive? _drive;

    public IEnumerable<SpecResult> Run()
    {
        _invoker.InScope(() =>
        {
            using TestDrive drive = new(cmdlet.SessionState);
            _drive = drive;
            RunBlock(file.Root);
        });
        return file.Root.Tests.Where(_results.ContainsKey).Select(test => _results[test]);
    }

    private void RunBlock(Block block)
    {
        if (!block.Tests.Any(MustRun))
        {
            // Neither setup nor teardown is for tests that do not run.
            SkipAll(block);
            return;
        }

        _invoker.InScope(() =>
        {
            IReadOnlySet<string> files = _drive!.Snapshot();
            _invoker.SetVariables(block.Data);
            if (RunHooks(block, HookKind.BeforeAll) is { } error)
            {
                FailAll(block, $"BeforeAll failed: {ErrorText.Of(error)}");
            }
            else
            {
                RunChildren(block);
            }

            if (RunHooks(block, HookKind.AfterAll) is { } teardownError)
            {
                FailLast(block, $"AfterAll failed: {ErrorText.Of(teardownError)}");
            }

            _drive.RestoreTo(files);
        });
    }

    private void RunChildren(Block block)
    {
        foreach (Node child in block.Children)
        {
            if (child is Block inner)
            {
                RunBlock(inner);
            }
            else if (child is Test test && isSelected(test))
            {
                RunTest(test);
            }
        }
    }

    private void RunTest(Test test)
    {
        if (test.Skip)
        {
            Record(test, SpecOutcome.Skipped, "-Skip");
            return;
        }

        log.Begin(_ids[test], string.Join('.', test.Path));
        ErrorRecord? error = null;
        Stopwatch watch = Stopwatch.StartNew();
        _invoker.InScope(() => error = RunInTestScope(test));
        Record(test, error, watch.Elapsed);
    }

    private ErrorRecord? RunInTestScope(Test test)
    {
        Block[] lineage = [.. test.Parent!.Lineage()];
        _invoker.SetVariables(test.Data);
        ErrorRecord? error = FirstError(lineage.Select(block => new Func<ErrorRecord?>(() => RunHooks(block, HookKind.BeforeEach))));
        error ??= _invoker.Run(test.Body, Arguments(test));
        foreach (Block block in lineage.Reverse())
        {
            ErrorRecord? teardownError = RunHooks(block, HookKind.AfterEach);
            error ??= teardownError;
        }

        return error;
    }

    // A test with a param block takes its case as parameters; any other has it as variables only.
    private static IDictionary? Arguments(Test test) =>
        test.Body.Ast is ScriptBlockAst { ParamBlock: not null } ? test.Data.Values : null;

    private ErrorRecord? RunHooks(Block block, HookKind kind) =>
        FirstError(block.Hooks(kind).Select(script => new Func<ErrorRecord?>(() => _invoker.Run(script))));

    private static ErrorRecord? FirstError(IEnumerable<Func<ErrorRecord?>> steps) =>
        steps.Select(step => step()).FirstOrDefault(error => error is not null);

    private bool MustRun(Test test) => !test.Skip && isSelected(test);

    private void SkipAll(Block block)
    {
        foreach (Test test in block.Tests.Where(isSelected))
        {
            Record(test, SpecOutcome.Skipped, "-Skip");
        }
    }

    private void FailAll(Block block, string message)
    {
        foreach (Test test in block.Tests.Where(isSelected))
        {
            Record(test, test.Skip ? SpecOutcome.Skipped : SpecOutcome.Failed, test.Skip ? "-Skip" : message);
        }
    }

    // A block has no result of its own: its last test is the one whose run the teardown belongs to.
    private void FailLast(Block block, string message)
    {
        Test last = block.Tests.Last(MustRun);
        _results[last] = _results[last] with
        {
            Outcome = SpecOutcome.Failed,
            Message = string.Join(Environment.NewLine, ((string?[])[_results[last].Message, message]).OfType<string>()),
        };
    }

    private void Record(Test test, ErrorRecord? error, TimeSpan duration)
    {
        (SpecOutcome outcome, string? message) = error switch
        {
            null => (SpecOutcome.Passed, null),
            { TargetObject: SkipRequest request } => (SpecOutcome.Skipped, request.Reason),
            _ => (SpecOutcome.Failed, ErrorText.Of(error)),
        };
        Record(test, outcome, message, duration);
    }

    private void Record(Test test, SpecOutcome outcome, string? message, TimeSpan duration = default)
    {
        SpecResult result = new(_ids[test], file.FilePath, [.. test.Path], outcome)
        {
            Message = message,
            Milliseconds = duration.TotalMilliseconds,
        };
        _results[test] = result;
        log.End(result);
    }
}
