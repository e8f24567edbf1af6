using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;

namespace MiniPester.Running;

/// <summary>Runs script blocks of a spec in scopes as Pester lays them.</summary>
internal sealed class ScriptInvoker(PSCmdlet cmdlet)
{
    // The loop catches a stray break or continue, which would otherwise end the whole run without a word.
    private readonly ScriptBlock _guarded = ScriptBlock.Create(
        "param($____body, $____arguments) try { do { . $____body @____arguments | Out-Host } until ($true) } catch { $_ }");

    private readonly ScriptBlock _scoped = ScriptBlock.Create("param($____action) $____action.Invoke()");

    /// <summary>Runs a script in the current scope, as if dot-sourced; gives the error that ended it, if one did.</summary>
    public ErrorRecord? Run(ScriptBlock body, IDictionary? arguments = null)
    {
        Collection<PSObject> results = cmdlet.SessionState.InvokeCommand.InvokeScript(
            useLocalScope: false, _guarded, null, body, arguments ?? new Hashtable());
        return results.LastOrDefault()?.BaseObject as ErrorRecord;
    }

    /// <summary>Makes a scope that lasts as long as an action.</summary>
    public void InScope(Action action) =>
        cmdlet.SessionState.InvokeCommand.InvokeScript(useLocalScope: true, _scoped, null, action);

    /// <summary>Makes the data of a case variables of the current scope.</summary>
    public void SetVariables(Model.TestData data)
    {
        if (!data.Exists)
        {
            return;
        }

        cmdlet.SessionState.PSVariable.Set("_", data.Item);
        foreach (DictionaryEntry entry in data.Values ?? new Hashtable())
        {
            cmdlet.SessionState.PSVariable.Set(LanguagePrimitives.ConvertTo<string>(entry.Key), entry.Value);
        }
    }
}
