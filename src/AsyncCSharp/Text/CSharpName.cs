using System.Globalization;

namespace AsyncCSharp.Text;

/// <summary>Names that C# can write.</summary>
internal static class CSharpName
{
    /// <summary>Whether the text is an identifier (C# standard, section 6.4.3); a keyword is one too, with <c>@</c>.</summary>
    public static bool IsValid(string name) =>
        name.Length > 0
        && (name[0] == '_' || IsLetter(name[0]))
        && name.All(c => c == '_' || IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    private static bool IsLetter(char c) => char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.LetterNumber;
}
