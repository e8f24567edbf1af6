using System.Management.Automation;
using AsyncCSharp.Contract;
using AsyncCSharp.Output;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Commands;

/// <summary>Adds assemblies, packages and namespaces to a C# session.</summary>
[Cmdlet(VerbsCommon.Add, "CSharpReference", DefaultParameterSetName = AssemblySet)]
[OutputType(typeof(void))]
public sealed class AddCSharpReferenceCommand : CompilingCommand
{
    private const string AssemblySet = "Assembly";
    private const string PackageSet = "Package";

    /// <summary>Assembly files.</summary>
    [Parameter(Position = 0, ParameterSetName = AssemblySet)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Names of assemblies of the framework or of this process.</summary>
    [Parameter(ParameterSetName = AssemblySet)]
    [ValidateNotNullOrEmpty]
    public string[] AssemblyName { get; set; } = [];

    /// <summary>The id of a NuGet package.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PackageSet)]
    [ValidateNotNullOrEmpty]
    public string? Package { get; set; }

    /// <summary>The version of the package, or a range of versions; the newest stable one without.</summary>
    [Parameter(ParameterSetName = PackageSet)]
    [ValidateNotNullOrEmpty]
    public string? Version { get; set; }

    /// <summary>Namespaces to import, or what else a using directive takes.</summary>
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
        using SessionHold hold = EnterSession(session, session.Name);
        using PackageReport report = new(new CmdletOutput(this));
        IScriptSession script = Guarded(() => hold.OpenScript(StopToken, report), session.Name);
        script.ChangeTogether(() => AddAll(script));
        hold.ShowTypes();
        TellOfCache(session);
    }

    private void AddAll(IScriptSession script)
    {
        foreach (string path in Path)
        {
            string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
            Add(script, File.Exists(full) ? full : path, path);
        }

        foreach (string name in AssemblyName)
        {
            Add(script, name, name);
        }

        if (Package is not null)
        {
            foreach (string package in Guarded(() => script.AddPackage(Package.Trim(), Version?.Trim(), CurrentFolder, StopToken), Package))
            {
                Tell(() => string.Format(null, Strings.VerbosePackage, package));
            }
        }

        foreach (string name in Using)
        {
            Guarded(() => script.AddUsing(name, StopToken), name);
        }
    }

    private void Add(IScriptSession script, string reference, string given)
    {
        if (!Guarded(() => script.TryAddReference(reference, CurrentFolder, StopToken), given))
        {
            ThrowTerminatingError(Errors.ReferenceNotFound(given));
        }
    }
}
