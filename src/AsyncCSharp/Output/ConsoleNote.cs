using System.Management.Automation;
using AsyncCSharp.Loop;

namespace AsyncCSharp.Output;

/// <summary>A text that code of a cell has written to the console, on its way to PowerShell.</summary>
internal sealed class ConsoleNote(IPrintingCell cell, ConsoleRouter router, string text, bool newLine) : PumpNote
{
    private static readonly string[] s_tags = ["PSHOST"];
    private static readonly string[] s_errorTags = ["PSHOST", "StandardError"];

    /// <summary>The call of the cmdlet (or the job) whose cell wrote it.</summary>
    public IPrintingCell Cell => cell;

    /// <inheritdoc/>
    public override object Source => cell;

    /// <inheritdoc/>
    public override CodeBoundary Boundary => cell.Boundary;

    /// <inheritdoc/>
    public override void Deliver()
    {
        if (cell.Ended)
        {
            HandOver();
        }
        else
        {
            cell.Deliver(Write);
        }
    }

    /// <summary>Writes it to the information stream. PowerShell calls this and what follows, no console write does.</summary>
    public void Write(ICellOutput output) =>
        output.WriteInformation(new HostInformationMessage { Message = text, NoNewLine = !newLine }, router.IsError ? s_errorTags : s_tags);

    /// <inheritdoc/>
    public override void HandOver() => cell.Printer.Add(this);

    /// <summary>Writes it to the user past the streams of a pipeline that has ended.</summary>
    public void WriteToHost()
    {
        try
        {
            if (cell.Host?.UI is { } ui)
            {
                if (newLine)
                {
                    ui.WriteLine(text);
                }
                else
                {
                    ui.Write(text);
                }

                return;
            }
        }
        catch (Exception)
        {
            // A host without a user interface, one that has not implemented it, or one that is going: the console is what is left.
        }

        try
        {
            router.PassThrough(text, newLine);
        }
        catch (Exception)
        {
            // Nobody reads the console any more, or what a program has put in its place does not work. Code that has gone on after its
            // cell is not to fail for it, nor is the printer's thread, where an exception would end the process.
        }
    }
}
