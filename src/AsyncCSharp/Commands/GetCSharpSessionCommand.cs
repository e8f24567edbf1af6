using System.Management.Automation;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Commands;

/// <summary>Lists the C# sessions of the runspace.</summary>
[Cmdlet(VerbsCommon.Get, "CSharpSession")]
[OutputType(typeof(CSharpSession))]
public sealed class GetCSharpSessionCommand : SessionCommand
{
    /// <summary>Names, with wildcards; all without.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    private protected override bool OnlyReads => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _ = State.Find(RunspaceSessions.DefaultSessionName);
        foreach (string name in Name)
        {
            WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            CSharpSession[] found = [.. State.Sessions.Where(s => pattern.IsMatch(s.Name))];
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(Errors.SessionNotFound(name));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }
}
