using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using AsyncCSharp.Shell;

// Starts the pwsh of out/ with the arguments as they are. It reads and writes what this process would, and its exit code is
// this one's. Without arguments and at a terminal it is the interactive shell, with the module imported.
string pwsh = Metadata("Pwsh");
string modules = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Metadata("Modules")));
string[] arguments = args.Length > 0 || Console.IsInputRedirected ? args : ["-NoExit", "-Command", "Import-Module AsyncCSharp"];

// A terminal sends Ctrl+C to the shell as well, which decides what ends; whoever ends it is waited for.
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);

ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [pwsh, .. arguments]);
start.Environment["PSModulePath"] = ModulePath.PutFirst(modules, Environment.GetEnvironmentVariable("PSModulePath"));
using Process shell = Process.Start(start)!;
using TerminationRelay termination = new(shell);
shell.WaitForExit();
return shell.ExitCode;

static string Metadata(string key) =>
    Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
