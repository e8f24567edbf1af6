using System.Management.Automation;
using AsyncCSharp.Kernels;

namespace AsyncCSharp.Commands;

/// <summary>Makes a <c>.dib</c> file of a notebook.</summary>
[Cmdlet(VerbsData.ConvertFrom, "CSharpNotebook", SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ConvertFromCSharpNotebookCommand : NotebookCommand
{
    private protected override string Convert(string path, string text) => NotebookConverter.ToDib(Notebook.Parse(text).Root);
}
