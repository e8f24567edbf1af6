using AsyncCSharp.Fuzz;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

public sealed class FuzzTests
{
    private const int Seconds = 10;

    [Fact]
    public void Engine_AnyText_GivesNothingButItsOwnExceptions() => Assert.True(CellFuzzer.Run(Seconds, CellFuzzer.NewSeed()) > 0);
}
