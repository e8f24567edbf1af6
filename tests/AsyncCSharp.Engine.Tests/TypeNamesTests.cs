using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Text;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Types as code has them, and as a person reads them.</summary>
public sealed class TypeNamesTests
{
    [Theory]
    [InlineData(typeof(int[]), "global::System.@Int32[]", "int[]")]
    [InlineData(typeof(int[][,]), "global::System.@Int32[][,]", "int[][,]")]
    [InlineData(typeof(int[,][]), "global::System.@Int32[,][]", "int[,][]")]
    [InlineData(typeof(List<string[][,,]>[,]), "global::System.Collections.Generic.@List<global::System.@String[][,,]>[,]", "List<string[][,,]>[,]")]
    [InlineData(typeof(int?[][,]), "global::System.@Nullable<global::System.@Int32>[][,]", "int?[][,]")]
    public void ArraysOfArrays_HaveTheirRanksFromTheOutsideIn(Type type, string code, string shown)
    {
        Assert.Equal(code, TypeNames.InCSharp(type));
        Assert.Equal(shown, TypeDisplay.Of(type));
    }
}
