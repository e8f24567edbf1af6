using System.Management.Automation;
using System.Management.Automation.Host;
using System.Runtime.CompilerServices;
using System.Text;

namespace AsyncCSharp;

/// <summary>
/// Stands in <see cref="Console.Out"/> or <see cref="Console.Error"/>: what a cell writes goes to the cell's information
/// stream, everything else passes through.
/// </summary>
internal sealed class ConsoleRouter : TextWriter
{
    private static readonly string[] s_tags = ["PSHOST"];
    private static readonly Lock s_lock = new();

    // The wrappers that Console made around our routers, with what was there before: while one of them is there, nothing
    // is to be done.
    private static readonly ConditionalWeakTable<TextWriter, TextWriter> s_installed = [];

    // The host writes to the console itself: that must not come back here as the cell's output.
    [ThreadStatic]
    private static bool t_writing;

    private readonly TextWriter _inner;

    private ConsoleRouter(TextWriter inner)
        : base(inner.FormatProvider) => _inner = inner;

    public override Encoding Encoding => _inner.Encoding;

    /// <summary>Routes both streams, where that is not yet (or no longer) so.</summary>
    public static void Install()
    {
        lock (s_lock)
        {
            if (!IsInstalled(Console.Out))
            {
                TextWriter before = Console.Out;
                Console.SetOut(new ConsoleRouter(before));
                s_installed.Add(Console.Out, before);
            }

            if (!IsInstalled(Console.Error))
            {
                TextWriter before = Console.Error;
                Console.SetError(new ConsoleRouter(before));
                s_installed.Add(Console.Error, before);
            }
        }
    }

    /// <summary>Puts back what was there before us, where nobody else has replaced us since.</summary>
    public static void Uninstall()
    {
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

    public override void WriteLine() => Route(string.Empty, newLine: true);

    public override void WriteLine(char value) => Route(value.ToString(), newLine: true);

    public override void WriteLine(string? value) => Route(value ?? string.Empty, newLine: true);

    public override void WriteLine(char[] buffer, int index, int count) => Route(new string(buffer, index, count), newLine: true);

    public override void WriteLine(ReadOnlySpan<char> buffer) => Route(buffer.ToString(), newLine: true);

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

    public override Task WriteAsync(char value) => Completed(() => Write(value));

    public override Task WriteAsync(string? value) => Completed(() => Write(value));

    public override Task WriteLineAsync() => Completed(WriteLine);

    public override Task WriteLineAsync(string? value) => Completed(() => WriteLine(value));

    public override void Flush() => _inner.Flush();

    private static Task Completed(Action write)
    {
        write();
        return Task.CompletedTask;
    }

    private static bool IsInstalled(TextWriter writer) => s_installed.TryGetValue(writer, out _);

    private void Route(string text, bool newLine)
    {
        CellRun? run = t_writing ? null : CellRun.Current;
        if (run is null)
        {
            PassThrough(text, newLine);
        }
        else if (run.Ended)
        {
            WriteToHost(run.Invocation.Session.Owner.Host, text, newLine);
        }
        else
        {
            HostInformationMessage message = new() { Message = text, NoNewLine = !newLine };
            run.Invocation.Streams.Send(
                output => output.WriteInformation(message, s_tags),
                () => WriteToHost(run.Invocation.Session.Owner.Host, text, newLine));
        }
    }

    private void WriteToHost(PSHost? host, string text, bool newLine)
    {
        if (host?.UI is not { } ui)
        {
            PassThrough(text, newLine);
            return;
        }

        t_writing = true;
        try
        {
            if (newLine)
            {
                ui.WriteLine(text);
            }
            else
            {
                ui.Write(text);
            }
        }
        catch (Exception e) when (e is HostException or InvalidOperationException or NotSupportedException)
        {
            PassThrough(text, newLine);
        }
        finally
        {
            t_writing = false;
        }
    }

    private void PassThrough(string text, bool newLine)
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
}
