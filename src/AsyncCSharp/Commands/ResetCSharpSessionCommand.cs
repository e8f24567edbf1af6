using System.Management.Automation;

namespace AsyncCSharp.Commands;

/// <summary>Stops a session's background work and empties it.</summary>
[Cmdlet(VerbsCommon.Reset, "CSharpSession", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ResetCSharpSessionCommand : EndSessionCommand
{
    /// <summary>The session: its name, or the object.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => End(Session, Strings.WhatIfReset, session => session.Clear(remove: false));
}
