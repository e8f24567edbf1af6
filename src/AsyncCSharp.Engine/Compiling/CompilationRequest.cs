using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Metadata;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// A request to compile a text. All that decides the answer, a <see cref="SubmissionCode"/>, is in <see cref="InputsFor"/> as plain data;
/// chain and scope carry besides what the compiler has made of the same data before.
/// </summary>
/// <param name="Text">The text.</param>
/// <param name="Chain">The submissions before it.</param>
/// <param name="Scope">What it is compiled with.</param>
internal sealed record CompilationRequest(CellText Text, CompiledChain Chain, CompilationScope Scope)
{
    /// <summary>All that decides what the text compiles to.</summary>
    /// <param name="anyNumber">Whether code that names no cell is looked for.</param>
    public CompilationInputs InputsFor(bool anyNumber = false) => new()
    {
        Code = Text.Code,
        Path = Text.Path,
        Number = anyNumber || Text.Path is not null ? 0 : Text.Number,
        InputType = Text.InputType,
        HasInput = Text.HasInput,
        HidesInput = Text.HidesInput,
        RunsOften = Text.RunsOften,
        Chain = Chain.Fingerprint,
        Slot = Chain.NextSlot,
        Scope = Scope.Fingerprint,
    };
}
