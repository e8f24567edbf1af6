namespace AsyncCSharp.Bench;

/// <summary>What there is to compare with.</summary>
internal static class PeerVersions
{
    /// <summary>Each peer's version, or why it is not there.</summary>
    public static IReadOnlyDictionary<string, string> Find() => new Dictionary<string, string>
    {
        ["yardstick"] = $"`bench/Peers/{nameof(ScriptCellCommand)}.cs` on Microsoft.CodeAnalysis.CSharp.Scripting {typeof(Microsoft.CodeAnalysis.CSharp.Scripting.CSharpScript).Assembly.GetName().Version!.ToString(3)}",
        ["`dotnet run`"] = $"SDK {FileProgram.Version}",
        ["IPython"] = Ask(() => IPython.Version),
    };

    private static string Ask(Func<string> version)
    {
        try
        {
            return version();
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }
}
