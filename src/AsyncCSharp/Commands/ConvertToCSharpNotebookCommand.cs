using System.Management.Automation;
using AsyncCSharp.Kernels;

namespace AsyncCSharp.Commands;

/// <summary>Makes a notebook for the kernel of this module of one of Polyglot Notebooks.</summary>
[Cmdlet(VerbsData.ConvertTo, "CSharpNotebook", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ConvertToCSharpNotebookCommand : NotebookCommand
{
    private protected override string Convert(string path, string text) => Notebook.Of(Notebook.IsDib(path) ? NotebookConverter.OfDib(text) : NotebookConverter.OfNotebook(Notebook.Parse(text).Root)).ToString();
}
