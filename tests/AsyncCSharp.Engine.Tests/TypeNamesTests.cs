using System.Reflection;
using System.Reflection.Emit;
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

    [Theory]
    [InlineData("T'", null)]
    [InlineData("My Type", null)]
    [InlineData("My space.T", null)]
    [InlineData("A`B", null)]
    [InlineData("A`1", null)]
    [InlineData("<T>", null)]
    [InlineData("class", "global::@class")]
    [InlineData("a.event.T", "global::a.@event.@T")]
    [InlineData("Größe._1", "global::Größe.@_1")]
    public void NamesOfOtherLanguages_AreThoseThatCSharpCanWrite(string name, string? code)
    {
        ModuleBuilder module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Named"), AssemblyBuilderAccess.Run).DefineDynamicModule("Named");

        Assert.Equal(code, TypeNames.InCSharp(module.DefineType(name, TypeAttributes.Public).CreateType()));
    }
}
