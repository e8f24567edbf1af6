namespace AsyncCSharp.Machines;

/// <summary>Something that a machine tells, on its way to the pipeline thread.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The object, record or reason.</param>
internal readonly record struct MachineNews(Machine Machine, MachineNewsKind Kind, object? Value);
