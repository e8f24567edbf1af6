using System.Management.Automation;
using AsyncCSharp.Contract;

namespace AsyncCSharp.Editing;

/// <summary>What an editor asks about the text that is typed in it. Where it does not say otherwise on the pipeline thread, which waits for the answer.</summary>
internal interface ITypingHelp
{
    /// <summary>How the text may go on at a place; null where nothing is known.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cursor">The place.</param>
    /// <param name="isKeyTyped">Whether the person has gone on.</param>
    CommandCompletion? Complete(string text, int cursor, Func<bool> isKeyTyped);

    /// <summary>What is called at a place, or what the name there is, as lines for the terminal; empty where nothing is known.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cursor">The place.</param>
    /// <param name="isKeyTyped">Whether the person has gone on.</param>
    IReadOnlyList<string> Explain(string text, int cursor, Func<bool> isKeyTyped);

    /// <summary>What is shown below the text while it is typed. Any thread, and nobody waits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cursor">The place.</param>
    /// <param name="hasChoices">Whether it has the words that may stand there with it.</param>
    /// <param name="described">The first of the words that are described.</param>
    /// <param name="cancellationToken">Fires when the person has gone on.</param>
    Task<TypingHint> HintAsync(string text, int cursor, bool hasChoices, int described, CancellationToken cancellationToken);

    /// <summary>What the names in the text stand for. Any thread, and nobody waits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Fires when the person has gone on.</param>
    Task<IReadOnlyList<CodeName>> NamesAsync(string text, CancellationToken cancellationToken);
}
