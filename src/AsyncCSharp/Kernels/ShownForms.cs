namespace AsyncCSharp.Kernels;

/// <summary>Goes through the pipeline in the place of a value that is shown in forms of its own.</summary>
/// <param name="Forms">The forms, by MIME types. Text is among them.</param>
internal sealed record ShownForms(IReadOnlyDictionary<string, string> Forms) : INotebookForm
{
    /// <summary>The kind that is always there.</summary>
    public const string Plain = "text/plain";

    /// <summary>The kind of tables and pages.</summary>
    public const string Html = "text/html";

    /// <summary>Two forms of one thing.</summary>
    public static ShownForms Of(string text, string kind, string content) => new(new Dictionary<string, string>(StringComparer.Ordinal) { [Plain] = text, [kind] = content });

    /// <inheritdoc/>
    public override string ToString() => Forms[Plain];
}
