using System.Collections;
using System.Collections.Specialized;
using AsyncCSharp.Conversion;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Collections that are handed to cells while another thread changes them.</summary>
public sealed class WrappedElementsTests
{
    private const int Walks = 300_000;

    [Fact]
    public Task Set_IsTakenAsItIs()
    {
        HashSet<object> set = [1, 2, 3];
        return WalkWhile(set, () => set.Add(4), () => set.Remove(4));
    }

    [Fact]
    public Task Queue_IsTakenAsItIs()
    {
        Queue<object> queue = new([1, 2, 3]);
        return WalkWhile(queue, () => queue.Enqueue(4), () => queue.Dequeue());
    }

    [Fact]
    public Task List_IsTakenAsItIs()
    {
        ArrayList list = [1, 2, 3];
        return WalkWhile(list, () => list.Add(4), () => list.RemoveAt(3));
    }

    [Fact]
    public Task Dictionary_IsTakenAsItIs()
    {
        OrderedDictionary entries = new() { ["a"] = 1 };
        return WalkWhile(entries, () => entries["b"] = 2, () => entries.Remove("b"));
    }

    private static async Task WalkWhile(object collection, Action add, Action remove)
    {
        bool isOver = false;
        Task other = Task.Run(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                add();
                remove();
            }
        });
        try
        {
            for (int i = 0; i < Walks; i++)
            {
                _ = WrappedElements.Unwrap(collection);
            }
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            await other;
        }
    }
}
