namespace AsyncCSharp.Machines;

/// <summary>What the cells of a machine gave since its last answer.</summary>
/// <param name="Values">What was written.</param>
/// <param name="Ended">The objects that have ended, by their number on that machine, each with how many of the values came before its end.</param>
internal sealed record PartAnswer(IReadOnlyList<object?> Values, IReadOnlyList<(long Number, int Before)> Ended)
{
    /// <summary>As bytes.</summary>
    public byte[] Pack()
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write7BitEncodedInt(Ended.Count);
        foreach ((long number, int before) in Ended)
        {
            writer.Write7BitEncodedInt64(number);
            writer.Write7BitEncodedInt(before);
        }

        if (Values.Count > 0)
        {
            writer.Write(Packing.Pack(Values));
        }

        return bytes.ToArray();
    }

    /// <summary>From bytes.</summary>
    public static PartAnswer Unpack(byte[] packed)
    {
        using MemoryStream bytes = new(packed);
        using BinaryReader reader = new(bytes);
        (long, int)[] ended = new (long, int)[reader.Read7BitEncodedInt()];
        for (int i = 0; i < ended.Length; i++)
        {
            ended[i] = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt());
        }

        byte[] values = reader.ReadBytes(packed.Length - (int)bytes.Position);
        return new PartAnswer(values.Length == 0 ? [] : Packing.Unpack(values), ended);
    }
}
