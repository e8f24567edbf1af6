using System.Collections.Frozen;

namespace AsyncCSharp.Lexing;

/// <summary>The words of the language.</summary>
internal static class CSharpWords
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_words = FrozenSet.ToFrozenSet(
        [
            "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
            "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
            "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
            "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte",
            "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof",
            "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",

            // Those that are words in some places only, and names hardly ever.
            "and", "async", "await", "dynamic", "nameof", "nint", "not", "nuint", "or", "partial", "record", "required", "scoped", "var",
            "when", "where", "with", "yield",
        ],
        StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a name is a word of the language.</summary>
    public static bool Has(ReadOnlySpan<char> name) => s_words.Contains(name);
}
