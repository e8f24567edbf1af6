using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.Wire;

/// <summary>Who a compiler compiles for: the first that it hears.</summary>
/// <param name="Places">Where the assemblies lie that every cell refers to.</param>
/// <param name="Engine">See <see cref="EngineIdentity"/>.</param>
internal sealed record WireHello(HostPlaces Places, string Engine)
{
    /// <summary>Of this process.</summary>
    public static WireHello Own => new(HostPlaces.Current, EngineIdentity.Text);

    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)WireQuestion.Hello);
        writer.Write(WireProtocol.Version);
        writer.Write(Environment.Version.Major);
        writer.WriteText(Places.Framework);
        writer.WriteText(Places.Automation);
        writer.WriteText(Places.Module);
        writer.WriteText(Engine);
    }

    /// <summary>Reads one; null where it is of another version, or of another framework: texts ask for that with <c>#if</c>.</summary>
    public static WireHello? Read(BinaryReader reader) =>
        reader.ReadByte() == (byte)WireQuestion.Hello && reader.ReadInt32() == WireProtocol.Version && reader.ReadInt32() == Environment.Version.Major
            ? new WireHello(new HostPlaces(reader.ReadText(), reader.ReadText(), reader.ReadText()), reader.ReadText())
            : null;
}
