using System.ComponentModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AsyncCSharp.Contract;
using AsyncCSharp.Interop;
using AsyncCSharp.Sessions;
using AsyncCSharp.Showing;
using AsyncCSharp.Typing;

namespace AsyncCSharp;

/// <summary>
/// Loads the compiler, or starts its process, in the background when the module is imported at a prompt, so that the first cell that somebody
/// types is as fast as the next, and has the shell complete C#. Nothing of it in a script: there it would take the time from what the script does.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WarmUp : IModuleAssemblyInitializer
{
    // What most cells go through: an await, a lambda, a generic method, a variable, a string.
    private static readonly string[] s_cells =
    [
        "await Task.Yield(); Enumerable.Range(0, 3).Select(i => $\"{i}\").ToList()",
        "var warm = new Dictionary<string, int> { [\"a\"] = 1 }; foreach (var pair in warm) { Console.Write(string.Empty); }",
    ];

    private static int s_begun;

    /// <inheritdoc/>
    public void OnImport()
    {
        LoadedBuilds.Watch();
        if (Runspace.DefaultRunspace is { } shell)
        {
            ShellViews.Add(shell);
        }

        if (!InteractiveProcess.IsAtPrompt || !IsFullLanguage())
        {
            return;
        }

        SetCompletion();
        if (Interlocked.Exchange(ref s_begun, 1) == 1)
        {
            return;
        }

        new Thread(Run) { IsBackground = true, Priority = ThreadPriority.BelowNormal, Name = "AsyncCSharp warm-up" }.Start();
    }

    private static bool IsFullLanguage()
    {
        try
        {
            return Runspace.DefaultRunspace?.SessionStateProxy.LanguageMode == PSLanguageMode.FullLanguage;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // Where the prompt is: in the runspace that the host has made first, and not in those that scripts make.
    private static void SetCompletion()
    {
        if (Runspace.DefaultRunspace is { Id: 1 } runspace)
        {
            RunspaceSessions.For(runspace).Of<ShellCompletion>().Set();
        }
    }

    private static void Run()
    {
        try
        {
            IScriptSession session = EngineLoadContext.Engine.CreateSession(new ScriptSessionOptions("warm-up", StopChecks: true));
            foreach (string code in s_cells)
            {
                _ = session.Compile(new CellSource { Code = code, Number = 1 }, CancellationToken.None);
            }

            _ = session.Unload();
        }
        catch (Exception)
        {
            // Whatever it is, the first cell meets it too, and tells.
        }
    }
}
