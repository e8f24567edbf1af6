using System.Text;

namespace PwshHost;

internal static class Program
{
    // pwsh's own code for a command line it cannot use.
    private const int BadCommandLine = 64;

    private static int Main(string[] args)
    {
        // The engine would tell Microsoft which modules are imported. A stand-in is no pwsh, and has no business to; pwsh
        // itself has that set up before the first import, which would pay for it here.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.InputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        try
        {
            LaunchOptions options = LaunchOptions.Parse(args, Console.IsInputRedirected);
            if (options.WorkingDirectory is { } folder)
            {
                Environment.CurrentDirectory = folder;
            }

            using HostSession session = new();
            int exitCode = options.Mode switch
            {
                LaunchMode.Command => session.RunText(options.Text),
                LaunchMode.StandardInput => session.RunText(Console.In.ReadToEnd()),
                LaunchMode.File => session.RunFile(options.Text, options.Arguments),
                _ => new PromptLoop(session).Run(),
            };
            Console.Out.Flush();
            return exitCode;
        }
        catch (Exception exception) when (exception is UsageException or DirectoryNotFoundException)
        {
            Console.Error.WriteLine(exception.Message);
            return BadCommandLine;
        }
    }
}
