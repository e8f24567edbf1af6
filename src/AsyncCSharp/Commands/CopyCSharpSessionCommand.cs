using System.Management.Automation;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Commands;

/// <summary>Branches a C# session: another one with all that it has, which goes its own way from there.</summary>
[Cmdlet(VerbsCommon.Copy, "CSharpSession")]
[OutputType(typeof(CSharpSession))]
public sealed class CopyCSharpSessionCommand : AddSessionCommand
{
    /// <summary>What is copied: the session's name, or the object.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <summary>The name of the copy; one is found without.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Takes the place of a session of that name, which is removed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        CSharpSession source = ResolveSession(Session);
        using SessionHold from = EnterSession(source, source.Name);
        Add(Name, Force, source.Setup, to => Guarded(() => from.CopyTo(to), source.Name), source);
    }
}
