using AsyncCSharp.Contract;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Children;
using AsyncCSharp.Engine.Compilers;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Loading;
using AsyncCSharp.Engine.Packages;
using AsyncCSharp.Engine.References;
using AsyncCSharp.Engine.Submissions;
using AsyncCSharp.Reporting;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Two sessions that are given the same texts: one compiles in this process, the other in one of its own. Nothing of them runs.</summary>
internal sealed class CompiledBoth : IDisposable
{
    private readonly Side _here = new(new LocalCompiler());
    private readonly Side _apart;

    public CompiledBoth(CompilerChildren children) => _apart = new Side(new SessionCompiler(children));

    /// <summary>Where the last text came from.</summary>
    public CellOrigin Origin => _apart.Origin;

    /// <summary>Compiles the next cell with both, and requires that the outcome is the same to the last byte. Gives the errors.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="alsoTests">Whether what <c>Test-CSharpCell</c> finds is compared, too.</param>
    public IReadOnlyList<CellDiagnostic> Compile(CellText text, bool alsoTests = true)
    {
        IReadOnlyList<CellDiagnostic> errors = _here.Compile(text, alsoTests);
        _ = _apart.Compile(text, alsoTests);
        AssertSame(_here.Outcome, _apart.Outcome, text);
        return errors;
    }

    /// <summary>As <see cref="Compile(CellText, bool)"/>.</summary>
    public IReadOnlyList<CellDiagnostic> Compile(string code, int number = 1) => Compile(new CellText { Code = code, Number = number });

    /// <summary>Why one side's cells were not compiled where they were to be.</summary>
    public IReadOnlyList<string> TakeProblems() => (_apart.Compiler as SessionCompiler)?.TakeProblems() ?? [];

    /// <summary>Has one side's next cells compiled in this process, after all that was compiled elsewhere.</summary>
    public void Fall() => _apart.Compiler = new LocalCompiler();

    /// <summary>Has the next cells compiled by others.</summary>
    public void Move(CompilerChildren children) => _apart.Compiler = new SessionCompiler(children);

    public void Dispose()
    {
        _here.Dispose();
        _apart.Dispose();
    }

    private static void AssertSame(byte[] expected, byte[] actual, CellText text) => Assert.True(expected.AsSpan().SequenceEqual(actual), $"It differs for: {text.Code}");

    private sealed class Side : IDisposable, ICellCompiler
    {
        private readonly SessionLoadContext _context = new("compared", null);
        private readonly SessionReferences _references;
        private readonly SubmissionSource _source;
        private CompiledChain _chain = CompiledChain.Empty;

        public Side(ICellCompiler compiler)
        {
            Compiler = compiler;
            SessionPackages packages = new(static () => null);
            _references = new SessionReferences(_context, packages, stopChecks: true);
            _source = new SubmissionSource(_references, new SubmissionStore(static () => null), this);
        }

        public ICellCompiler Compiler { get; set; }

        public CellOrigin Origin { get; private set; }

        public byte[] Outcome { get; private set; } = [];

        public IReadOnlyList<CellDiagnostic> Compile(CellText text, bool alsoTests)
        {
            using MemoryStream outcome = new();
            using BinaryWriter writer = new(outcome);
            try
            {
                if (alsoTests)
                {
                    CellTestResult tested = _source.Test(text, _chain, CancellationToken.None);
                    writer.WriteDiagnostics(tested.Diagnostics);
                    writer.Write($"{tested.IsValid} {tested.IsComplete} {tested.IsAsync} {tested.ReturnType}");
                }

                foreach (CellSubmission submission in _source.Of(text, _chain, CancellationToken.None))
                {
                    SubmissionFormat.Write(writer, submission.Code);
                    Add(submission);
                    Origin = submission.Origin;
                }

                return [];
            }
            catch (CSharpCompilationException e)
            {
                writer.WriteDiagnostics(e.Diagnostics);
                return e.Diagnostics;
            }
            catch (SessionException e)
            {
                writer.Write(e.Message);
                return [];
            }
            finally
            {
                Outcome = outcome.ToArray();
            }
        }

        public void Dispose() => _context.Unload();

        CellBuild ICellCompiler.Build(CompilationRequest request, CancellationToken cancellationToken) => Compiler.Build(request, cancellationToken);

        CellTestResult ICellCompiler.Test(CompilationRequest request, bool isComplete, CancellationToken cancellationToken) => Compiler.Test(request, isComplete, cancellationToken);

        Directives.CellDirectives ICellCompiler.ReadDirectives(CellText text, CancellationToken cancellationToken) => Compiler.ReadDirectives(text, cancellationToken);

        (string Directive, string? Namespace) ICellCompiler.ReadUsing(string text, CancellationToken cancellationToken) => Compiler.ReadUsing(text, cancellationToken);

        bool ICellCompiler.IsComplete(string code, CancellationToken cancellationToken) => Compiler.IsComplete(code, cancellationToken);

        private void Add(CellSubmission submission)
        {
            if (submission.Types is { } types)
            {
                _references.Add(types);
            }

            _references.Hide(submission.Code.Embedded);
            _references.Add(submission.Usings);
            _chain = submission.View is { } view ? _chain.With(view, submission.Emitted.Name) : _chain;
        }
    }
}
