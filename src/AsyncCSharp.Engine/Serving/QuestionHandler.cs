using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Compilers;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Directives;
using AsyncCSharp.Engine.Wire;

namespace AsyncCSharp.Engine.Serving;

/// <summary>Finds the answers to questions. For one thread.</summary>
internal sealed class QuestionHandler
{
    private const int MaxSessions = 16;

    private readonly DefinitionReader _known = new();
    private readonly Dictionary<int, LocalCompiler> _sessions = [];

    /// <summary>Answers a question; gives what writes the answer.</summary>
    public Action<BinaryWriter> Answer(BinaryReader question)
    {
        try
        {
            return Of(WireAnswer.Done, Find(question));
        }
        catch (CSharpCompilationException e)
        {
            return Of(WireAnswer.Refused, writer => writer.WriteDiagnostics(e.Diagnostics));
        }
        catch (Exception e)
        {
            // The shell does it itself, and if that fails there, too, it is as it was without this process.
            return Of(WireAnswer.Unable, writer => writer.WriteText(e is NotSupportedException ? string.Empty : $"{e.GetType().Name}: {e.Message}"));
        }
    }

    // With the memory that this process has, by which the shell knows when another one does better.
    private static Action<BinaryWriter> Of(WireAnswer kind, Action<BinaryWriter> content) => writer =>
    {
        writer.Write((byte)kind);
        writer.Write(Environment.WorkingSet);
        content(writer);
    };

    private Action<BinaryWriter> Find(BinaryReader question) => (WireQuestion)question.ReadByte() switch
    {
        WireQuestion.Build => Build(question),
        WireQuestion.Test => Test(question),
        WireQuestion.Directives => ReadDirectives(question),
        WireQuestion.Using => ReadUsing(question),
        WireQuestion.IsComplete => IsComplete(question),
        _ => throw new InvalidDataException(),
    };

    private Action<BinaryWriter> Build(BinaryReader reader)
    {
        BuildQuestion question = BuildQuestion.Read(reader, _known);
        (SubmissionCode code, SubmissionView? view, _) = CompilerOf(question.Session).Build(question.Request, CancellationToken.None);
        if (view is not null)
        {
            _known.Add(question.View, view);
        }

        if (code.Types is { } types)
        {
            _known.Add(question.Library, types);
        }

        return writer => SubmissionFormat.Write(writer, code);
    }

    private Action<BinaryWriter> Test(BinaryReader reader)
    {
        bool isComplete = reader.ReadBoolean();
        BuildQuestion question = BuildQuestion.Read(reader, _known);
        CellTestResult result = CompilerOf(question.Session).Test(question.Request, isComplete, CancellationToken.None);
        return writer => writer.WriteTest(result);
    }

    private Action<BinaryWriter> ReadDirectives(BinaryReader reader)
    {
        CellText text = reader.ReadCell();
        BuildQuestion.TakeCulture(reader);
        CellDirectives directives = CompilerOf(0).ReadDirectives(text, CancellationToken.None);
        return writer => SubmissionFormat.Write(writer, directives);
    }

    private Action<BinaryWriter> ReadUsing(BinaryReader reader)
    {
        string text = reader.ReadText();
        BuildQuestion.TakeCulture(reader);
        (string directive, string? name) = CompilerOf(0).ReadUsing(text, CancellationToken.None);
        return writer =>
        {
            writer.WriteText(directive);
            writer.WriteOptionalText(name);
        };
    }

    private Action<BinaryWriter> IsComplete(BinaryReader reader)
    {
        bool isComplete = CompilerOf(0).IsComplete(reader.ReadText(), CancellationToken.None);
        return writer => writer.Write(isComplete);
    }

    private LocalCompiler CompilerOf(int session)
    {
        if (!_sessions.TryGetValue(session, out LocalCompiler? compiler))
        {
            if (_sessions.Count == MaxSessions)
            {
                _sessions.Clear();
            }

            _sessions[session] = compiler = new LocalCompiler();
        }

        return compiler;
    }
}
