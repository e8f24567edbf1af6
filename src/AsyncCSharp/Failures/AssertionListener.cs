using System.Diagnostics;
using System.Diagnostics.Contracts;
using AsyncCSharp.Contract;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Failures;

/// <summary>
/// Makes an exception of an assertion that fails in code of a session: a library that was built with DEBUG would end the shell,
/// and all sessions, with it. Assertions of anybody else's do what they did.
/// </summary>
internal sealed class AssertionListener : TraceListener
{
    private static readonly AssertionListener s_instance = new();
    private static int s_watchesContracts;

    private AssertionListener()
        : base(nameof(AsyncCSharp))
    {
    }

    /// <summary>Puts it before the listener that ends the process, wherever there is that one.</summary>
    public static void Install()
    {
        TraceListenerCollection listeners = Trace.Listeners;
        if (!listeners.Contains(s_instance) && listeners.OfType<DefaultTraceListener>().Any())
        {
            listeners.Insert(0, s_instance);
        }

        if (Interlocked.Exchange(ref s_watchesContracts, 1) == 0)
        {
            System.Diagnostics.Contracts.Contract.ContractFailed += OnContractFailed;
        }
    }

    /// <summary>Takes it out.</summary>
    public static void Uninstall()
    {
        Trace.Listeners.Remove(s_instance);
        if (Interlocked.Exchange(ref s_watchesContracts, 0) == 1)
        {
            System.Diagnostics.Contracts.Contract.ContractFailed -= OnContractFailed;
        }
    }

    /// <inheritdoc/>
    public override void Write(string? message)
    {
    }

    /// <inheritdoc/>
    public override void WriteLine(string? message)
    {
    }

    /// <inheritdoc/>
    public override void Fail(string? message) => Fail(message, null);

    /// <inheritdoc/>
    public override void Fail(string? message, string? detailMessage)
    {
        if (IsOfSession())
        {
            string text = string.Join(' ', new[] { message, detailMessage }.Where(part => !string.IsNullOrEmpty(part)));
            throw new AssertionFailedException(text.Length > 0 ? string.Format(null, Strings.AssertionFailed, text) : Strings.AssertionFailedPlain);
        }
    }

    private static void OnContractFailed(object? sender, ContractFailedEventArgs e)
    {
        if (IsOfSession())
        {
            // The runtime throws an exception of its own, with the contract's text.
            e.SetUnwind();
        }
    }

    // A finalizer, a timer or a thread may have no flow that says whose it is, but always frames that do.
    private static bool IsOfSession() => StoppableRun.Current is not null || SessionCodeContext.IsOn(new StackTrace(fNeedFileInfo: false));
}
