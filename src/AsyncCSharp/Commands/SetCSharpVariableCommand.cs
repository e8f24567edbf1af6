using System.Management.Automation;
using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;
using AsyncCSharp.Text;

namespace AsyncCSharp.Commands;

/// <summary>Sets or declares a variable of a C# session.</summary>
[Cmdlet(VerbsCommon.Set, "CSharpVariable")]
[OutputType(typeof(CSharpVariable))]
public sealed class SetCSharpVariableCommand : CompilingCommand
{
    /// <summary>The name, as C# writes it.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(VariableNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>The value.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [AllowNull]
    public object? Value { get; set; }

    /// <summary>The session: its name, or the object.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <summary>Writes the variable.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!CSharpName.IsValid(Name))
        {
            ThrowTerminatingError(Errors.VariableNotSet(Name, Strings.InvalidName));
        }

        CSharpVariable? variable = Set(ResolveSession(Session));
        if (PassThru && variable is not null)
        {
            WriteObject(variable);
        }
    }

    private CSharpVariable? Set(CSharpSession session)
    {
        using SessionHold hold = EnterSession(session, Name);
        IScriptSession script = Guarded(() => hold.OpenScript(StopToken), Name);
        if (script.FindVariable(Name) is { IsReadOnly: true })
        {
            ThrowTerminatingError(Errors.VariableNotSet(Name, Strings.ReadOnlyVariable));
        }

        Guarded(() => script.SetVariable(Name, PSValue.ForCellWithNames(Value, State), StopToken), Name);

        // What is in it is PowerShell's until a cell runs.
        _ = ShellEnums.Release(Value);
        TellOfCache(session);
        return script.FindVariable(Name) is { } variable ? new CSharpVariable(variable.Name, ShellEnums.ToShell(PipelineValue.OfCell(variable.Value, variable.Names, awaits: false, whole: true)), variable.Type) : null;
    }
}
