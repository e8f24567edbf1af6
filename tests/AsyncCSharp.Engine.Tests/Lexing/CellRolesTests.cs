using AsyncCSharp.Lexing;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Lexing;

/// <summary>What names stand for, as far as one sees it.</summary>
public sealed class CellRolesTests
{
    // Types and methods, in order; all else is left out.
    [Theory]
    [InlineData("new Person(1)", "Person:Type")]
    [InlineData("new List<int>(4)", "List:Type")]
    [InlineData("Person p = F(x);", "Person:Type F:Method")]
    [InlineData("Console.WriteLine(x)", "Console:Type WriteLine:Method")]
    [InlineData("list.Select<int, string>(f)", "Select:Method")]
    [InlineData("Dictionary<string, Item> d;", "Dictionary:Type")]
    [InlineData("Item[] items; Item? item;", "Item:Type Item:Type")]
    [InlineData("class Shop { }", "Shop:Type")]
    [InlineData("record struct Point(int X)", "Point:Type")]
    [InlineData("x is Person", "Person:Type")]
    [InlineData("a < b && c > d", "")]
    [InlineData("a[1].b", "")]
    [InlineData("System.Text.Json", "System:Type")]
    [InlineData("a < b", "")]
    public void Names_HaveTheirRoles(string text, string expected)
    {
        List<CellToken> tokens = CellLexer.Read(text);
        TextRole[] roles = CellRoles.Of(text, tokens);
        Assert.Equal(expected, string.Join(' ', tokens.Zip(roles)
            .Where(static pair => pair.Second is TextRole.Type or TextRole.Method)
            .Select(pair => $"{pair.First.In(text)}:{pair.Second}")));
    }
}
