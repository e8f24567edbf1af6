using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Editing;

/// <summary>
/// Stands between PSReadLine and what it asks PowerShell, as its interface, which is known by name only. How a text goes on is asked of the prompt; the
/// rest passes. The runtime makes a class of it, so it is open.
/// </summary>
internal class MethodsProxy : DispatchProxy
{
    private object? _methods;
    private Func<string, int, CommandCompletion?>? _complete;

    /// <summary>Puts one before an editor's methods.</summary>
    /// <param name="contract">Their interface.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="complete">Completes a text at a place.</param>
    public static object Before(Type contract, object methods, Func<string, int, CommandCompletion?> complete)
    {
        object proxy = Create(contract, typeof(MethodsProxy));
        (((MethodsProxy)proxy)._methods, ((MethodsProxy)proxy)._complete) = (methods, complete);
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == "CompleteInput" && args is [string text, int cursor, Hashtable or null, PowerShell])
        {
            return _complete!(text, cursor) ?? new CommandCompletion([], -1, cursor, 0);
        }

        return targetMethod.Invoke(_methods, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
