using System.Reflection;
using System.Runtime.Loader;
using AsyncCSharp.Engine.Artifacts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>A class compiled from a text and woven, ready to be called.</summary>
internal static class WovenCell
{
    public static MetadataReference[] References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal) && !p.Contains("System.Management.Automation", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>Compiles members of a static class.</summary>
    public static EmittedAssembly Compile(string members, OptimizationLevel level = OptimizationLevel.Release, params MetadataReference[] libraries)
    {
        string text = $$"""
            using System; using System.Collections.Generic; using System.Linq; using System.Threading.Tasks;
            public static class Code {
            #line 1 "Cell[1]"
            {{members}}
            }
            """;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Cell-Test",
            [CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview), "Cell[1]", System.Text.Encoding.UTF8)],
            [.. References, .. libraries],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: level, deterministic: true, allowUnsafe: true));
        using MemoryStream image = new();
        using MemoryStream symbols = new();
        EmitResult result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        Assert(result);
        return new EmittedAssembly { Name = "Cell-Test", ClassName = "Code", Image = image.ToArray(), Symbols = symbols.ToArray() };
    }

    /// <summary>Loads a cell and gives its class.</summary>
    public static Type Load(EmittedAssembly cell)
    {
        AssemblyLoadContext context = new("woven", isCollectible: true);
        return context.LoadFromStream(new MemoryStream(cell.Image), new MemoryStream(cell.Symbols)).GetType("Code", throwOnError: true)!;
    }

    /// <summary>Runs the method <c>Run</c> of a cell, and gives its result or what it threw.</summary>
    public static object? Run(EmittedAssembly cell)
    {
        object? value = Load(cell).GetMethod("Run")!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
        return value is Task task ? Awaited(task) : value;
    }

    private static object? Awaited(Task task)
    {
        task.GetAwaiter().GetResult();
        return task.GetType().GetProperty("Result")?.GetValue(task);
    }

    private static void Assert(EmitResult result)
    {
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics));
        }
    }
}
