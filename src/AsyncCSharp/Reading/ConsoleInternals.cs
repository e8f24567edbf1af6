using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncCSharp.Reading;

/// <summary>
/// What the framework does not tell of <see cref="Console.In"/>: whether reading from it would wait. Where something is not as
/// expected, the reader counts as one that is not known.
/// </summary>
internal static class ConsoleInternals
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly bool s_hasFields = HasField("_charBuffer", typeof(char[])) && HasField("_charPos", typeof(int)) && HasField("_charLen", typeof(int));

    /// <summary>The reader without the lock that the console has put around it.</summary>
    public static TextReader Unwrap(TextReader reader) =>
        reader.GetType().Assembly == typeof(Console).Assembly && reader.GetType().GetField("_in", Fields)?.GetValue(reader) is TextReader inner ? inner : reader;

    /// <summary>Whether it is the console's own reader, and nobody has replaced it.</summary>
    public static bool IsConsoles(TextReader reader) => reader is StreamReader stream
        ? s_hasFields && stream.BaseStream.GetType().Assembly == typeof(Console).Assembly
        : reader.GetType().Assembly == typeof(Console).Assembly;

    /// <summary>The characters that such a reader has read from its stream and not given out yet.</summary>
    public static ReadOnlySpan<char> Buffered(StreamReader reader) => Buffer(reader).AsSpan(Position(reader), End(reader) - Position(reader));

    private static bool HasField(string name, Type type) => typeof(StreamReader).GetField(name, Fields)?.FieldType == type;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_charBuffer")]
    private static extern ref char[] Buffer(StreamReader reader);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_charPos")]
    private static extern ref int Position(StreamReader reader);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_charLen")]
    private static extern ref int End(StreamReader reader);
}
