using System.Collections.Concurrent;

namespace AsyncCSharp.Engine.Serving;

/// <summary>The thread that answers, one question after the other. Belongs to the <see cref="CompilerServer"/>, and does not keep the process alive.</summary>
internal sealed class AnsweringThread : IDisposable
{
    private readonly BlockingCollection<BinaryReader> _questions = [];
    private readonly Action<BinaryReader> _answer;

    /// <summary>Starts it.</summary>
    public AnsweringThread(Action<BinaryReader> answer)
    {
        _answer = answer;
        new Thread(Work) { IsBackground = true, Name = "AsyncCSharp answers" }.UnsafeStart();
    }

    /// <summary>One more question.</summary>
    public void Add(BinaryReader question) => _questions.Add(question);

    /// <summary>There will be no more. What is under way is not waited for.</summary>
    public void Dispose() => _questions.CompleteAdding();

    private void Work()
    {
        foreach (BinaryReader question in _questions.GetConsumingEnumerable())
        {
            using (question)
            {
                _answer(question);
            }
        }
    }
}
