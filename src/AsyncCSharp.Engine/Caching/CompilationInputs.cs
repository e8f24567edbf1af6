using System.Globalization;
using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// All that decides what a text compiles to, and nothing else. This is the one place that says so: the key of the cache on disk, the
/// key of the cache in memory, the name of the assembly, and with it the fingerprint of the chain that goes into the inputs of the next text, are all made of it. Whatever the compiler, the weaver or the cell's own description (warnings, names) come
/// to depend on is a property here, by its value or by a hash of its bytes; what is constant in our code is in the identity of that.
/// </summary>
/// <remarks>
/// The bytes that are in here are the bytes that are compiled: a text is read once, and so is an assembly
/// (<see cref="AssemblyFile"/>). No time, length or path of a file stands for what is in it; only the framework, the compiler and
/// our own assemblies, which are installed as a whole, are told apart by their builds (<see cref="EngineIdentity"/>). See docs/design/cache.md.
/// </remarks>
internal sealed record CompilationInputs
{
    /// <summary>The text as the user gave it, with all that is taken out of it before the compiler sees it: directives, types beside the cell.</summary>
    public required string Code { get; init; }

    /// <summary>The script file that it came from: it is in symbols, warnings and <c>[CallerFilePath]</c>.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// The number that names the cell in the same places where it came from no file; 0 where code is looked for that names no cell, as
    /// in memory, where the other places are renamed.
    /// </summary>
    public int Number { get; init; }

    /// <summary>The identity of the static type of <c>Input</c>. What is in its assembly is in <see cref="Scope"/>.</summary>
    public string? InputType { get; init; }

    /// <summary>Whether it is given an object: then that is its <c>Input</c>, also where it is dynamic.</summary>
    public bool HasInput { get; init; }

    /// <summary>Whether a variable of the call hides <c>Input</c>.</summary>
    public bool HidesInput { get; init; }

    /// <summary>Whether the top level is optimised.</summary>
    public bool RunsOften { get; init; }

    /// <summary>The fingerprint of the submissions before it: the files that it loads, and earlier cells.</summary>
    public required string Chain { get; init; }

    /// <summary>Its place after them: in the name of its class.</summary>
    public required int Slot { get; init; }

    /// <summary>The fingerprint of imports, usings, references, types beside earlier cells, and options.</summary>
    public required string Scope { get; init; }

    /// <summary>The language of the compiler's warnings.</summary>
    public string Culture { get; init; } = CultureInfo.CurrentUICulture.Name;

    /// <summary>What compiles it, and what it runs on.</summary>
    public string Engine { get; init; } = EngineIdentity.Text;

    /// <summary>As a key for the cache on disk, the same in every process.</summary>
    public CacheKey ToKey() => CacheKey.Of(
        "submission",
        Engine,
        Culture,
        Chain,
        Slot.ToString(CultureInfo.InvariantCulture),
        Scope,
        HasInput ? "input" : null,
        HidesInput ? "hides" : null,
        InputType,
        RunsOften ? "often" : null,
        Path,
        Number.ToString(CultureInfo.InvariantCulture),
        Code);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Chain);
}
