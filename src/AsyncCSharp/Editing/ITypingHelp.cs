using System.Management.Automation;

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

    /// <summary>What is shown below the text while it is typed, as lines for the terminal. Any thread, and nobody waits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cursor">The place.</param>
    /// <param name="width">The columns that there are.</param>
    /// <param name="cancellationToken">Fires when the person has gone on.</param>
    Task<IReadOnlyList<string>> HintAsync(string text, int cursor, int width, CancellationToken cancellationToken);
}
