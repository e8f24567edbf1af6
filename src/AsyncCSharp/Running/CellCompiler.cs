using System.Diagnostics;
using AsyncCSharp.Engine;

namespace AsyncCSharp;

/// <summary>Compiles the cell of a pipeline: for the type of the first object, and once more where another type comes.</summary>
internal sealed class CellCompiler(CellInvocation invocation, CellSource source, CallVariables? variables)
{
    private Type? _inputType;
    private bool _warned;

    /// <summary>The cell as it was compiled last.</summary>
    public ICompiledCell? Cell { get; private set; }

    /// <summary>What compiling took.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>The cell for an object.</summary>
    /// <exception cref="CellErrorException">It does not compile.</exception>
    public ICompiledCell For(object? input)
    {
        if (Cell is not null && (_inputType is null || InputTypes.Fits(_inputType, input)))
        {
            return Cell;
        }

        // Objects of another type than the first: from here on each is what it is at run time.
        _inputType = Cell is null ? InputTypes.TypeFor(input) : null;
        long start = Stopwatch.GetTimestamp();
        Cell = Compile(input);
        Time += Stopwatch.GetElapsedTime(start);
        WriteWarnings(Cell);
        return Cell;
    }

    private ICompiledCell Compile(object? input)
    {
        try
        {
            IScriptSession script = invocation.OpenScript();
            if (input is not null)
            {
                script.AddReference(input.GetType().Assembly);
            }

            CellSource typed = source with { InputType = _inputType };
            ICompiledCell cell = variables is null ? script.Compile(typed, invocation.Token) : script.Compile(typed, variables, invocation.Token);
            invocation.ShowTypes();
            return cell;
        }
        catch (CSharpCompilationException e)
        {
            throw new CellErrorException(Errors.CompilationFailed(e, source.Code));
        }
        catch (SessionException e)
        {
            throw new CellErrorException(Errors.FromSession(e, source.Code));
        }
        catch (OperationCanceledException e) when (e is IStillRunning)
        {
            invocation.Leftovers.IsWaitGivenUp = true;
            throw;
        }
    }

    private void WriteWarnings(ICompiledCell cell)
    {
        if (_warned)
        {
            return;
        }

        _warned = true;
        foreach (CellDiagnostic warning in cell.Warnings.Take(Shown.Items))
        {
            invocation.Output.WriteWarning(ShownText.Of(warning.ToString()), warning.Id);
        }

        if (cell.Warnings.Count > Shown.Items)
        {
            invocation.Output.WriteWarning(string.Format(null, Strings.MoreWarnings, cell.Warnings.Count - Shown.Items), nameof(Strings.MoreWarnings));
        }
    }
}
