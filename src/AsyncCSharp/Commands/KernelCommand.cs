using AsyncCSharp.Reporting;

namespace AsyncCSharp.Commands;

/// <summary>What the cmdlets about kernels have in common.</summary>
public abstract class KernelCommand : SessionCommand
{
    private protected KernelCommand()
    {
    }

    /// <summary>Writes the file of a notebook, and the file into the pipeline.</summary>
    private protected void WriteNotebook(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
            WriteObject(new FileInfo(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteError(Errors.NotebookNotWritten(path, e));
        }
    }

    /// <summary>The manifest of this module.</summary>
    private protected string Manifest => System.IO.Path.Combine(MyInvocation.MyCommand.Module.ModuleBase, "AsyncCSharp.psd1");
}
