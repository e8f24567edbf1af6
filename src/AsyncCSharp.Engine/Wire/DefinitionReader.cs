using System.Collections.Immutable;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Generators;
using AsyncCSharp.Engine.Metadata;

namespace AsyncCSharp.Engine.Wire;

/// <summary>What a compiler has been told by <see cref="DefinitionWriter"/>, and what it has made, by their numbers. For the thread that answers.</summary>
internal sealed class DefinitionReader
{
    private readonly Dictionary<int, object> _known = [];

    /// <summary>Something that was defined.</summary>
    public T Get<T>(int number)
        where T : class => (T)_known[number];

    /// <summary>A submission; null where there is none.</summary>
    public SubmissionView? FindView(int number) => number == 0 ? null : Get<SubmissionView>(number);

    /// <summary>Something that was made here.</summary>
    public void Add(int number, object made) => _known[number] = made;

    /// <summary>Reads all up to the question.</summary>
    public void Read(BinaryReader reader)
    {
        while ((WireDefinition)reader.ReadByte() is not WireDefinition.End and var kind)
        {
            int number = reader.ReadInt32();
            _known[number] = kind switch
            {
                WireDefinition.Reference => AddedReference.Received(reader.ReadText(), reader.ReadText(), reader.ReadOptionalText(), reader.ReadBytes()),
                WireDefinition.Library => SubmissionFormat.ReadLibrary(reader).WithHidden(reader.ReadTexts()),
                WireDefinition.Scope => ReadScope(reader),
                WireDefinition.Text => ReadView(reader, ReadText(reader)),
                WireDefinition.Hiding => ReadHiding(reader),
                _ => throw new InvalidDataException(),
            };
        }
    }

    private CompilationScope ReadScope(BinaryReader reader)
    {
        ImmutableArray<string> imports = [.. reader.ReadTexts()];
        ImmutableArray<string> usings = [.. reader.ReadTexts()];
        bool stopChecks = reader.ReadBoolean();
        ReferenceSet references = new(ReadAll<AddedReference>(reader), ReadAll<SideLibrary>(reader));
        return new CompilationScope(imports, usings, references, stopChecks, GeneratorSet.Empty);
    }

    private Func<SubmissionView?, SubmissionRecipe> ReadText(BinaryReader reader)
    {
        CellText text = reader.ReadCell();
        string[] embedded = reader.ReadTexts();
        string name = reader.ReadText();
        string className = reader.ReadText();
        CompilationScope scope = Get<CompilationScope>(reader.ReadInt32());
        return previous => new TextRecipe(previous, text, embedded, name, className, scope);
    }

    private SubmissionView ReadHiding(BinaryReader reader)
    {
        SubmissionView submission = Get<SubmissionView>(reader.ReadInt32());
        return ReadView(reader, lasting => new HidingRecipe(submission, lasting));
    }

    private SubmissionView ReadView(BinaryReader reader, Func<SubmissionView?, SubmissionRecipe> recipe) =>
        new(recipe(FindView(reader.ReadInt32()))) { IsDeep = reader.ReadBoolean() };

    private ImmutableArray<T> ReadAll<T>(BinaryReader reader)
        where T : class => [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => Get<T>(reader.ReadInt32()))];
}
