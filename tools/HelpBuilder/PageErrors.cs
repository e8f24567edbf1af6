namespace AsyncCSharp.HelpBuilder;

/// <summary>Collects the mistakes of one page, so that an author sees all of them at once.</summary>
internal sealed class PageErrors(string file)
{
    private readonly List<DocError> _errors = [];

    public IReadOnlyList<DocError> All => _errors;

    public void Add(int line, string message) => _errors.Add(new DocError(file, line, message));
}
