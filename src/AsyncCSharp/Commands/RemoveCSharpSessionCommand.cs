using System.Management.Automation;

namespace AsyncCSharp.Commands;

/// <summary>Stops a session's background work and removes it.</summary>
[Cmdlet(VerbsCommon.Remove, "CSharpSession", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveCSharpSessionCommand : EndSessionCommand
{
    /// <summary>The session: its name, or the object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => End(Session, Strings.WhatIfRemove, State.Remove);
}
