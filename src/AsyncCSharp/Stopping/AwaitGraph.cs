using System.Collections;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Stopping;

/// <summary>
/// Finds who waits for async methods, at one moment of a stop: from what has not ended, by what goes on when it has, to awaits of
/// cells. So it sees through all that tasks are composed of: WhenAll, Unwrap, continuations, async methods of libraries. See docs/design/stopping.md.
/// </summary>
/// <param name="main">The task that a runner waits for, or null.</param>
internal sealed class AwaitGraph(Task? main)
{
    private readonly Dictionary<object, AwaitEnd> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Follows from an await of a cell, by the method that it is in.</summary>
    public AwaitEnd Follow(PendingAwait pending) => pending.Frame is { } frame ? Follow(frame, isOwn: true) : new AwaitEnd();

    /// <summary>Follows from a task that is a cell's.</summary>
    public AwaitEnd Follow(Task task) => Follow(task, isOwn: true);

    /// <summary>Whether that is for sure not innermost, whatever leads to it: a nursery, or where the framework's links are not known, a method of a cell.</summary>
    public static bool IsCells(Task? awaited) =>
        awaited is not null && (IsNurserys(awaited) || (!TaskLinks.AreKnown && TaskLinks.MethodType(awaited) is { Assembly.IsCollectible: true }));

    // A nursery lists the tasks that it waits for itself.
    private static bool IsNurserys(object node) => node is Task { IsCompleted: false } task && typeof(ITaskGroup).IsAssignableFrom(TaskLinks.MethodType(task)?.DeclaringType);

    // A node that is not the cell's and leads nowhere belongs to a library.
    private AwaitEnd Follow(object node, bool isOwn)
    {
        if (_known.TryGetValue(node, out AwaitEnd? known))
        {
            return known;
        }

        AwaitEnd end = new();
        _known.Add(node, end);
        switch (node)
        {
            case PendingAwait pending:
                _ = end.Awaits.Add(pending);
                break;
            case ManualResetEventSlim:
                // Task.Wait and Task.WaitAll are woken by such an event.
                end.IsBlocking = true;
                break;
            case Task { IsCompleted: true }:
                break;
            case var _ when node.GetType() == typeof(object):
                // The framework puts such an object there when a task has ended.
                break;
            default:
                FollowLinks(node, isOwn, end);
                break;
        }

        return end;
    }

    private void FollowLinks(object node, bool isOwn, AwaitEnd end)
    {
        bool any = false;
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            foreach (object next in Links(node))
            {
                any = true;
                end.Add(Follow(next, isOwn: false));
            }
        }

        if (node is Task task && (task == main || IsOurs(task)))
        {
            end.IsMain = true;
            end.IsLost = false;
        }
        else
        {
            end.IsLost |= !any && !isOwn && !IsNurserys(node);
        }
    }

    private static IEnumerable<object> Links(object node)
    {
        switch (node)
        {
            case Task task:
                foreach (object next in Each(TaskLinks.Continuation(task)))
                {
                    yield return next;
                }

                if (TaskLinks.MethodObject(task) is { } method)
                {
                    foreach (object next in TaskLinks.SourceContinuations(method))
                    {
                        yield return next;
                    }
                }

                break;
            case Delegate { Target: { } target }:
                yield return target;
                break;
            default:
                if (TaskLinks.Next(node) is { } link)
                {
                    yield return link;
                }

                foreach (object next in TaskLinks.SourceContinuations(node))
                {
                    yield return next;
                }

                break;
        }
    }

    // The framework locks the list when it changes it.
    private static object[] Each(object? continuation)
    {
        if (continuation is not IList list)
        {
            return continuation is null ? [] : [continuation];
        }

        lock (list)
        {
            return [.. list.Cast<object?>().Where(o => o is not null).Select(o => o!)];
        }
    }

    private static bool IsOurs(Task task) => TaskLinks.MethodType(task)?.Assembly == typeof(AwaitGraph).Assembly && !IsNurserys(task);
}
