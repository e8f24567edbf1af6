using System.Management.Automation;
using MiniPester.Model;

namespace MiniPester.Running;

/// <summary>The tree of blocks and tests that a spec file declares.</summary>
internal sealed class SpecFile
{
    private SpecFile(string path)
    {
        FilePath = path;
        Root = new Block(null, "", ScriptBlock.Create(""), TestData.None, skip: false);
        Current = Root;
    }

    /// <summary>Gets the file that is being discovered on this thread, or null outside of discovery.</summary>
    [field: ThreadStatic]
    public static SpecFile? UnderDiscovery { get; private set; }

    public string FilePath { get; }

    public Block Root { get; }

    /// <summary>Gets the innermost block whose body is being run.</summary>
    public Block Current { get; private set; }

    /// <summary>Gets the error that ended the discovery.</summary>
    public ErrorRecord? Error { get; private set; }

    /// <summary>Gets what to report in place of tests where there are none to run.</summary>
    public string? Problem =>
        Error is not null ? $"Discovery failed: {ErrorText.Of(Error)}"
        : Root.Tests.Any() ? null
        : "The file declares no test.";

    /// <summary>Runs a spec file up to the point where its tests are known.</summary>
    public static SpecFile Discover(string path, PSCmdlet cmdlet)
    {
        SpecFile file = new(path);
        ScriptInvoker invoker = new(cmdlet);
        UnderDiscovery = file;
        try
        {
            ScriptBlock script = ScriptBlock.Create($". '{path.Replace("'", "''", StringComparison.Ordinal)}'");
            invoker.InScope(() => file.Error = invoker.Run(script) ?? file.Error);
        }
        finally
        {
            UnderDiscovery = null;
        }

        return file;
    }

    /// <summary>Runs the body of a block, which declares what is in it.</summary>
    public void DiscoverBlock(Block block, ScriptInvoker invoker)
    {
        Current.Children.Add(block);
        Current = block;
        try
        {
            invoker.InScope(() =>
            {
                invoker.SetVariables(block.Data);
                Error ??= invoker.Run(block.Body);
            });
        }
        finally
        {
            Current = block.Parent!;
        }
    }
}
