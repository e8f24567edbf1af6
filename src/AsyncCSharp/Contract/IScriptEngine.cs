namespace AsyncCSharp.Contract;

/// <summary>What the cmdlets ask of the compiler side. The one implementation is loaded into a private load context.</summary>
internal interface IScriptEngine
{
    /// <summary>Makes the compile-time and run-time state of one session.</summary>
    IScriptSession CreateSession(ScriptSessionOptions options);

    /// <summary>Whether a cell's text is whole, or more lines could make it so. Any thread.</summary>
    bool IsComplete(string code);

    /// <summary>The types, namespaces and methods that a text declares. Any thread.</summary>
    IReadOnlyList<DeclaredPart> DeclarationsIn(string code, CancellationToken cancellationToken);

    /// <summary>What is told about C# that is being typed. Any thread.</summary>
    /// <param name="session">What it is typed for; null for a session that has not begun.</param>
    ICodeHelp HelpFor(IScriptSession? session);

    /// <summary>A value as C# writes it: a text in its quotes, a list with its elements. Any thread. Goes through the elements of collections.</summary>
    string TextOf(object? value);

    /// <summary>The cells that are kept on disk.</summary>
    IKeptCells OpenKeptCells();

    /// <summary>Has the compilers end that run in processes of their own and that nobody asks. The next cell starts another. Any thread.</summary>
    void EndCompilers();

    /// <summary>Makes a runner that needs a library of the engine folder, or null where the engine knows none of that name.</summary>
    ICellRunner? CreateRunner(string name);
}
