using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Loading;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Packages;
using AsyncCSharp.Engine.References;
using AsyncCSharp.Engine.Syntax;
using Mono.Cecil;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>What becomes of the state machine of a cell's top level.</summary>
public sealed class InitializerReshaperTests
{
    [Theory]
    [InlineData("await Task.Yield(); 42")]
    [InlineData("42")]
    [InlineData("var x = await Task.FromResult(1); Func<Task<int>> f = async () => { await Task.Yield(); return x; }; await f()")]
    [InlineData("try { await Task.Delay(1); } finally { await Task.Yield(); }")]
    public void Weave_TopLevel_BecomesClass(string code)
    {
        TypeDefinition machine = MoveNextOf(code, runsOften: false).DeclaringType;

        Assert.False(machine.IsValueType);
        Assert.Contains(machine.Methods, m => m is { IsConstructor: true, IsStatic: false });
    }

    [Theory]
    [InlineData("await Task.Yield(); 42", false, true)]
    [InlineData("await Task.Yield(); 42", true, false)]
    [InlineData("for (int i = 0; i < 3; i++) { await Task.Yield(); }", false, false)]
    [InlineData("int i = 0; again: if (i++ < 3) goto again;", false, false)]
    public void Weave_TopLevelWithoutLoop_IsLeftUnoptimized(string code, bool runsOften, bool expected) =>
        Assert.Equal(expected, MoveNextOf(code, runsOften).NoOptimization);

    [Theory]
    [InlineData("await Task.Yield(); 42", false, false)]
    [InlineData("42", false, false)]
    [InlineData("await Task.Yield(); 42", true, true)]
    public void Weave_Factory_CallsNothingThatRunsOnce(string code, bool runsOften, bool expected)
    {
        MethodDefinition factory = MoveNextOf(code, runsOften).DeclaringType.DeclaringType.Methods.Single(m => m.Name == "<Factory>");

        Assert.Equal(expected, factory.Body.Instructions.Any(i => i.Operand is MethodDefinition { Name: "<Initialize>" }));
        Assert.Contains(factory.DeclaringType.Methods, m => m.Name == "<Initialize>");
    }

    private static MethodDefinition MoveNextOf(string code, bool runsOften)
    {
        CellText source = new() { Code = code, Number = 1, RunsOften = runsOften };
        CompilationScope scope = new SessionReferences(new SessionLoadContext("reshaped"), new SessionPackages(static () => null), stopChecks: true).Scope;
        ParsedCell cell = CellParser.Parse(source);
        PreparedCell prepared = new(cell, scope, SubmissionCompiler.Create(cell, CompiledChain.Empty, "Cell-reshaped", scope), null, null, null);
        EmittedAssembly emitted = SubmissionCompiler.Emit(prepared, source, TestContext.Current.CancellationToken);
        ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(emitted.Image));
        return module.GetType(emitted.ClassName).NestedTypes
            .Single(t => t.Name.StartsWith("<<Initialize>>", StringComparison.Ordinal))
            .Methods.Single(m => m.Name == "MoveNext");
    }
}
