using System.Collections.Immutable;
using System.Reflection;
using AsyncCSharp.Contract;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Generators;
using AsyncCSharp.Engine.Metadata;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>
/// All that decides what a cell compiles to is in its key: every property of the inputs is changed here in every place, also one that
/// is added some day.
/// </summary>
public sealed class CompilationInputsTests
{
    private static readonly CompilationInputs s_inputs = new()
    {
        Code = "var text = \"grün \U0001F600\";\r\n\ttext",
        Path = "/home/user/script.csx",
        Number = 3,
        InputType = typeof(Dictionary<string, int>).AssemblyQualifiedName,
        HasInput = true,
        HidesInput = true,
        RunsOften = true,
        Chain = "Cell-0123456789abcdef",
        Slot = 2,
        Scope = "checks|1|6:System",
        Culture = "en-US",
        Engine = "5f2c|1:2",
    };

    public static TheoryData<string> Properties => [.. typeof(CompilationInputs).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Properties))]
    public void ToKey_AnyPropertyChangedAnywhere_IsAnotherKey(string name)
    {
        PropertyInfo property = typeof(CompilationInputs).GetProperty(name)!;
        List<CompilationInputs> all = [s_inputs];
        foreach (object? value in Mutations(property.GetValue(s_inputs)))
        {
            CompilationInputs changed = s_inputs with { };
            property.SetValue(changed, value);
            all.Add(changed);
        }

        Assert.True(all.Count > 1);
        Assert.Equal(all.Count, all.Select(i => Convert.ToHexString(i.ToKey().Bytes)).Distinct().Count());
        Assert.Equal(all.Count, all.Select(AssemblyNames.Of).Distinct().Count());
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Fact]
    public void ToKey_OfTheSameInputs_IsTheSame()
    {
        CompilationInputs same = s_inputs with { Code = new string(s_inputs.Code.AsSpan()), Scope = new string(s_inputs.Scope.AsSpan()) };

        Assert.Equal(s_inputs, same);
        Assert.Equal(s_inputs.GetHashCode(), same.GetHashCode());
        Assert.Equal(s_inputs.ToKey().Bytes, same.ToKey().Bytes);
        Assert.Equal(AssemblyNames.Of(s_inputs), AssemblyNames.Of(same));
    }

    // A part that goes over into its neighbour.
    [Fact]
    public void ToKey_TextCutElsewhere_IsAnotherKey()
    {
        CompilationInputs one = s_inputs with { Chain = "ab", Scope = "c", Path = "d", Code = "e" };
        CompilationInputs[] all =
        [
            one,
            one with { Chain = "a", Scope = "bc" },
            one with { Path = null, Code = "de" },
            one with { Path = "de", Code = string.Empty },
            one with { Path = string.Empty, Code = "de" },
        ];
        Assert.Equal(all.Length, all.Select(i => Convert.ToHexString(i.ToKey().Bytes)).Distinct().Count());
    }

    [Theory]
    [InlineData(null, 3, false, 3)]
    [InlineData(null, 3, true, 0)]
    [InlineData("/a.csx", 3, false, 0)]
    public void Of_ACellWithoutAFile_HasItsNumber(string? path, int number, bool anyNumber, int expected)
    {
        CellText source = new() { Code = "1", Path = path, Number = number };
        Assert.Equal(expected, new CompilationRequest(source, CompiledChain.Empty, Scope()).InputsFor(anyNumber).Number);
    }

    // What a source has besides follows from its path, or decides where files are looked for: they are inputs of their own.
    [Fact]
    public void Of_HasAllOfASource()
    {
        string[] other = [nameof(CellText.InputName), nameof(CellText.BaseDirectory), nameof(CellText.LocalsFrom), nameof(CellText.Completed), nameof(CellText.DisplayName), nameof(CellText.IsScript), nameof(CellText.IsProgram)];
        string[] known = [.. typeof(CompilationInputs).GetProperties().Select(p => p.Name)];
        Assert.Empty(typeof(CellText).GetProperties().Select(p => p.Name).Except(known).Except(other));
    }

    [Fact]
    public void Of_HasAllOfACell()
    {
        CellSource source = new() { Code = "a", Number = 2, Path = "b.cs", BaseDirectory = "c", InputType = typeof(List<int>), HasInput = true, RunsOften = true };
        CellText text = CellText.Of(source, hidesInput: true);

        Assert.Equal(("a", 2, "b.cs", "c", "global::System.Collections.Generic.@List<global::System.@Int32>", true, true, true), (text.Code, text.Number, text.Path, text.BaseDirectory, text.InputName, text.HasInput, text.HidesInput, text.RunsOften));
        Assert.Equal((source.DisplayName, source.IsScript, source.IsProgram), (text.DisplayName, text.IsScript, text.IsProgram));

        // The names of tuples are a part of the type's own text.
        Assert.Empty(typeof(CellSource).GetProperties().Select(p => p.Name).Except(typeof(CellText).GetProperties().Select(p => p.Name)).Except([nameof(CellSource.InputNames)]));
    }

    [Fact]
    public void Fingerprint_AnyPartOfAScopeChanged_IsAnother()
    {
        SideLibrary library = Library("Cell-types-1", "N.C", 0, [1, 2, 3]);
        CompilationScope[] all =
        [
            Scope(),
            Scope(stopChecks: false),
            Scope(imports: ["System", "System.IO"]),
            Scope(imports: ["System.IO", "System"]),
            Scope(imports: ["System\n", "System.IO"]),
            Scope(imports: ["System|9:System.IO"]),
            Scope(imports: []),
            Scope(usings: ["using System;"]),
            Scope(imports: ["System"], usings: ["using System; "]),
            Scope(generators: [typeof(CompilationInputs)]),
            Scope(generators: [typeof(CompilationInputsTests)]),
            Scope(libraries: [library]),
            Scope(libraries: [Library("Cell-types-1", "N.C", 0, [1, 2, 4])]),
            Scope(libraries: [Library("Cell-types-1", "N.C", 1, [1, 2, 3])]),
            Scope(libraries: [Library("Cell-types-2", "N.C", 0, [1, 2, 3])]),
            Scope(libraries: [library, Library("Cell-types-2", "N.D", 0, [1, 2, 3])]),
            Scope(libraries: [Library("Cell-types-2", "N.D", 0, [1, 2, 3]), library]),
        ];
        Assert.Equal(all.Length, all.Select(s => s.Fingerprint).Distinct().Count());
        Assert.Equal(all[^2].Fingerprint, Scope(libraries: [library]).With(Library("Cell-types-2", "N.D", 0, [1, 2, 3]), [], []).Fingerprint);
        Assert.Equal(all[7].Fingerprint, Scope().With(null, ["using System;"], []).Fingerprint);
    }

    [Fact]
    public void With_TypesOfTheSameName_TakesTheirPlace()
    {
        SideLibrary second = Library("Cell-types-1", "N.C", 1, [4]);
        CompilationScope scope = Scope(libraries: [Library("Cell-types-1", "N.C", 0, [3])]).With(second, [], []);

        Assert.Equal(Scope(libraries: [second]).Fingerprint, scope.Fingerprint);
        Assert.Same(second, scope.References.FindRedefined(["N.C"]));
        Assert.Null(scope.References.FindRedefined(["N.D"]));
        Assert.Same(scope, scope.With(null, [], []));
    }

    private static IEnumerable<object?> Mutations(object? value) => value switch
    {
        string text => Enumerable.Range(0, text.Length).Select(i => (object?)(text[..i] + (char)(text[i] ^ 1) + text[(i + 1)..])).Concat([text + " ", text[1..], string.Empty]),
        bool flag => [!flag],
        int number => [number + 1, -number],
        _ => throw new NotSupportedException($"There is no mutation of a {value?.GetType()}."),
    };

    private static CompilationScope Scope(ImmutableArray<string>? imports = null, ImmutableArray<string>? usings = null, bool stopChecks = true, ImmutableArray<SideLibrary>? libraries = null, Type[]? generators = null) =>
        new(imports ?? ["System"], usings ?? [], new ReferenceSet([], libraries ?? []), stopChecks, Generators(generators ?? []));

    private static GeneratorSet Generators(Type[] types) => GeneratorSet.Of(types.Select(t => new GeneratorFiles("Id", "1.0.0", [t.Assembly.Location])));

    private static SideLibrary Library(string name, string type, int version, byte[] image) =>
        new(new EmittedAssembly { Name = name, ClassName = string.Empty, Image = image, Symbols = [] }, [type], new Version(1, 0, version, 0));
}
