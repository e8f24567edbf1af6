namespace AsyncCSharp.Contract;

/// <summary>
/// What a person is told about C# that is being typed, against what a session has. Plain data on both sides. Any thread, at any time: it never
/// waits for who has the session, and looks at the chain as it is. The work is the thread pool's; what it needs is loaded by the first question.
/// </summary>
internal interface ICodeHelp
{
    /// <summary>How the text may go on at a place.</summary>
    Task<CodeCompletions> CompleteAsync(CodeQuestion question, CancellationToken cancellationToken);

    /// <summary>The signatures of what is called at a place; null where nothing is.</summary>
    Task<CodeSignatures?> SignaturesAsync(CodeQuestion question, CancellationToken cancellationToken);

    /// <summary>What the name at a place is, and what its documentation says; null where there is none.</summary>
    Task<CodeNote?> DescribeAsync(CodeQuestion question, CancellationToken cancellationToken);

    /// <summary>What the names in the text stand for, in the order of the text; what is no name is left out.</summary>
    Task<IReadOnlyList<CodeName>> NamesAsync(CodeQuestion question, CancellationToken cancellationToken);
}
