using AsyncCSharp.Editing;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Editing;

/// <summary>Which word keys lead to.</summary>
public sealed class PopupChoiceTests
{
    // The chosen one and the first in sight, out of ten with four rows.
    [Theory]
    [InlineData("", -1, 0)]
    [InlineData("d", 0, 0)]
    [InlineData("dddd", 3, 0)]
    [InlineData("ddddd", 4, 1)]
    [InlineData("dddddu", 3, 1)]
    [InlineData("ddddduuuu", 0, 0)]
    [InlineData("du", -1, 0)]
    [InlineData("p", 4, 1)]
    [InlineData("ppp", 9, 6)]
    [InlineData("pppd", 9, 6)]
    [InlineData("pppq", 5, 5)]
    [InlineData("dddq", 0, 0)]
    public void Keys_MoveTheChoice(string keys, int chosen, int first)
    {
        PopupChoice choice = PopupChoice.Of(10);
        foreach (char key in keys)
        {
            choice = choice.After(KeyOf(key), rows: 4) ?? throw new InvalidOperationException($"{key} has done nothing.");
        }

        Assert.Equal((chosen, first), (choice.Chosen, choice.First));
    }

    [Theory]
    [InlineData(ConsoleKey.UpArrow)]
    [InlineData(ConsoleKey.PageUp)]
    [InlineData(ConsoleKey.LeftArrow)]
    public void Keys_AreTheEditorsWhereNothingIsChosen(ConsoleKey key) => Assert.Null(PopupChoice.Of(3).After(key, rows: 4));

    private static ConsoleKey KeyOf(char key) => key switch
    {
        'd' => ConsoleKey.DownArrow,
        'u' => ConsoleKey.UpArrow,
        'p' => ConsoleKey.PageDown,
        _ => ConsoleKey.PageUp,
    };
}
