using System.ComponentModel;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>
/// Stops a .NET host, such as an ASP.NET Core application, with the cell that waits for it: <c>app.Run()</c> takes no token, and the host would
/// go on without the cell. Called by compiled cells only. Any thread.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HostGate
{
    private const string Namespace = "Microsoft.Extensions.Hosting.";

    /// <summary>The cell is about to wait for the end of a host.</summary>
    /// <param name="host">The host.</param>
    public static void Runs(object? host)
    {
        if (host is not null && StoppableRun.Current is { } run && StopOf(host) is { } stop)
        {
            // For the life of the invocation, whose the token is.
            _ = run.Stop.Token.UnsafeRegister(static stop => ((Action)stop!)(), stop);
        }
    }

    // By reflection: the framework with the types is the session's matter, and need not be there.
    private static Action? StopOf(object host)
    {
        Type? type = host.GetType().GetInterface(Namespace + "IHost");
        Type? lifetime = type?.Assembly.GetType(Namespace + "IHostApplicationLifetime");
        return lifetime is not null && (type!.GetProperty("Services")?.GetValue(host) as IServiceProvider)?.GetService(lifetime) is { } service
            ? lifetime.GetMethod("StopApplication")?.CreateDelegate<Action>(service)
            : null;
    }
}
