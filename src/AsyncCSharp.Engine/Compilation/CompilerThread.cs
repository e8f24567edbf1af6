using System.Runtime.ExceptionServices;

namespace AsyncCSharp.Engine;

/// <summary>
/// Where compilations run: the calling thread, or for long texts one with a stack that deep nesting cannot exhaust
/// (10,000 parentheses want more than the usual 8 MB, and Roslyn's own pool threads have 1.5).
/// </summary>
internal static class CompilerThread
{
    private const int StackBytes = 256 * 1024 * 1024;

    /// <summary>Below this many characters nothing can nest so deep that it matters.</summary>
    private const int ShortText = 1000;

    // Sessions share the framework's metadata, and with it symbols that Roslyn fills in as it goes. Four runspaces that
    // compiled their first cells at the same time did not find extension methods that were there ("List<int> does not
    // contain a definition for Sum", 3 of 4, in every run): one at a time.
    private static readonly Lock s_compiling = new();

    /// <summary>Runs the action and gives its result, or throws what it threw. One compilation at a time in the process.</summary>
    public static T Run<T>(string text, Func<T> action) => OnStack(text, () =>
    {
        lock (s_compiling)
        {
            return action();
        }
    });

    /// <summary>Whether the text may want a larger stack than usual.</summary>
    public static bool NeedsStack(string text) => text.Length >= ShortText;

    /// <summary>As <see cref="Run"/>, for what is a part of a compilation that runs already.</summary>
    public static T OnStack<T>(string text, Func<T> action)
    {
        if (!NeedsStack(text))
        {
            return action();
        }

        T result = default!;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(
            () =>
            {
                try
                {
                    result = action();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes) { IsBackground = true, Name = "AsyncCSharp compiler" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
