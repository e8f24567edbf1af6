using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PwshHost;

internal static class StandardInput
{
    /// <summary>Makes the lines of standard input the pipeline input of a script that reads <c>$input</c>.</summary>
    public static void FeedInBackground(PipelineWriter input)
    {
        Thread reader = new(() =>
        {
            try
            {
                while (Console.In.ReadLine() is { } line)
                {
                    input.Write(line);
                }

                input.Close();
            }
            catch (Exception exception) when (exception is PipelineClosedException or ObjectDisposedException)
            {
                // The pipeline has ended without reading all of it.
            }
        })
        {
            IsBackground = true,
            Name = "Standard input",
        };
        reader.Start();
    }
}
