using System.Globalization;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Metadata;

namespace AsyncCSharp.Engine.Wire;

/// <summary>A <see cref="CompilationRequest"/> on its way to a compiler that has been told its chain and its scope.</summary>
/// <param name="Request">What is to be compiled.</param>
/// <param name="Session">The number of its session: what is made for one cell is of use for the next.</param>
/// <param name="View">The number that the submission is to have.</param>
/// <param name="Library">The number that the library of the types beside it is to have.</param>
internal sealed record BuildQuestion(CompilationRequest Request, int Session, int View, int Library)
{
    public void Write(BinaryWriter writer, WireNumbers numbers)
    {
        CompiledChain chain = Request.Chain;
        new DefinitionWriter(writer, numbers).Define(chain.Last, Request.Scope);
        writer.WriteCell(Request.Text);
        writer.Write(numbers.Of(chain.Last));
        writer.Write(chain.NextSlot);
        writer.WriteText(chain.Fingerprint);
        writer.WriteText(chain.NextClassName);
        writer.Write(numbers.Of(Request.Scope));
        writer.Write(Session);
        writer.Write(View);
        writer.Write(Library);
        WriteCulture(writer);
    }

    /// <summary>Reads one, and takes its culture over.</summary>
    public static BuildQuestion Read(BinaryReader reader, DefinitionReader known)
    {
        known.Read(reader);
        CellText text = reader.ReadCell();
        CompiledChain chain = new(known.FindView(reader.ReadInt32()), reader.ReadInt32(), reader.ReadText()) { NextClassName = reader.ReadText() };
        BuildQuestion question = new(
            new CompilationRequest(text, chain, known.Get<CompilationScope>(reader.ReadInt32())), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        TakeCulture(reader);
        return question;
    }

    /// <summary>The language of messages, and how they write numbers.</summary>
    public static void WriteCulture(BinaryWriter writer)
    {
        writer.WriteText(CultureInfo.CurrentUICulture.Name);
        writer.WriteText(CultureInfo.CurrentCulture.Name);
    }

    /// <summary>Has this thread, and those that it starts, speak as the shell does.</summary>
    public static void TakeCulture(BinaryReader reader)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(reader.ReadText());
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(reader.ReadText());
    }
}
