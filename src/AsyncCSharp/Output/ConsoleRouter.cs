using System.Runtime.CompilerServices;
using System.Text;
using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Output;

/// <summary>
/// Stands in <see cref="Console.Out"/> or <see cref="Console.Error"/>: of what a cell writes it takes note, for the cell's
/// information stream; everything else passes through.
/// </summary>
/// <remarks>
/// Every console write is made under the lock of the writer that <see cref="Console"/> puts around this one. Whoever prints
/// needs that lock, PowerShell's host too, so nothing of PowerShell is called from in here: <see cref="PrintHooks"/> is where
/// the text gets on.
/// </remarks>
internal sealed class ConsoleRouter : TextWriter
{
    private static readonly Lock s_lock = new();

    // The wrappers that Console made around our routers, with what was there before: while one of them is there, nothing
    // is to be done.
    private static readonly ConditionalWeakTable<TextWriter, TextWriter> s_installed = [];

    private readonly TextWriter _inner;
    private readonly TextWriter _synchronized;

    private ConsoleRouter(TextWriter inner, bool isError)
        : base(inner.FormatProvider)
    {
        _inner = inner;
        IsError = isError;
        _synchronized = Synchronized(this);
    }

    public override Encoding Encoding => _inner.Encoding;

    /// <summary>Whether it stands in <see cref="Console.Error"/>.</summary>
    public bool IsError { get; }

    /// <summary>Routes both streams, where that is not yet (or no longer) so.</summary>
    public static void Install()
    {
        HostPrinter.WatchExit();
        lock (s_lock)
        {
            if (!IsInstalled(Console.Out))
            {
                Console.SetOut(Make(Console.Out, isError: false));
            }

            if (!IsInstalled(Console.Error))
            {
                Console.SetError(Make(Console.Error, isError: true));
            }
        }
    }

    /// <summary>Puts back what was there before us, where nobody else has replaced us since.</summary>
    public static void Uninstall()
    {
        HostPrinter.UnwatchExit();
        lock (s_lock)
        {
            if (s_installed.TryGetValue(Console.Out, out TextWriter? output))
            {
                Console.SetOut(output);
            }

            if (s_installed.TryGetValue(Console.Error, out TextWriter? error))
            {
                Console.SetError(error);
            }
        }
    }

    public override void Write(char value) => Route(value.ToString(), newLine: false);

    public override void Write(string? value) => Route(value ?? string.Empty, newLine: false);

    public override void Write(char[] buffer, int index, int count) => Route(new string(buffer, index, count), newLine: false);

    public override void Write(ReadOnlySpan<char> buffer) => Route(buffer.ToString(), newLine: false);

    public override void Write(StringBuilder? value) => Write(value?.ToString());

    public override void WriteLine() => Route(string.Empty, newLine: true);

    public override void WriteLine(char value) => Route(value.ToString(), newLine: true);

    public override void WriteLine(string? value) => Route(value ?? string.Empty, newLine: true);

    public override void WriteLine(char[] buffer, int index, int count) => Route(new string(buffer, index, count), newLine: true);

    public override void WriteLine(ReadOnlySpan<char> buffer) => Route(buffer.ToString(), newLine: true);

    public override void WriteLine(StringBuilder? value) => WriteLine(value?.ToString());

    // The base class writes a value and its line break one after the other, which would be two records.
    public override void WriteLine(bool value) => WriteLine(value.ToString());

    public override void WriteLine(int value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(uint value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(long value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(ulong value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(float value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(double value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(decimal value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(object? value) =>
        WriteLine(value is IFormattable formattable ? formattable.ToString(null, FormatProvider) : value?.ToString());

    public override void Flush() => _inner.Flush();

    /// <summary>Writes to what was there before us.</summary>
    public void PassThrough(string text, bool newLine)
    {
        if (newLine)
        {
            _inner.WriteLine(text);
        }
        else
        {
            _inner.Write(text);
        }
    }

    /// <summary>The cell ends: halves of characters that have found no other half are written as they are.</summary>
    public static void WriteRest(IPrintingRun run)
    {
        foreach ((ConsoleRouter writer, string text) in run.SplitsOrNull?.TakeRest() ?? [])
        {
            if (!writer.Sinks(run, text, newLine: false))
            {
                run.Cell.Note(new ConsoleNote(run.Cell, writer, text, newLine: false));
            }
        }
    }

    private static bool IsInstalled(TextWriter writer) => s_installed.TryGetValue(writer, out _);

    // The wrapper is made here, for the routers to know whose lock they are under.
    private static TextWriter Make(TextWriter before, bool isError)
    {
        TextWriter made = new ConsoleRouter(before, isError)._synchronized;
        s_installed.Add(made, before);
        return made;
    }

    private void Route(string text, bool newLine)
    {
        if (StoppableRun.Current is not IPrintingRun run)
        {
            PassThrough(text, newLine);
            return;
        }

        string? whole = run.SplitsOrNull is null && !SplitCharacters.Splits(text) ? text : run.Splits.Join(this, text, newLine);
        if (whole is null || Sinks(run, whole, newLine))
        {
            return;
        }

        ConsoleNote note = new(run.Cell, this, whole, newLine);
        if (!run.Ended)
        {
            run.Cell.Note(note);
            HoldBack(run, static run => run.Cell.IsBackedUp);
        }
        else
        {
            run.Cell.Printer.Add(note);
            HoldBack(run, static run => run.Cell.Printer.IsFull && !run.Cell.IsStopping);
        }
    }

    private bool Sinks(IPrintingRun run, string text, bool newLine)
    {
        if (run.Cell.Sink is not { } sink)
        {
            return false;
        }

        sink.Write(newLine ? $"{text}\n" : text, IsError);
        while (sink.IsFull && Monitor.IsEntered(_synchronized))
        {
            BackPressure.Hold(sink, static sink => sink.IsFull, _synchronized);
        }

        return true;
    }

    // With the console's lock given up, which whoever takes the text away may need. Where another writer stands around this
    // one, its lock cannot be: then there are only moments between two texts.
    private void HoldBack(IPrintingRun run, Func<IPrintingRun, bool> isFull)
    {
        if (isFull(run) && Monitor.IsEntered(_synchronized))
        {
            BackPressure.Hold(run, isFull, _synchronized);
        }
    }
}
