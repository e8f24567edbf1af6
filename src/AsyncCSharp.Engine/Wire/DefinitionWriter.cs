using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Metadata;

namespace AsyncCSharp.Engine.Wire;

/// <summary>Tells a compiler what it has not been told yet of a chain and a scope: for a new compiler that is all of a chain's texts.</summary>
/// <param name="writer">The frame.</param>
/// <param name="numbers">What it was told before.</param>
internal sealed class DefinitionWriter(BinaryWriter writer, WireNumbers numbers)
{
    /// <summary>What a question mentions. The definitions end with it.</summary>
    public void Define(SubmissionView? last, CompilationScope scope)
    {
        Define(last);
        Define(scope);
        writer.Write((byte)WireDefinition.End);
    }

    // In a loop and not by recursion: a chain may be longer than the stack is deep.
    private void Define(SubmissionView? last)
    {
        Stack<SubmissionView> open = new();
        Push(last);
        while (open.TryPeek(out SubmissionView? view))
        {
            if (!Push(view.Recipe.Previous) && !Push((view.Recipe as HidingRecipe)?.Submission))
            {
                _ = open.Pop();
                Write(view);
            }
        }

        bool Push(SubmissionView? view)
        {
            if (view is null || numbers.Of(view) != 0)
            {
                return false;
            }

            open.Push(view);
            return true;
        }
    }

    private void Write(SubmissionView view)
    {
        if (numbers.Of(view) != 0)
        {
            return;
        }

        if (view.Recipe is HidingRecipe hiding)
        {
            Begin(WireDefinition.Hiding, view);
            writer.Write(numbers.Of(hiding.Submission));
        }
        else
        {
            TextRecipe recipe = (TextRecipe)view.Recipe;
            Define(recipe.Scope);
            Begin(WireDefinition.Text, view);
            writer.WriteCell(recipe.Text);
            writer.WriteTexts(recipe.Embedded);
            writer.WriteText(recipe.Name);
            writer.WriteText(recipe.ClassName);
            writer.Write(numbers.Of(recipe.Scope));
        }

        writer.Write(numbers.Of(view.Recipe.Previous));
        writer.Write(view.IsDeep);
    }

    // Without source generators: a compiler in a process of its own has none, and is not asked where they may be wanted.
    private void Define(CompilationScope scope)
    {
        if (numbers.Of(scope) != 0)
        {
            return;
        }

        foreach (AddedReference reference in scope.References.Added)
        {
            Define(reference);
        }

        foreach (SideLibrary library in scope.References.Libraries)
        {
            Define(library);
        }

        Begin(WireDefinition.Scope, scope);
        writer.WriteTexts(scope.Imports);
        writer.WriteTexts(scope.Usings);
        writer.Write(scope.StopChecks);
        WriteNumbers(scope.References.Added);
        WriteNumbers(scope.References.Libraries);
    }

    private void Define(AddedReference reference)
    {
        if (numbers.Of(reference) != 0)
        {
            return;
        }

        Begin(WireDefinition.Reference, reference);
        writer.WriteText(reference.Name);
        writer.WriteText(reference.Identity);
        writer.WriteOptionalText(reference.FilePath);
        writer.WriteBytes(reference.Content);
    }

    private void Define(SideLibrary library)
    {
        if (numbers.Of(library) != 0)
        {
            return;
        }

        Begin(WireDefinition.Library, library);
        SubmissionFormat.Write(writer, library);
        writer.WriteTexts(library.Hidden);
    }

    private void Begin(WireDefinition kind, object defined)
    {
        int number = numbers.New();
        numbers.Add(defined, number);
        writer.Write((byte)kind);
        writer.Write(number);
    }

    private void WriteNumbers<T>(IReadOnlyCollection<T> all)
        where T : class
    {
        writer.Write(all.Count);
        foreach (T one in all)
        {
            writer.Write(numbers.Of(one));
        }
    }
}
