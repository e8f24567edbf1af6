using AsyncCSharp.Engine.Artifacts;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>
/// Puts the checks of <see cref="StopHooks"/> into a compiled cell, so that it can be stopped wherever it is.
/// See docs/design/compiling.md.
/// </summary>
/// <remarks>
/// In the compiled code and not in the syntax: every loop, lambda, query clause and iterator is there as what it really
/// is, an expression tree is none of it, and the user's text, lines and columns are not touched.
/// </remarks>
internal static class StopCheckWeaver
{
    /// <summary>Gives the cell with its checks. The same cell gives the same image.</summary>
    /// <param name="cell">The cell as the compiler gave it.</param>
    /// <param name="runsOften">See <see cref="CellText.RunsOften"/>.</param>
    /// <param name="stopChecks">Whether it is to have its checks; without them it only looks after what it prints, and after its execution context.</param>
    public static EmittedAssembly Weave(EmittedAssembly cell, bool runsOften = true, bool stopChecks = true)
    {
        using MemoryStream image = new(cell.Image, writable: false);
        using MemoryStream symbols = new(cell.Symbols, writable: false);
        ReaderParameters parameters = ConstantTypes.NewParameters();
        parameters.ReadSymbols = true;
        parameters.SymbolStream = symbols;
        parameters.SymbolReaderProvider = new PortablePdbReaderProvider();
        using ModuleDefinition module = ModuleDefinition.ReadModule(image, parameters);
        if (stopChecks && cell.ClassName.Length > 0)
        {
            InitializerReshaper.Reshape(module, cell.ClassName, runsOften);
        }

        StopCheckReferences references = new(module);
        foreach (TypeDefinition type in module.GetTypes())
        {
            foreach (MethodDefinition method in type.Methods.Where(m => m.HasBody).ToArray())
            {
                if (stopChecks)
                {
                    // The copy would have nothing that tells lines.
                    if (SilentFailures.In(method).Count == 0)
                    {
                        RecursionUnroller.Unroll(method);
                    }

                    new MethodWeaver(method, references).Weave();
                }
                else
                {
                    method.Body.SimplifyMacros();
                    new HostWeaver(method.Body, references).Weave();
                    new ConsoleWeaver(method.Body, references).Weave();
                    method.Body.OptimizeMacros();
                }
            }
        }

        // Last, so that nothing is woven around what it weaves.
        if (cell.ClassName.Length > 0)
        {
            FlowWeaver.Weave(module, cell.ClassName, references);
        }

        using MemoryStream wovenImage = new();
        using MemoryStream wovenSymbols = new();
        module.Write(wovenImage, new WriterParameters
        {
            WriteSymbols = true,
            SymbolStream = wovenSymbols,
            SymbolWriterProvider = new PortablePdbWriterProvider(),
            DeterministicMvid = true,
            Timestamp = 0,
        });
        return cell with { Image = wovenImage.ToArray(), Symbols = wovenSymbols.ToArray() };
    }
}
