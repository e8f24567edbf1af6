using System.Globalization;
using System.Text;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Runtime;

namespace AsyncCSharp.Stacks;

/// <summary>The stacks of the managed threads of a process, as a debugger shows them.</summary>
public static class ManagedStacks
{
    private const int MaxFrames = 100;

    // A dump takes two seconds on a busy machine. A process that is stopped never makes one.
    private static readonly TimeSpan s_dumpTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Describes a process and those that it has started: a spec that waits for a child shell hangs where the child does.
    /// What cannot be read is told in place of the stacks.</summary>
    public static async Task<string> OfTreeAsync(int process)
    {
        StringBuilder text = new();
        foreach (int id in DescendantsOf(process).Prepend(process))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"process {id}");
            try
            {
                await AppendAsync(text, id).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                text.AppendLine(exception.Message);
            }
        }

        return text.ToString();
    }

    // From a dump that the process makes of itself. To attach to it as a debugger does is not possible for its parent: .NET looks
    // after child processes, and takes away what the debugger waits for.
    private static async Task AppendAsync(StringBuilder text, int process)
    {
        string dump = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using CancellationTokenSource timeout = new(s_dumpTimeout);
            await new DiagnosticsClient(process).WriteDumpAsync(DumpType.Normal, dump, logDumpGeneration: false, timeout.Token).ConfigureAwait(false);
            AppendThreads(text, dump);
        }
        finally
        {
            File.Delete(dump);
        }
    }

    private static void AppendThreads(StringBuilder text, string dump)
    {
        using DataTarget target = DataTarget.LoadDump(dump);
        using ClrRuntime runtime = Open(target.ClrVersions.Single());
        foreach (ClrThread thread in runtime.Threads.Where(thread => thread.IsAlive))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  thread {thread.ManagedThreadId}{(thread.CurrentException is { } exception ? $", {exception.Type}" : "")}");
            foreach (ClrStackFrame frame in thread.EnumerateStackTrace().Take(MaxFrames).Where(frame => frame.Method is not null))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    {frame}");
            }
        }
    }

    // The library that can read a runtime lies beside it. The .NET of a Linux distribution has no version in its files, by which
    // ClrMD would find the library and compare it.
    private static ClrRuntime Open(ClrInfo clr)
    {
        string name = clr.DebuggingLibraries.First(library => library.Kind == DebugLibraryKind.Dac).FileName;
        string beside = Path.Combine(Path.GetDirectoryName(clr.ModuleInfo.FileName) ?? "", Path.GetFileName(name));
        return File.Exists(beside) ? clr.CreateRuntime(beside, ignoreMismatch: true) : clr.CreateRuntime();
    }

    // .NET has no way to ask for them; elsewhere than on Linux there are only the stacks of the process itself. Linux keeps them
    // by the thread that has started them.
    private static IEnumerable<int> DescendantsOf(int process)
    {
        string threads = $"/proc/{process}/task";
        IEnumerable<int> children = Directory.Exists(threads)
            ? Directory.EnumerateDirectories(threads).SelectMany(static thread => ReadIds(Path.Combine(thread, "children")))
            : [];
        return children.SelectMany(child => DescendantsOf(child).Prepend(child));
    }

    private static IEnumerable<int> ReadIds(string file)
    {
        try
        {
            return File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static id => int.Parse(id, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // The thread has ended meanwhile.
            return [];
        }
    }
}
