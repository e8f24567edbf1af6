using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Management.Automation;
using AsyncCSharp.Contract;
using AsyncCSharp.Text;

namespace AsyncCSharp.Typing;

/// <summary>Asks the engine about text that is being typed, waits for the answer, and puts it as PowerShell has completions.</summary>
internal static class CodeAnswers
{
    // Somebody waits for it at the keyboard. The first answer of a process takes longer than all others.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // From then on a key that is typed says that the answer is not wanted any more.
    private static readonly TimeSpan s_untilKeys = TimeSpan.FromSeconds(1);

    /// <summary>Begins to load what questions need, in the background.</summary>
    public static void Prepare(CSharpSession session)
    {
        const string Text = "Console.Wr";
        _ = HelpFor(session).CompleteAsync(new CodeQuestion(Text, Text.Length), CancellationToken.None)
            .ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>How a text may go on.</summary>
    /// <param name="session">What it is typed for; null for one that is not there.</param>
    /// <param name="question">The place in the text.</param>
    /// <param name="isKeyTyped">Whether the person has gone on; null where that cannot be told.</param>
    public static CodeCompletions Complete(CSharpSession? session, CodeQuestion question, Func<bool>? isKeyTyped = null) =>
        Wait(cancel => HelpFor(session).CompleteAsync(question, cancel), isKeyTyped) ?? CodeCompletions.None(question.Position);

    /// <summary>The signatures of what is called at a place; null for none.</summary>
    public static CodeSignatures? Signatures(CSharpSession? session, CodeQuestion question, Func<bool>? isKeyTyped = null) =>
        Wait(cancel => HelpFor(session).SignaturesAsync(question, cancel), isKeyTyped);

    /// <summary>What the name at a place is; null for none.</summary>
    public static CodeNote? Describe(CSharpSession? session, CodeQuestion question) =>
        Wait(cancel => HelpFor(session).DescribeAsync(question, cancel), isKeyTyped: null);

    /// <summary>What a session's help is, for who does not wait for answers.</summary>
    public static ICodeHelp HelpFor(CSharpSession? session) => EngineLoadContext.Engine.HelpFor(session?.Glance);

    /// <summary>Answers as PowerShell's completions, which replace a stretch of a script.</summary>
    /// <param name="found">The answers.</param>
    /// <param name="start">Where the stretch begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="write">Writes a text as the script wants it.</param>
    public static CommandCompletion ToShell(CodeCompletions found, int start, int length, Func<string, string> write) =>
        new(new Collection<CompletionResult>([.. found.Items.Select(item => ToShell(item, write(item.Text)))]), -1, start, length);

    private static CompletionResult ToShell(CodeCompletion item, string text)
    {
        string note = $"{item.Note.Signature}\n{item.Note.Summary}".Trim();
        return new CompletionResult(text, ShownText.Of(item.Shown), TypeOf(item.Kind), ShownText.Of(note.Length == 0 ? item.Shown : note));
    }

    private static CompletionResultType TypeOf(CodeKind kind) => kind switch
    {
        CodeKind.Keyword => CompletionResultType.Keyword,
        CodeKind.Namespace => CompletionResultType.Namespace,
        CodeKind.Type => CompletionResultType.Type,
        CodeKind.Method => CompletionResultType.Method,
        CodeKind.Property => CompletionResultType.Property,
        CodeKind.Variable => CompletionResultType.Variable,
        _ => CompletionResultType.Text,
    };

    private static T? Wait<T>(Func<CancellationToken, Task<T>> ask, Func<bool>? isKeyTyped)
    {
        using CancellationTokenSource cancellation = new();
        Task<T> task = ask(cancellation.Token);
        Stopwatch watch = Stopwatch.StartNew();
        WaitHandle handle = ((IAsyncResult)task).AsyncWaitHandle;
        while (!handle.WaitOne(10))
        {
            if (watch.Elapsed > s_patience || (watch.Elapsed > s_untilKeys && isKeyTyped?.Invoke() == true))
            {
                cancellation.Cancel();
                break;
            }
        }

        // Text that is half written may be more than the compiler's services can take: then there is no answer to it.
        return task.IsCompletedSuccessfully ? task.GetAwaiter().GetResult() : default;
    }
}
