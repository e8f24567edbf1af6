using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>
/// What is in scope in every cell. There is one object a session; its members read the run that is executing, so they
/// are right in background code of an earlier cell too.
/// </summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "A script's globals are members of its host object.")]
public sealed class CellGlobals
{
    private readonly ISessionScope _session;

    internal CellGlobals(ISessionScope session)
    {
        _session = session;
        Shell = new CellShell(session);
        Progress = new CellProgress(Shell);
    }

    /// <summary>The pipeline object; null where there is none. A cell that uses it sees it with the type of the first object.</summary>
    public dynamic? Input => IRunningCell.Current?.Input;

    /// <summary>What <c>-ArgumentList</c> gave; empty without.</summary>
    public IReadOnlyList<object?> Args => IRunningCell.Current?.Arguments ?? [];

    /// <summary>
    /// Fires on Ctrl+C, at a timeout, when a job is stopped, and when the session is reset or removed; inside of a
    /// <see cref="Nursery"/> also when the nursery is cancelled.
    /// </summary>
    public CancellationToken CancellationToken =>
        Nursery.Innermost?.CancellationToken ?? StoppableRun.Current?.Stop.Token ?? _session.Token;

    /// <summary>Reports progress, as <c>Write-Progress</c> does.</summary>
    public CellProgress Progress { get; }

    /// <summary>The way to PowerShell: streams, variables, commands. Any thread.</summary>
    public CellShell Shell { get; }

    /// <summary>The pipeline object as a type. Called by compiled cells.</summary>
    /// <typeparam name="T">The type that the cell was compiled for.</typeparam>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static T InputAs<T>() => IRunningCell.Current?.Input is T value ? value : default!;

    /// <summary>The value of a cell that has variables on its stack only. Called by compiled cells.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The value.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static object? ValueOf(object? value) => value;

    /// <summary>As <see cref="ValueOf(object?)"/>. The better match for what could be a span as well.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>The value.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static object? ValueOf<T>(T value) => value;

    /// <summary>As <see cref="ValueOf(object?)"/>: a span cannot leave the cell, its items can.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="value">The span.</param>
    /// <returns>The items, as an array; characters as a string.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static object? ValueOf<T>(Span<T> value) => ValueOf((ReadOnlySpan<T>)value);

    /// <summary>As <see cref="ValueOf{T}(Span{T})"/>.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="value">The span.</param>
    /// <returns>The items, as an array; characters as a string.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static object? ValueOf<T>(ReadOnlySpan<T> value) => typeof(T) == typeof(char) ? value.ToString() : value.ToArray();

    /// <summary>Keeps a top-level <c>using</c> variable's object, to be disposed when the cell ends. Called by compiled cells.</summary>
    /// <typeparam name="T">The variable's type.</typeparam>
    /// <param name="disposable">The object, or null.</param>
    /// <returns>The object.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static T DisposeAtEnd<T>(T disposable)
        where T : IDisposable?
    {
        if (disposable is not null)
        {
            IRunningCell.Current?.AddDisposable(disposable.Dispose);
        }

        return disposable;
    }

    /// <summary>As <see cref="DisposeAtEnd"/>, for <c>await using</c>.</summary>
    /// <typeparam name="T">The variable's type.</typeparam>
    /// <param name="disposable">The object, or null.</param>
    /// <returns>The object.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static T DisposeAsyncAtEnd<T>(T disposable)
        where T : IAsyncDisposable?
    {
        if (disposable is not null)
        {
            IRunningCell.Current?.AddDisposable(disposable.DisposeAsync);
        }

        return disposable;
    }
}
