using System.ComponentModel;
using System.Reflection;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>
/// Stops a .NET host, such as an ASP.NET Core application, with the cell that waits for it: <c>app.Run()</c> takes no token, and the host would
/// go on without the cell. A host of its own accord ends with the next Ctrl+C of the process, which may be meant for anything else in the
/// shell; one of a cell does not. Called by compiled cells only. Any thread.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HostHooks
{
    private const string Namespace = "Microsoft.Extensions.Hosting.";

    // Of the lifetime of hosts at a console: what it has registered for SIGINT. Other lifetimes have none.
    private const string InterruptField = "_sigIntRegistration";

    /// <summary>The cell is about to wait for the end of a host.</summary>
    /// <param name="host">The host.</param>
    public static void Runs(object? host)
    {
        if (host is not null && StoppableRun.Current is { } run && ServiceOf(host, "IHostApplicationLifetime") is { } lifetime && StopOf(lifetime) is { } stop)
        {
            // For the life of the invocation, whose the token is.
            _ = run.Stop.Token.UnsafeRegister(static stop => ((Action)stop!)(), stop);
        }

        Starts(host);
    }

    /// <summary>The cell is about to start a host.</summary>
    /// <param name="host">The host.</param>
    public static void Starts(object? host)
    {
        if (host is not null
            && ServiceOf(host, "IHostApplicationLifetime") is (var type, var lifetime)
            && type.GetProperty("ApplicationStarted")?.GetValue(lifetime) is CancellationToken started
            && ServiceOf(host, "IHostLifetime") is (_, { } console)
            && console.GetType().GetField(InterruptField, BindingFlags.Instance | BindingFlags.NonPublic) is { } field)
        {
            // The handler of SIGINT is registered while the host starts, and taken out once it has started.
            _ = started.UnsafeRegister(static leave => ((Action)leave!)(), () => (field.GetValue(console) as IDisposable)?.Dispose());
        }
    }

    /// <summary>What ends a host that the cell is about to build and to wait for in one call.</summary>
    /// <param name="token">The token that the cell gives to the call.</param>
    public static CancellationToken Until(CancellationToken token) => token.CanBeCanceled ? token : StoppableRun.Current?.Stop.Token ?? token;

    // By reflection: the framework with the types is the session's matter, and need not be there.
    private static (Type Type, object Service)? ServiceOf(object host, string name)
    {
        Type? type = host.GetType().GetInterface(Namespace + "IHost");
        Type? wanted = type?.Assembly.GetType(Namespace + name);
        return wanted is not null && (type!.GetProperty("Services")?.GetValue(host) as IServiceProvider)?.GetService(wanted) is { } service ? (wanted, service) : null;
    }

    private static Action? StopOf((Type Type, object Service) lifetime) => lifetime.Type.GetMethod("StopApplication")?.CreateDelegate<Action>(lifetime.Service);
}
