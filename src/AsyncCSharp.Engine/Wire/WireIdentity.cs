namespace AsyncCSharp.Engine.Wire;

/// <summary>Which build of the engine a compiler is made of. It answers for no other: the same text would become other code.</summary>
internal static class WireIdentity
{
    /// <summary>The builds of the two assemblies of our own, which the compiler is made of, too.</summary>
    public static Guid[] Own => [typeof(WireIdentity).Module.ModuleVersionId, typeof(CellGlobals).Module.ModuleVersionId];

    public static void Write(BinaryWriter writer)
    {
        writer.Write((byte)WireAnswer.Hello);
        writer.Write(WireProtocol.Version);
        foreach (Guid build in Own)
        {
            writer.Write(build.ToByteArray());
        }
    }

    /// <summary>Whether the answer of a compiler is that of our own build.</summary>
    public static bool IsOwn(BinaryReader reader) =>
        reader.ReadByte() == (byte)WireAnswer.Hello && reader.ReadInt32() == WireProtocol.Version && Own.All(build => build == new Guid(reader.ReadBytes(16)));
}
