using System.Collections.ObjectModel;
using System.Management.Automation;

namespace AsyncCSharp.Commands;

/// <summary>Has notebooks show values of a type in a way of one's own.</summary>
[Cmdlet(VerbsLifecycle.Register, "CSharpFormatter")]
[OutputType(typeof(void))]
public sealed class RegisterCSharpFormatterCommand : SessionCommand
{
    private const string Call = "param($Script, $Value) $Script.InvokeWithContext($null, [psvariable[]]@([psvariable]::new('_', $Value)), @(, $Value))";

    /// <summary>The type, or its name with or without the namespace.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public object Type { get; set; } = null!;

    /// <summary>Gives what is shown: <c>$_</c> is the value.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>The kind of text that the script gives; an object to be shown in the value's place without.</summary>
    [Parameter(Position = 2)]
    [ValidateNotNullOrEmpty]
    public string? MimeType { get; set; }

    /// <summary>The session whose cells give the values.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        object given = Type is PSObject wrapped ? wrapped.BaseObject : Type;
        (ScriptBlock script, bool isText) = (ScriptBlock, MimeType is not null);
        ResolveSession(Session).Lifetime.Formatters.Add(new DisplayFormatter(given as Type, given is Type ? null : given.ToString(), MimeType, value => Make(script, value, isText)));
    }

    // In the cell's code, on whatever thread that is: the way to PowerShell is the cell's. When the cell has ended there is none.
    private static object? Make(ScriptBlock script, object value, bool isText)
    {
        if (IRunningCell.Current is not { Ended: false } cell)
        {
            return value.ToString();
        }

        Collection<PSObject> made = cell.Shell.Invoke(Call, [script, value]);

        // Lines that a script gives one by one are a text.
        return isText ? string.Join('\n', made) : made is [var one] ? one.BaseObject is PSCustomObject ? one : one.BaseObject : made;
    }
}
