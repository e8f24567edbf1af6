using AsyncCSharp.Contract;

namespace AsyncCSharp.Calls;

/// <summary>
/// What a text sees of its call: variables, and arguments by the names that scripts and programs have for them. Not every text wants the
/// same, and the first that it compiles with counts. Of one call.
/// </summary>
/// <param name="text">The text of a script file; null for a cell's.</param>
/// <param name="arguments">What the call was given for the text.</param>
/// <param name="variables">The call's variables; null where it has none.</param>
internal sealed class CallScope(string? text, IReadOnlyList<object?> arguments, CallVariables? variables)
{
    private readonly CallVariables? _script = text is not null && ScriptArguments.AreIn(text) ? ScriptArguments.With(arguments, variables) : null;
    private CallVariables? _program;

    /// <summary>The call's variables; null where it has none.</summary>
    public CallVariables? Variables => variables;

    /// <summary>Compiles.</summary>
    /// <exception cref="CSharpCompilationException">It does not compile; the errors are those with what is most usual.</exception>
    public T Compile<T>(Func<CallVariables?, T> compile)
        where T : class
    {
        try
        {
            return compile(_script ?? _program ?? variables);
        }
        catch (CSharpCompilationException) when (_script is not null && Try(compile, variables) is { } compiled)
        {
            // A script that was written for the objects themselves.
            return compiled;
        }
        catch (CSharpCompilationException e) when (ScriptArguments.ForProgram(e, arguments, variables) is { } own && Try(compile, own) is { } compiled)
        {
            _program = own;
            return compiled;
        }
    }

    private static T? Try<T>(Func<CallVariables?, T> compile, CallVariables? call)
        where T : class
    {
        try
        {
            return compile(call);
        }
        catch (CSharpCompilationException)
        {
            return null;
        }
    }
}
