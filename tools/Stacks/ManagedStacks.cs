using System.Globalization;
using System.Text;
using Microsoft.Diagnostics.Runtime;

namespace AsyncCSharp.Stacks;

/// <summary>The stacks of the managed threads of a process, as a debugger shows them.</summary>
public static class ManagedStacks
{
    private const int MaxFrames = 100;

    /// <summary>Describes a process and those that it has started: a spec that waits for a child shell hangs where the child does.
    /// What cannot be read is told in place of the stacks.</summary>
    public static string OfTree(int process)
    {
        StringBuilder text = new();
        foreach (int id in DescendantsOf(process).Prepend(process))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"process {id}");
            try
            {
                Append(text, id);
            }
            catch (Exception exception)
            {
                text.AppendLine(exception.Message);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, int process)
    {
        using DataTarget target = DataTarget.AttachToProcess(process, suspend: true);
        if (target.ClrVersions.SingleOrDefault() is not { } clr)
        {
            text.AppendLine("  runs no .NET");
            return;
        }

        using ClrRuntime runtime = Open(clr);
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

    // .NET has no way to ask for them; elsewhere than on Linux there are only the stacks of the process itself.
    private static IEnumerable<int> DescendantsOf(int process)
    {
        string path = $"/proc/{process}/task/{process}/children";
        int[] children = File.Exists(path)
            ? [.. File.ReadAllText(path).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))]
            : [];
        return children.SelectMany(child => DescendantsOf(child).Prepend(child));
    }
}
