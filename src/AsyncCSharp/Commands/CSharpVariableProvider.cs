using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Provider;

namespace AsyncCSharp.Commands;

/// <summary>
/// The drive <c>cs:</c>: the variables of the session <c>Default</c>, so that <c>$cs:name</c> is a variable of C# in PowerShell, the object itself and no
/// copy. It does what the cmdlets about variables do, by calling them.
/// </summary>
[CmdletProvider("CSharpVariable", ProviderCapabilities.ShouldProcess)]
public sealed class CSharpVariableProvider : ContainerCmdletProvider, IContentCmdletProvider
{
    /// <inheritdoc/>
    public IContentReader GetContentReader(string path) => new VariableContent(() => Find(NameOf(path)), null);

    /// <inheritdoc/>
    public object? GetContentReaderDynamicParameters(string path) => null;

    /// <inheritdoc/>
    public IContentWriter GetContentWriter(string path) => new VariableContent(null, value => Set(path, value));

    /// <inheritdoc/>
    public object? GetContentWriterDynamicParameters(string path) => null;

    /// <inheritdoc/>
    public void ClearContent(string path)
    {
        // Whoever sets a variable clears it first. The new value takes the place of the old one in any case.
    }

    /// <inheritdoc/>
    public object? ClearContentDynamicParameters(string path) => null;

    /// <inheritdoc/>
    protected override Collection<PSDriveInfo> InitializeDefaultDrives() => [new PSDriveInfo("cs", ProviderInfo, string.Empty, Strings.VariableDrive, null)];

    /// <inheritdoc/>
    protected override bool IsValidPath(string path) => !string.IsNullOrEmpty(path);

    /// <inheritdoc/>
    protected override bool ItemExists(string path) => NameOf(path).Length == 0 || Find(NameOf(path)) is not null;

    /// <inheritdoc/>
    protected override bool HasChildItems(string path) => NameOf(path).Length == 0 && All().Any();

    /// <inheritdoc/>
    protected override void GetItem(string path)
    {
        if (NameOf(path).Length == 0)
        {
            WriteItemObject(All().ToArray(), path, isContainer: true);
        }
        else if (Find(NameOf(path)) is { } variable)
        {
            WriteItemObject(variable, path, isContainer: false);
        }
    }

    /// <inheritdoc/>
    protected override void GetChildItems(string path, bool recurse)
    {
        foreach (CSharpVariable variable in NameOf(path).Length == 0 ? All() : Find(NameOf(path)) is { } one ? [one] : [])
        {
            WriteItemObject(variable, variable.Name, isContainer: false);
        }
    }

    /// <inheritdoc/>
    protected override void GetChildNames(string path, ReturnContainers returnContainers)
    {
        foreach (CSharpVariable variable in All())
        {
            WriteItemObject(variable.Name, variable.Name, isContainer: false);
        }
    }

    /// <inheritdoc/>
    protected override void SetItem(string path, object value) => Set(path, value);

    /// <inheritdoc/>
    protected override void NewItem(string path, string itemTypeName, object newItemValue) => Set(path, newItemValue);

    /// <inheritdoc/>
    protected override void ClearItem(string path) => Set(path, null);

    /// <inheritdoc/>
    protected override void RemoveItem(string path, bool recurse)
    {
        if (ShouldProcess(NameOf(path), Strings.WhatIfRemoveVariable))
        {
            _ = Call("param($Name) AsyncCSharp\\Remove-CSharpVariable -Name ([WildcardPattern]::Escape($Name)) -Confirm:$false", NameOf(path));
        }
    }

    private static string NameOf(string path) => path.Trim('/', '\\');

    private CSharpVariable? Find(string name)
    {
        CSharpVariable[] found = [.. All().Where(v => v.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];

        // C# tells case apart, and PowerShell does not.
        return Array.Find(found, v => v.Name == name) ?? found.FirstOrDefault();
    }

    private IEnumerable<CSharpVariable> All() => Call("AsyncCSharp\\Get-CSharpVariable").Select(o => o.BaseObject).OfType<CSharpVariable>();

    private void Set(string path, object? value)
    {
        string name = NameOf(path);
        if (ShouldProcess(name, Strings.WhatIfSetVariable))
        {
            _ = Call("param($Name, $Value) AsyncCSharp\\Set-CSharpVariable -Name $Name -Value $Value", Find(name)?.Name ?? name, value);
        }
    }

    private Collection<PSObject> Call(string script, params object?[] arguments) =>
        InvokeCommand.InvokeScript($"{script} -ErrorAction Stop", useNewScope: true, System.Management.Automation.Runspaces.PipelineResultTypes.None, null, arguments);

    /// <summary>The content of a variable, which is one thing: its value.</summary>
    private sealed class VariableContent(Func<CSharpVariable?>? find, Action<object?>? set) : IContentReader, IContentWriter
    {
        private bool _isRead;

        public IList Read(long readCount)
        {
            if (_isRead || find?.Invoke() is not { } variable)
            {
                return Array.Empty<object>();
            }

            _isRead = true;
            return new[] { variable.Value };
        }

        // What is no list itself comes in an array of one.
        public IList Write(IList content)
        {
            set?.Invoke(content is object?[] { Length: 1 } only ? only[0] : content);
            return content;
        }

        public void Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public void Close()
        {
        }

        public void Dispose()
        {
        }
    }
}
