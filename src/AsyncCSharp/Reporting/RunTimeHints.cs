using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using AsyncCSharp.Interop;

namespace AsyncCSharp.Reporting;

/// <summary>What to do about errors that run time finds where PowerShell's values are not what they look like.</summary>
internal static partial class RunTimeHints
{
    // Of the dynamic binder, whose library need not be there.
    private const string BinderException = "Microsoft.CSharp.RuntimeBinder.RuntimeBinderException";

    /// <summary>The message, with a hint where there is one.</summary>
    public static string Add(string message, Exception e)
    {
        try
        {
            return Find(message.TrimEnd('.'), e) ?? message;
        }
        catch (RegexMatchTimeoutException)
        {
            return message;
        }
    }

    private static string? Find(string message, Exception e) => e switch
    {
        InvalidCastException when message.Contains("'System.Object[]'", StringComparison.Ordinal) && TypedArrays().IsMatch(message) => string.Format(null, Strings.UntypedArrayCast, message),
        RuntimeException { ErrorRecord.FullyQualifiedErrorId: "MethodNotFound" } when ScriptFailure.RecordOf(e) is null && message.Contains(typeof(PSCustomObject).FullName!, StringComparison.Ordinal)
            && LastQuoted().Match(message) is { Success: true } method => string.Format(null, Strings.PropertyCall, message, method.Groups[1].Value),
        _ when e.GetType().FullName == BinderException && LesserNumber().IsMatch(message) => string.Format(null, Strings.DynamicNumber, message),
        _ when e.GetType().FullName == BinderException && LastQuoted().Match(message) is { Success: true } member && IsOfSequences(member.Groups[1].Value) =>
            string.Format(null, Strings.DynamicExtension, message, member.Groups[1].Value),
        _ => null,
    };

    private static bool IsOfSequences(string name) => typeof(Enumerable).GetMember(name, MemberTypes.Method, BindingFlags.Static | BindingFlags.Public).Length > 0;

    [GeneratedRegex(@"'[\w.+`]+\[\]'.*'[\w.+`]+\[\]'", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypedArrays();

    [GeneratedRegex("'(double|float|decimal|long)'[^']*'int'", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LesserNumber();

    [GeneratedRegex(@"'(\w+)'[^']*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastQuoted();
}
