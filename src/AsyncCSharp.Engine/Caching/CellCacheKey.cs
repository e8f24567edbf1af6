namespace AsyncCSharp.Engine;

/// <summary>All that decides what a cell compiles to. Its number is not in it: see <see cref="CompiledCell.For"/>.</summary>
/// <param name="Code">The text.</param>
/// <param name="Path">The script file it came from, or null.</param>
/// <param name="InputType">The static type of <c>Input</c>, or null.</param>
/// <param name="RunsOften">Whether its top level is optimised.</param>
/// <param name="Chain">The fingerprint of the submissions before it.</param>
/// <param name="Scope">The fingerprint of imports, references and stop checks.</param>
internal sealed record CellCacheKey(string Code, string? Path, Type? InputType, bool RunsOften, string Chain, string Scope);
