using System.Runtime.CompilerServices;
using AsyncCSharp.Conversion;
using AsyncCSharp.Sessions;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>What a session keeps of its calls: how many, how much, and in which states.</summary>
public sealed class CellHistoryTests
{
    private const int SizeOfOne = 302;

    [Fact]
    public void Cells_AreThoseThatBegan_InOrder_WhileTheyRun()
    {
        CellHistory history = new();
        CellRecord outer = history.Begin(1, "outer", null, new GivenValues());
        CellRecord nested = history.Begin(2, "nested", "/a/file.csx", new GivenValues());
        nested.Complete();
        nested.End();

        Assert.Equal([outer, nested], history.Cells);
        Assert.Null(outer.ToEntry("s").Success);
        CSharpHistoryEntry entry = nested.ToEntry("s");
        Assert.True(entry.Success);
        Assert.Equal((2, "nested", "/a/file.csx", "s"), (entry.Id, entry.Code, entry.Path, entry.Session));
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    public void Success_IsTheEndOfTheCallWithoutAFailure(bool completes, bool fails, bool expected)
    {
        CellRecord record = new CellHistory().Begin(1, "x", null, new GivenValues());
        if (fails)
        {
            record.NoteFailure();
        }

        if (completes)
        {
            record.Complete();
        }

        record.End();
        Assert.Equal(expected, record.ToEntry("s").Success);
    }

    [Fact]
    public void Duration_StaysThatOfTheFirstEnd()
    {
        CellRecord record = new CellHistory().Begin(1, "x", null, new GivenValues());
        record.End();
        TimeSpan first = record.ToEntry("s").Duration;
        record.End();
        Assert.Equal(first, record.ToEntry("s").Duration);
        Assert.True(first > TimeSpan.Zero);
    }

    [Fact]
    public void TheOldestGo_WhereThereAreTooMany()
    {
        CellHistory history = new(mostCells: 3);
        for (int i = 1; i <= 5; i++)
        {
            history.Begin(i, "x", null, new GivenValues()).End();
        }

        Assert.Equal([3, 4, 5], history.Cells.Select(c => c.Number));
    }

    [Fact]
    public void TheOldestGo_WhereTheyTakeTooMuch_AndTheNewestStays()
    {
        CellHistory history = new(mostBytes: 3 * SizeOfOne);
        for (int i = 1; i <= 4; i++)
        {
            _ = history.Begin(i, "x", null, new GivenValues());
        }

        Assert.Equal([2, 3, 4], history.Cells.Select(c => c.Number));
        _ = history.Begin(5, new string('x', 10_000), null, new GivenValues());
        Assert.Equal([5], history.Cells.Select(c => c.Number));
        _ = history.Begin(6, "x", null, new GivenValues());
        Assert.Equal([6], history.Cells.Select(c => c.Number));
    }

    [Fact]
    public void WhatACallGave_CountsFromItsEndOn_UnlessItIsGone()
    {
        CellHistory history = new(mostBytes: 3 * SizeOfOne);
        GivenValues given = new();
        CellRecord first = history.Begin(1, "x", null, given);
        given.Add(new string('x', 200));
        _ = history.Begin(2, "x", null, new GivenValues());
        Assert.Equal([1, 2], history.Cells.Select(c => c.Number));
        first.End();
        Assert.Equal([2], history.Cells.Select(c => c.Number));
        _ = history.Begin(3, "x", null, new GivenValues());
        Assert.Equal([2, 3], history.Cells.Select(c => c.Number));

        GivenValues late = new();
        CellRecord gone = history.Begin(4, "x", null, late);
        foreach (int number in new[] { 5, 6, 7 })
        {
            _ = history.Begin(number, "x", null, new GivenValues());
        }

        late.Add(new string('x', 1000));
        gone.End();
        Assert.Equal([5, 6, 7], history.Cells.Select(c => c.Number));
        _ = history.Begin(8, "x", null, new GivenValues());
        Assert.Equal([6, 7, 8], history.Cells.Select(c => c.Number));
    }

    [Fact]
    public void ThoseOfACopiedSession_CountForTheLimits_AndGoFirst()
    {
        CellHistory first = new();
        for (int i = 1; i <= 5; i++)
        {
            first.Begin(i, "x", null, new GivenValues()).End();
        }

        CellHistory few = new(mostCells: 3);
        few.CopyFrom(first);
        Assert.Equal([3, 4, 5], few.Cells.Select(c => c.Number));
        few.Begin(6, "x", null, new GivenValues()).End();
        Assert.Equal([4, 5, 6], few.Cells.Select(c => c.Number));

        CellHistory small = new(mostBytes: 3 * SizeOfOne);
        small.CopyFrom(few);
        small.Begin(7, "x", null, new GivenValues()).End();
        Assert.Equal([5, 6, 7], small.Cells.Select(c => c.Number));
        Assert.Equal([1, 2, 3, 4, 5], first.Cells.Select(c => c.Number));
        _ = small.Begin(8, new string('x', 10_000), null, new GivenValues());
        Assert.Equal([8], small.Cells.Select(c => c.Number));
    }

    [Fact]
    public void ACopy_KeepsTheCallsThatItHas_AndNotTheHistoryThatTheyAreOf()
    {
        (CellHistory copy, WeakReference original) = CopyOfOne();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(original.IsAlive);
        Assert.Equal("x", Assert.Single(copy.Cells).Code);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (CellHistory Copy, WeakReference Original) CopyOfOne()
        {
            CellHistory history = new();
            history.Begin(1, "x", null, new GivenValues()).End();
            CellHistory copy = new();
            copy.CopyFrom(history);
            return (copy, new WeakReference(history));
        }
    }

    [Fact]
    public void Texts_AreCutBetweenCharacters()
    {
        CellHistory history = new();
        string text = new string('x', 99_999) + "\U0001F600";
        Assert.Equal(99_999, history.Begin(1, text, null, new GivenValues()).Code.Length);
    }

    [Fact]
    public async Task Calls_MayBeginAndEndOnManyThreads_WhileTheyAreRead()
    {
        CellHistory history = new(mostCells: 50);
        Task[] writers = [.. Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 2000; i++)
            {
                GivenValues given = new();
                CellRecord record = history.Begin(i, "x", null, given);
                given.Add("text");
                record.Complete();
                record.End();
            }
        }, TestContext.Current.CancellationToken))];
        while (!Task.WhenAll(writers).IsCompleted)
        {
            Assert.All(history.Cells, cell => Assert.InRange(cell.ToEntry("s").OutputCount, 0, 1));
        }

        await Task.WhenAll(writers);
        Assert.Equal(50, history.Cells.Length);
        Assert.All(history.Cells, cell => Assert.True(cell.ToEntry("s").Success));
    }
}
