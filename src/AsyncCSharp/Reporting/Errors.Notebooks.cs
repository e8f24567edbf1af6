using System.Management.Automation;

namespace AsyncCSharp.Reporting;

/// <content>Of kernels and notebooks.</content>
internal static partial class Errors
{
    public static ErrorRecord InvalidConnectionFile(string path, string reason) => Create(nameof(Strings.InvalidConnectionFile), ErrorCategory.InvalidData, path, path, reason);

    public static ErrorRecord KernelIsRemote(string address) => Create(nameof(Strings.KernelIsRemote), ErrorCategory.SecurityError, address, address);

    public static ErrorRecord KernelNotStarted(string path, Exception e) => Create(nameof(Strings.KernelNotStarted), ErrorCategory.OpenError, path, path, e.Message);

    public static ErrorRecord KernelNotWritten(string folder, Exception e) => Create(nameof(Strings.KernelNotWritten), ErrorCategory.WriteError, folder, folder, e.Message);

    public static ErrorRecord KernelExists(string name, string folder) => Create(nameof(Strings.KernelExists), ErrorCategory.ResourceExists, name, name, folder);

    public static ErrorRecord KernelNotFound(string name) => Create(nameof(Strings.KernelNotFound), ErrorCategory.ObjectNotFound, name, name);

    public static ErrorRecord InvalidKernelName(string name) => Create(nameof(Strings.InvalidKernelName), ErrorCategory.InvalidArgument, name, name);

    public static ErrorRecord ShellNotFound() => Create(nameof(Strings.ShellNotFound), ErrorCategory.ObjectNotFound, null);

    public static ErrorRecord InvalidNotebook(string path, string reason) => Create(nameof(Strings.InvalidNotebook), ErrorCategory.InvalidData, path, path, reason);

    public static ErrorRecord NotebookFailed(string path, int number, string name, string message) =>
        Create(nameof(Strings.NotebookFailed), ErrorCategory.InvalidResult, path, path, number, name, message);

    public static ErrorRecord NotebookNotWritten(string path, Exception e) => Create(nameof(Strings.NotebookNotWritten), ErrorCategory.WriteError, path, path, e.Message);
}
