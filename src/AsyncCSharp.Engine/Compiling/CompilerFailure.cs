using AsyncCSharp.Engine.Artifacts;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// A fault of the compiler's own as an error of the cell: it is the text that has to be written another way. Roslyn binds a labelled
/// local function at the top level of a script with a null reference, for one.
/// </summary>
internal static class CompilerFailure
{
    // The compiler's own, "Failed to emit module".
    private const string Id = "CS7038";

    /// <summary>Compiles.</summary>
    /// <exception cref="CSharpCompilationException">It does not compile.</exception>
    public static T Guard<T>(CellText source, Func<T> compile)
    {
        try
        {
            return compile();
        }
        catch (Exception e) when (e is NullReferenceException or InvalidCastException or ArgumentException or IndexOutOfRangeException or KeyNotFoundException
            || e.GetType() == typeof(InvalidOperationException))
        {
            throw Of(source, $"{e.GetType().Name}: {e.Message}");
        }
    }

    /// <summary>The error of the cell.</summary>
    public static CSharpCompilationException Of(CellText source, string fault)
    {
        string line = source.Code.Split('\n')[0].TrimEnd('\r');
        string message = string.Format(null, Strings.CompilerFailed, fault);
        return new CSharpCompilationException([new CellDiagnostic(Id, CellDiagnosticSeverity.Error, message, source.DisplayName, 1, 1, Math.Max(1, line.Length), line)]);
    }
}
