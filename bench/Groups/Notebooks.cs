namespace AsyncCSharp.Bench;

/// <summary>Kernels of notebooks, each new in each round.</summary>
internal static class Notebooks
{
    private static readonly JupyterKernel[] s_kernels = [JupyterKernel.Own, JupyterKernel.Python3, JupyterKernel.Interactive];

    /// <summary>What is measured.</summary>
    public static Group Group { get; } = new("notebooks", "Kernels of notebooks", 3, Measure, Rows);

    private static Measurements Measure(BenchOptions options, int rounds) => Measurements.Take([.. s_kernels.SelectMany(kernel => kernel.Subjects), JupyterKernel.Own.AtRest], rounds);

    private static IEnumerable<Row> Rows(BenchOptions options, Measurements taken) =>
    [
        .. Rows(taken, "ready", "from the start to the first answer", "ms", 1000),
        .. Rows(taken, "first cell", "the first cell", "ms", null),
        .. Rows(taken, "1 + 1", "`1 + 1`", "ms", 5),
        .. Rows(taken, "restart", "a restart, and a cell", "ms", 1000),
        .. Rows(taken, "20,000 lines", "20,000 lines of text", "ms", 1000),
        .. Rows(taken, "memory", "working set after some cells", "MB", null),
        taken.Row("... and at rest, eighty seconds later", "MB", JupyterKernel.Own.Of("memory at rest"), 130),
        .. Rows(taken, "memory after 20,000 lines", "... and after 20,000 lines", "MB", null),
    ];

    private static IEnumerable<Row> Rows(Measurements taken, string figure, string what, string unit, double? target) =>
    [
        taken.Row(what, unit, JupyterKernel.Own.Of(figure), target),
        .. s_kernels.Skip(1).Select(peer => taken.Row("...", unit, JupyterKernel.Own.Of(figure), peer.Of(figure), label: peer.Name)),
    ];
}
