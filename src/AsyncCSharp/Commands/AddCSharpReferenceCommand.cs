using System.Management.Automation;
using AsyncCSharp.Engine;

namespace AsyncCSharp.Commands;

/// <summary>Adds assemblies and namespaces to a C# session.</summary>
[Cmdlet(VerbsCommon.Add, "CSharpReference")]
[OutputType(typeof(void))]
public sealed class AddCSharpReferenceCommand : SessionCommand
{
    /// <summary>Assembly files.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Names of assemblies of the framework or of this process.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AssemblyName { get; set; } = [];

    /// <summary>Namespaces to import.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Using { get; set; } = [];

    /// <summary>The session: its name, or the object.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CSharpSession session = ResolveSession(Session);
        IScriptSession script = Guarded(() => session.Script, session.Name);
        foreach (string path in Path)
        {
            string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
            Add(script, File.Exists(full) ? full : path, path);
        }

        foreach (string name in AssemblyName)
        {
            Add(script, name, name);
        }

        foreach (string name in Using)
        {
            Guarded(() => script.AddImport(name), name);
        }
    }

    private void Add(IScriptSession script, string reference, string given)
    {
        if (!Guarded(() => script.TryAddReference(reference, CurrentFolder), given))
        {
            ThrowTerminatingError(Errors.ReferenceNotFound(given));
        }
    }
}
