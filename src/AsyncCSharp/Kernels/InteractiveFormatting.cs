using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Kernels;

/// <summary>
/// The formatters of .NET Interactive, for a session that has loaded <c>Microsoft.DotNet.Interactive.Formatting</c>: what its users and libraries have
/// registered there is shown. By reflection: this module has no reference to it.
/// </summary>
internal static class InteractiveFormatting
{
    private const string Assembly = "Microsoft.DotNet.Interactive.Formatting";
    private const string UsualStyle = ".dni-code-hint";

    // The process's: whether an assembly was loaded since they were last looked through, and what was found. Nobody looks through them for each value.
    private static volatile bool s_isStale = true;
    private static WeakReference<Type>? s_formatter;

    static InteractiveFormatting() => AppDomain.CurrentDomain.AssemblyLoad += static (_, _) => s_isStale = true;

    /// <summary>A value as those formatters have it; null where they are not there, or have nothing but text for it.</summary>
    public static ShownForms? Of(object value)
    {
        if (value is string or PSObject || value.GetType().IsPrimitive || Find() is not { } formatter
            || formatter.GetMethod("GetPreferredMimeTypesFor", [typeof(Type)]) is not { } kinds
            || formatter.GetMethod("ToDisplayString", [typeof(object), typeof(string)]) is not { } format
            || Call(kinds, value.GetType()) is not IEnumerable<string> found)
        {
            return null;
        }

        Dictionary<string, string> forms = new(StringComparer.Ordinal);
        foreach (string kind in found)
        {
            forms[kind] = Call(format, value, kind) as string ?? string.Empty;
        }

        if (forms.Count == 0 || (forms.Count == 1 && forms.ContainsKey(ShownForms.Plain))
            || (forms.TryGetValue(ShownForms.Html, out string? html) && IsUsual(html) && !HasOwnItems(value)))
        {
            return null;
        }

        if (!forms.ContainsKey(ShownForms.Plain))
        {
            forms[ShownForms.Plain] = Call(format, value, ShownForms.Plain) as string ?? string.Empty;
        }

        return new ShownForms(forms);
    }

    private static Type? Find()
    {
        if (s_isStale)
        {
            s_isStale = false;
            Type? found = Array.FindLast(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == Assembly)?.GetType($"{Assembly}.Formatter");
            Volatile.Write(ref s_formatter, found is null ? null : new WeakReference<Type>(found));
        }

        return Volatile.Read(ref s_formatter)?.TryGetTarget(out Type? formatter) == true ? formatter : null;
    }

    // What is made of any object that nobody has registered anything for: PowerShell's own views say more.
    private static bool IsUsual(string html) => html.Contains(UsualStyle, StringComparison.Ordinal)
        && (html.StartsWith("<details", StringComparison.Ordinal) || html.StartsWith("<div class=\"dni-plaintext\"", StringComparison.Ordinal) || html.StartsWith("<table", StringComparison.Ordinal));

    // A list is made as any other is, and shows what somebody has registered for its items.
    private static bool HasOwnItems(object value) =>
        value is ICollection and not IDictionary && ((ICollection)value).Cast<object?>().FirstOrDefault() is { } first and not ICollection && Of(first) is not null;

    // What a formatter throws is the cell's error, and not that of reflection.
    private static object? Call(MethodInfo method, params object?[] arguments) => method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
