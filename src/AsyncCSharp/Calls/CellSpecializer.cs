using System.Diagnostics;
using AsyncCSharp.Cells;
using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;
using AsyncCSharp.Output;
using AsyncCSharp.Reporting;
using AsyncCSharp.Text;

namespace AsyncCSharp.Calls;

/// <summary>Has the cell of a pipeline compiled for the objects that come: for the type of the first one, and once more where another type follows.</summary>
/// <param name="invocation">The invocation.</param>
/// <param name="source">The cell.</param>
/// <param name="scope">The call's variables and arguments.</param>
internal sealed class CellSpecializer(CellInvocation invocation, CellSource source, CallScope scope)
{
    private Type? _inputType;
    private TupleNames? _inputNames;
    private ArrayForm _form;
    private bool _hasInput;
    private bool _warned;

    /// <summary>The cell as it was compiled last.</summary>
    public ICompiledCell? Cell { get; private set; }

    /// <summary>The time that compiling has taken.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>The cell for an object, and the object as the cell is to see it.</summary>
    /// <exception cref="CellErrorException">It does not compile.</exception>
    public ICompiledCell For(object? input, out object? seen)
    {
        seen = InForm(_form, input);
        if (Cell is not null && (_inputType is null || InputTypes.Fits(_inputType, seen)))
        {
            HandOver(input, seen);
            return Cell;
        }

        long start = Stopwatch.GetTimestamp();
        Cell = Compile(ref seen);
        Time += Stopwatch.GetElapsedTime(start);
        HandOver(input, seen);
        WriteWarnings(Cell);
        return Cell;
    }

    // This comes after the compilation, which may have made the first twin of an enumeration.
    private void HandOver(object? input, object? seen)
    {
        if (ElementsWithin.AreNeeded(input) && (ReferenceEquals(input, seen) || seen is IStandIn) && ElementsWithin.Of(input) is { } within)
        {
            invocation.Handed.AddInput(seen!, within);
        }
    }

    private ICompiledCell Compile(ref object? input)
    {
        using PackageReport report = new(invocation.Output);
        try
        {
            IScriptSession script = invocation.OpenScript(report);
            if (input is not null)
            {
                _hasInput = true;
                script.AddReference(input.GetType().Assembly);
            }

            // Where an object is of another type than the first, the cell is compiled once more, with a dynamic Input.
            _inputType = Cell is not null || input is null ? null
                : InputTypes.TypeFor(input) is { } type && !InputTypes.MayHaveNamesake(input) ? type
                : script.InputTypeOf(input, invocation.Token);
            _inputNames = TupleNames.KeptOf(input);
            try
            {
                return Compile(script);
            }
            catch (CSharpCompilationException) when (TryTyped(script, ref input) is { } typed)
            {
                return typed;
            }
        }
        catch (CSharpCompilationException e)
        {
            throw new CellErrorException(Errors.CompilationFailed(LanguageHints.In(e, invocation.Output, scope.Variables, input), source.Code));
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

    private ICompiledCell Compile(IScriptSession script)
    {
        CellSource typed = _inputType is null && (source.HasInput || !_hasInput) ? source : source with { InputType = _inputType, InputNames = _inputNames, HasInput = true };
        ICompiledCell cell = scope.Compile(variables => script.Compile(typed, variables, invocation.Token));
        invocation.ShowTypes();
        return cell;
    }

    // As for variables (ArrayForms): an untyped array of one type, for a cell that wants to know which.
    private ICompiledCell? TryTyped(IScriptSession script, ref object? input)
    {
        Type? asIs = _inputType;
        if ((asIs is not null && asIs != typeof(object[])) || !TypedArray.HasForms(input))
        {
            return null;
        }

        object? untyped = input;
        object? typed = untyped;
        ICompiledCell? cell = TypedArray.FirstThatCompiles(
            form =>
            {
                typed = InForm(form, untyped);
                _inputNames = TupleNames.KeptOf(typed);
                _inputType = typed switch
                {
                    ObjectList => typeof(IList<object>),
                    ObjectItems => typeof(IEnumerable<object>),
                    _ => typed!.GetType(),
                };
                return Compile(script);
            },
            TypedArray.Forms,
            out _form);
        if (cell is null)
        {
            _inputType = asIs;
            return null;
        }

        input = typed;
        return cell;
    }

    private object? InForm(ArrayForm form, object? input)
    {
        object? formed = TypedArray.In(form, input, out ICounterpart? copy);
        if (copy is not null)
        {
            invocation.Handed.AddInput(formed!, copy);
        }

        return formed;
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
