namespace AsyncCSharp.Engine.Tests.Layering;

/// <summary>
/// The order of the layers, from the top: the one place that says it. A row stands on the rows below it; the namespaces of one row stand
/// beside each other and know nothing of each other. An entry is a namespace, or the full name of a type that does not belong to the layer
/// of its namespace; several with a plus between them are one layer.
/// </summary>
internal static class LayerList
{
    /// <summary>The layers of AsyncCSharp.Engine.dll.</summary>
    public static readonly string[][] Engine =
    [
        ["AsyncCSharp.Engine"],
        ["AsyncCSharp.Engine.Sessions"],
        ["AsyncCSharp.Engine.Variables", "AsyncCSharp.Engine.Completing"],
        ["AsyncCSharp.Engine.Submissions"],
        ["AsyncCSharp.Engine.References"],
        ["AsyncCSharp.Engine.Loading"],
        ["AsyncCSharp.Engine.Packages"],
        ["AsyncCSharp.Engine.Children", "AsyncCSharp.Engine.Serving"],
        ["AsyncCSharp.Engine.Wire"],
        ["AsyncCSharp.Engine.Compilers"],
        ["AsyncCSharp.Engine.Compiling", "AsyncCSharp.Engine.Threading"],
        ["AsyncCSharp.Engine.Metadata"],
        ["AsyncCSharp.Engine.Weaving", "AsyncCSharp.Engine.Syntax"],
        ["AsyncCSharp.Engine.Caching"],
        ["AsyncCSharp.Engine.Artifacts", "AsyncCSharp.Engine.Generators"],
        ["AsyncCSharp.Engine.Directives", "AsyncCSharp.Engine.Files"],
        ["AsyncCSharp.Engine.Naming"],
    ];

    /// <summary>
    /// The layers of AsyncCSharp.dll. The public types are in one namespace, whatever folder they stand in: those in <c>Public/</c> are what
    /// cells see and call, and the others are listed with the layer of their folder.
    /// </summary>
    public static readonly string[][] Module =
    [
        ["AsyncCSharp.ModuleCleanup", "AsyncCSharp.WarmUp"],
        ["AsyncCSharp.Commands"],
        ["AsyncCSharp.NameCompleter + AsyncCSharp.CustomRunnerCompleter + AsyncCSharp.HistoryIdCompleter + AsyncCSharp.RegisteredRunnerCompleter + AsyncCSharp.RunnerNameCompleter"
            + " + AsyncCSharp.SessionNameCompleter + AsyncCSharp.ShellVariableCompleter + AsyncCSharp.VariableNameCompleter", "AsyncCSharp.CodeCompleter"],
        ["AsyncCSharp.Machines"],
        ["AsyncCSharp.Jobs + AsyncCSharp.CellJob + AsyncCSharp.CSharpCellJobAdapter", "AsyncCSharp.Receiving", "AsyncCSharp.Measuring", "AsyncCSharp.Prompting", "AsyncCSharp.Kernels"],
        ["AsyncCSharp.Editing", "AsyncCSharp.Typing"],
        ["AsyncCSharp.Calls"],
        ["AsyncCSharp.FanOut"],
        ["AsyncCSharp.Cells"],
        ["AsyncCSharp.Sessions + AsyncCSharp.CSharpSession"],
        ["AsyncCSharp.Failures", "AsyncCSharp.Runners", "AsyncCSharp.Output + AsyncCSharp.ValueSummary", "AsyncCSharp.Caches", "AsyncCSharp.Showing"],
        ["AsyncCSharp.Callbacks"],
        ["AsyncCSharp.Loop"],
        ["AsyncCSharp.Contract"],
        ["AsyncCSharp.Conversion + AsyncCSharp.ViewAdapter"],
        ["AsyncCSharp.Reporting"],
        ["AsyncCSharp.Interop"],
        ["AsyncCSharp"],
        ["AsyncCSharp.Reading"],
        ["AsyncCSharp.Stopping + AsyncCSharp.CellStoppedException"],
        ["AsyncCSharp.Text"],
        ["AsyncCSharp.Lexing"],
        ["AsyncCSharp.Jupyter"],
        ["AsyncCSharp.Zmtp"],
        ["AsyncCSharp.Strings"],
    ];

    /// <summary>The highest layer of AsyncCSharp.dll that the engine may use.</summary>
    public const string Contract = "AsyncCSharp.Contract";
}
