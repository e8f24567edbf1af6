using System.Management.Automation;

namespace AsyncCSharp.Prompting;

/// <summary>A function of the caller's scope that does something else until this is disposed.</summary>
internal sealed class ReplacedFunction : IDisposable
{
    private readonly SessionState _scope;
    private readonly string _path;
    private readonly ScriptBlock? _before;

    /// <summary>Replaces it.</summary>
    /// <param name="cmdlet">In whose caller's scope.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="body">What it gives from now on.</param>
    public ReplacedFunction(PSCmdlet cmdlet, string name, Func<string> body)
    {
        _scope = cmdlet.SessionState;
        _path = $"function:{name}";

        // Not GetCommand, which would import the module that has such a function.
        _before = _scope.InvokeCommand.GetCommands(name, CommandTypes.Function, nameIsPattern: false).OfType<FunctionInfo>().FirstOrDefault()?.ScriptBlock;

        // The delegate is in a module of its own: as a variable of the caller's scope it would be seen there.
        PSModuleInfo module = new(linkToGlobal: false);
        module.SessionState.PSVariable.Set("body", body);
        Set(module.NewBoundScriptBlock(ScriptBlock.Create("$body.Invoke()")));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_before is not null)
        {
            Set(_before);
        }
        else
        {
            _scope.InvokeProvider.Item.Remove(_path, recurse: false);
        }
    }

    private void Set(ScriptBlock body) => _ = _scope.InvokeProvider.Item.Set([_path], body, force: true, literalPath: true);
}
