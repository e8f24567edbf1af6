using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// Whether the module may compile, load and run code for whoever calls. Compiled C# can do anything, so it is for
/// callers that could do anything already: those in FullLanguage, on a machine that is not locked down.
/// </summary>
internal static class LanguagePolicy
{
    // Where the type or the method is not there (an older or newer PowerShell), there is no lockdown to ask about.
    private static readonly Func<string?>? s_lockdown = FindLockdown();

    // Where it is not there, a runspace that closes is refused.
    private static readonly PropertyInfo? s_mode = RunspaceContext.Find("LanguageMode");

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_lockdown is not null && s_mode is not null;

    /// <summary>The reason to refuse what a cmdlet's caller wants, or null.</summary>
    public static string? RefusalFor(PSCmdlet cmdlet) => Refusal(Mode(() => cmdlet.SessionState.LanguageMode), RunspaceMode(), s_lockdown?.Invoke());

    /// <summary>Whether what the runspace of the calling thread wants, a completion for one, is to be refused.</summary>
    public static bool RefusesRunspace() => Refusal(RunspaceMode(), RunspaceMode(), s_lockdown?.Invoke()) is not null;

    /// <summary>Whether the machine is locked down, or tries out how it would be.</summary>
    public static bool IsLockedDown => s_lockdown?.Invoke() is not (null or "None");

    /// <summary>Decides by the mode of the calling code, that of the runspace and the state of the machine.</summary>
    public static string? Refusal(PSLanguageMode caller, PSLanguageMode runspace, string? lockdown)
    {
        if (lockdown == "Enforce")
        {
            return Strings.SystemLockdown;
        }

        // Not by order of the numbers: a mode that we do not know is no FullLanguage.
        return caller != PSLanguageMode.FullLanguage ? caller.ToString()
            : runspace != PSLanguageMode.FullLanguage ? runspace.ToString()
            : null;
    }

    /// <summary>The mode of a runspace as it is now.</summary>
    public static PSLanguageMode ModeOf(Runspace runspace) => Mode(() => runspace.SessionStateProxy.LanguageMode);

    private static PSLanguageMode RunspaceMode() =>
        Runspace.DefaultRunspace is not { } runspace ? PSLanguageMode.FullLanguage
        : runspace.RunspaceStateInfo.State == System.Management.Automation.Runspaces.RunspaceState.Closing ? ModeOfClosing(runspace)
        : ModeOf(runspace);

    // While it closes, it runs the actions of PowerShell.Exiting, and has its mode still, but says so to nobody.
    private static PSLanguageMode ModeOfClosing(Runspace runspace) =>
        RunspaceContext.Of(runspace) is { } context && s_mode?.GetValue(context) is PSLanguageMode mode ? mode : PSLanguageMode.NoLanguage;

    // A mode that cannot be found out is taken for the strictest.
    private static PSLanguageMode Mode(Func<PSLanguageMode> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is RuntimeException or InvalidOperationException or InvalidRunspaceStateException)
        {
            return PSLanguageMode.NoLanguage;
        }
    }

    private static Func<string?>? FindLockdown()
    {
        if (typeof(PSObject).Assembly.GetType("System.Management.Automation.Security.SystemPolicy")
            ?.GetMethod("GetSystemLockdownPolicy", BindingFlags.Public | BindingFlags.Static, Type.EmptyTypes) is not { } method)
        {
            return null;
        }

        // Asked at each cell: a delegate, and names that are made once, take a tenth of what reflection takes.
        if (method.ReturnType is { IsEnum: true } mode && Delegate.CreateDelegate(typeof(Func<int>), method, throwOnBindFailure: false) is Func<int> read)
        {
            Dictionary<int, string> names = [];
            foreach (object value in Enum.GetValues(mode))
            {
                _ = names.TryAdd(Convert.ToInt32(value), value.ToString()!);
            }

            return () => names.TryGetValue(read(), out string? name) ? name : null;
        }

        return () => method.Invoke(null, null)?.ToString();
    }
}
