using System.ComponentModel;
using System.Runtime.CompilerServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>
/// What compiled cells call where the compiler had a method builder's <c>AwaitUnsafeOnCompleted</c>: the same, through a
/// <c>StoppableAwaiter</c>. Called by compiled cells only.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StopAwait
{
    /// <summary>For a method built by AsyncTaskMethodBuilder.</summary>
    /// <typeparam name="TAwaiter">The awaiter.</typeparam>
    /// <typeparam name="TStateMachine">The method.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="awaiter">What is awaited.</param>
    /// <param name="stateMachine">The state of the method.</param>
    public static void OnCompleted<TAwaiter, TStateMachine>(ref AsyncTaskMethodBuilder builder, ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        StoppableAwaiter<TAwaiter> stoppable = new(awaiter, Run);
        builder.AwaitUnsafeOnCompleted(ref stoppable, ref stateMachine);
    }

    /// <summary>For a method built by AsyncTaskMethodBuilder of a result.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <typeparam name="TAwaiter">The awaiter.</typeparam>
    /// <typeparam name="TStateMachine">The method.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="awaiter">What is awaited.</param>
    /// <param name="stateMachine">The state of the method.</param>
    public static void OnCompleted<T, TAwaiter, TStateMachine>(ref AsyncTaskMethodBuilder<T> builder, ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        StoppableAwaiter<TAwaiter> stoppable = new(awaiter, Run);
        builder.AwaitUnsafeOnCompleted(ref stoppable, ref stateMachine);
    }

    /// <summary>For a method built by AsyncValueTaskMethodBuilder.</summary>
    /// <typeparam name="TAwaiter">The awaiter.</typeparam>
    /// <typeparam name="TStateMachine">The method.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="awaiter">What is awaited.</param>
    /// <param name="stateMachine">The state of the method.</param>
    public static void OnCompleted<TAwaiter, TStateMachine>(ref AsyncValueTaskMethodBuilder builder, ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        StoppableAwaiter<TAwaiter> stoppable = new(awaiter, Run);
        builder.AwaitUnsafeOnCompleted(ref stoppable, ref stateMachine);
    }

    /// <summary>For a method built by AsyncValueTaskMethodBuilder of a result.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <typeparam name="TAwaiter">The awaiter.</typeparam>
    /// <typeparam name="TStateMachine">The method.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="awaiter">What is awaited.</param>
    /// <param name="stateMachine">The state of the method.</param>
    public static void OnCompleted<T, TAwaiter, TStateMachine>(ref AsyncValueTaskMethodBuilder<T> builder, ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        StoppableAwaiter<TAwaiter> stoppable = new(awaiter, Run);
        builder.AwaitUnsafeOnCompleted(ref stoppable, ref stateMachine);
    }

    /// <summary>For a method built by PoolingAsyncValueTaskMethodBuilder.</summary>
    /// <typeparam name="TAwaiter">The awaiter.</typeparam>
    /// <typeparam name="TStateMachine">The method.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="awaiter">What is awaited.</param>
    /// <param name="stateMachine">The state of the method.</param>
    public static void OnCompleted<TAwaiter, TStateMachine>(ref PoolingAsyncValueTaskMethodBuilder builder, ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        StoppableAwaiter<TAwaiter> stoppable = new(awaiter, Run);
        builder.AwaitUnsafeOnCompleted(ref stoppable, ref stateMachine);
    }

    /// <summary>For a method built by PoolingAsyncValueTaskMethodBuilder of a result.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <typeparam name="TAwaiter">The awaiter.</typeparam>
    /// <typeparam name="TStateMachine">The method.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="awaiter">What is awaited.</param>
    /// <param name="stateMachine">The state of the method.</param>
    public static void OnCompleted<T, TAwaiter, TStateMachine>(ref PoolingAsyncValueTaskMethodBuilder<T> builder, ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        StoppableAwaiter<TAwaiter> stoppable = new(awaiter, Run);
        builder.AwaitUnsafeOnCompleted(ref stoppable, ref stateMachine);
    }

    /// <summary>For a method built by AsyncVoidMethodBuilder.</summary>
    /// <typeparam name="TAwaiter">The awaiter.</typeparam>
    /// <typeparam name="TStateMachine">The method.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="awaiter">What is awaited.</param>
    /// <param name="stateMachine">The state of the method.</param>
    public static void OnCompleted<TAwaiter, TStateMachine>(ref AsyncVoidMethodBuilder builder, ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        StoppableAwaiter<TAwaiter> stoppable = new(awaiter, Run);
        builder.AwaitUnsafeOnCompleted(ref stoppable, ref stateMachine);
    }

    /// <summary>For a method built by AsyncIteratorMethodBuilder.</summary>
    /// <typeparam name="TAwaiter">The awaiter.</typeparam>
    /// <typeparam name="TStateMachine">The method.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="awaiter">What is awaited.</param>
    /// <param name="stateMachine">The state of the method.</param>
    public static void OnCompleted<TAwaiter, TStateMachine>(ref AsyncIteratorMethodBuilder builder, ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        StoppableAwaiter<TAwaiter> stoppable = new(awaiter, Run);
        builder.AwaitUnsafeOnCompleted(ref stoppable, ref stateMachine);
    }

    private static LiveFrames? Run => StoppableRun.Current?.Frames;
}
