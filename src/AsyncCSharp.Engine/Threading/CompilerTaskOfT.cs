using System.Runtime.ExceptionServices;

namespace AsyncCSharp.Engine.Threading;

/// <summary>A piece of work with a result.</summary>
/// <typeparam name="T">The result.</typeparam>
internal sealed class CompilerTask<T>(Func<T> action) : CompilerTask
{
    private T _result = default!;
    private ExceptionDispatchInfo? _failure;

    /// <summary>The result; throws what the action threw. After the end.</summary>
    public T Result
    {
        get
        {
            _failure?.Throw();
            return _result;
        }
    }

    /// <inheritdoc/>
    protected override void Execute()
    {
        try
        {
            _result = action();
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }
}
