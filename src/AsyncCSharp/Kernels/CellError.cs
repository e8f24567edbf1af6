using System.Text.Json.Nodes;

namespace AsyncCSharp.Kernels;

/// <summary>Why a cell has ended before its end.</summary>
/// <param name="Name">The error's name.</param>
/// <param name="Message">What it says.</param>
/// <param name="Trace">How it is shown, line by line.</param>
internal sealed record CellError(string Name, string Message, IReadOnlyList<string> Trace)
{
    /// <summary>The name of a stop.</summary>
    public const string StoppedName = "OperationStopped";

    /// <summary>The cell was stopped.</summary>
    public static CellError Stopped() => Of(StoppedName, Strings.KernelStopped);

    /// <summary>An error of the kernel's own.</summary>
    public static CellError Of(string name, string message) => new(name, message, [AnsiColors.Paint($"{name}: {message}", ConsoleColor.Red, null)]);

    /// <summary>As messages have it.</summary>
    public JsonObject ToContent() => new()
    {
        ["ename"] = Name,
        ["evalue"] = Message,
        ["traceback"] = new JsonArray([.. Trace.Select(line => JsonValue.Create(line))]),
    };
}
