using System.Management.Automation;
using AsyncCSharp.Caches;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;

namespace AsyncCSharp.Commands;

/// <summary>Branches a C# session: another one with all that it has, which goes its own way from there.</summary>
[Cmdlet(VerbsCommon.Copy, "CSharpSession")]
[OutputType(typeof(CSharpSession))]
public sealed class CopyCSharpSessionCommand : SessionCommand
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
        CSharpSession? before = Force ? FindForName(source) : null;
        if (before is { IsInUseHere: true })
        {
            ThrowTerminatingError(Errors.SessionInUse(before.Name));
        }

        using SessionHold from = EnterSession(source, source.Name);

        // The one that is there stays until nothing can fail any more.
        CSharpSession copy = before is null ? Guarded(() => State.Add(Name, source.Setup), Name) : new CSharpSession(before.Name, State, source.Setup);
        try
        {
            using SessionHold to = EnterSession(copy, copy.Name);
            Guarded(() => from.CopyTo(to), source.Name);
        }
        catch
        {
            State.Remove(copy);
            throw;
        }

        if (before is not null)
        {
            State.Replace(before, copy);
            TypeCaches.Clear();
        }

        WriteObject(copy);
    }

    // A session cannot take its own place.
    private CSharpSession? FindForName(CSharpSession source) =>
        State.Sessions.FirstOrDefault(s => s != source && s.Name.Equals(Name, StringComparison.OrdinalIgnoreCase));
}
