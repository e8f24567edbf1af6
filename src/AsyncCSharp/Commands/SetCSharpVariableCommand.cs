using System.Management.Automation;
using AsyncCSharp.Engine;

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

        CSharpSession session = ResolveSession(Session);
        IScriptSession script = Guarded(() => session.OpenScript(StopToken), Name);
        if (script.FindVariable(Name) is { IsReadOnly: true })
        {
            ThrowTerminatingError(Errors.VariableNotSet(Name, Strings.ReadOnlyVariable));
        }

        Guarded(() => script.DeclareVariables([new(Name, ScriptCallback.Wrap(PSValue.Unwrap(Value), State))], StopToken), Name);
        TellOfCache(session);
        if (PassThru && script.FindVariable(Name) is { } variable)
        {
            WriteObject(new CSharpVariable(variable.Name, variable.Value, variable.Type));
        }
    }
}
