using System.Text.RegularExpressions;

namespace AsyncCSharp.Kernels;

/// <summary>
/// Has cells that were written for .NET Interactive find the names that they use. What a cell needs is there before the first one that uses it: it
/// takes time, and a package. The shell thread's.
/// </summary>
/// <param name="cells">Runs what declares them.</param>
/// <param name="isOn">Whether cells may use them without a word.</param>
internal sealed partial class InteractiveCells(KernelRunspace cells, bool isOn)
{
    private bool _isOn = isOn;
    private bool _hasNames;
    private bool _hasFormatters;

    /// <summary>Has cells find them from here on.</summary>
    public CellError? Begin(KernelRequest request)
    {
        (_isOn, _hasNames) = (true, true);
        return cells.RunCSharp(InteractiveNames.Code, request, static _ => { }, number: 1);
    }

    /// <summary>Gets ready what a cell uses.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="request">Where it is said that something is not to be had.</param>
    /// <returns>The cell without the imports of namespaces that are not there.</returns>
    public string Prepare(string code, KernelRequest request)
    {
        if (!_isOn)
        {
            return code;
        }

        if (!_hasNames && (InteractiveNames.AreUsedIn(code) || InteractiveNames.UsesFormatters(code)))
        {
            _hasNames = true;
            Declare(InteractiveNames.Code, request);
        }

        if (!_hasFormatters && InteractiveNames.UsesFormatters(code))
        {
            _hasFormatters = true;
            Declare(InteractiveNames.FormatterCode, request);
        }

        code = InteractiveNames.WithPackages(code);

        // A package of the cell's own may have them.
        return InteractiveNames.HasPackage(code) ? code : Using().Replace(code, found => IsThere(found.Groups["name"].Value) ? found.Value : new string(' ', found.Length));
    }

    private void Declare(string code, KernelRequest request)
    {
        // What is said of versions is not about anything that the user has written.
        if (cells.RunScript("param($Code) Invoke-CSharpCell -Code $Code -WarningAction Ignore", [code], request, static _ => { }) is { } error)
        {
            request.Write($"{error.Message}\n", isError: true);
        }
    }

    private static bool IsThere(string name) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(a => a.GetName().Name?.StartsWith(InteractiveNames.Prefix, StringComparison.Ordinal) == true)
        .Any(a => a.GetExportedTypes().Any(type => type.Namespace == name || type.FullName == name));

    [GeneratedRegex(@"^[ \t]*using[ \t]+(?:static[ \t]+)?(?<name>Microsoft\.DotNet\.Interactive[\w.]*)[ \t]*;", RegexOptions.Multiline)]
    private static partial Regex Using();
}
