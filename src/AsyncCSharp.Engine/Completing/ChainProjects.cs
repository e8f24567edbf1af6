using System.Diagnostics.CodeAnalysis;
using AsyncCSharp.Engine.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine.Completing;

/// <summary>
/// The chain of a session as Roslyn's services want it: a project for each submission, out of the trees and the references that the compiler has of
/// it. One a session. The lock is its own, and held while projects are added.
/// </summary>
internal sealed class ChainProjects
{
    private readonly Lock _lock = new();
    private Dictionary<CSharpCompilation, ProjectId> _projects = [];
    private Solution? _solution;

    /// <summary>The chain up to a submission, and the project of that one.</summary>
    public (Solution Solution, ProjectId? Last) UpTo(CSharpCompilation? last)
    {
        lock (_lock)
        {
            CSharpCompilation[] chain = [.. EarlierSubmissions.FromNewest(last)];
            Array.Reverse(chain);
            Solution solution = _solution ??= LanguageHost.Empty;
            if (_projects.Count > 0 && _projects.Keys.Except(chain).Any())
            {
                // A view of an earlier cell was replaced, and with it all that stands on it.
                solution = LanguageHost.Empty;
                _projects = [];
            }

            ProjectId? before = null;
            foreach (CSharpCompilation submission in chain)
            {
                if (!_projects.TryGetValue(submission, out ProjectId? project))
                {
                    solution = Add(solution, submission, before, out project);
                    _projects.Add(submission, project);
                }

                before = project;
            }

            _solution = solution;
            return (solution, before);
        }
    }

    /// <summary>Lets go of all.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _solution = null;
            _projects = [];
        }
    }

    /// <summary>A solution with one more submission.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="submission">What the compiler has of it.</param>
    /// <param name="before">The project before it, or null.</param>
    /// <param name="project">Its project.</param>
    public static Solution Add(Solution solution, CSharpCompilation submission, ProjectId? before, [NotNull] out ProjectId? project)
    {
        string name = submission.AssemblyName!;
        ProjectId id = project = ProjectId.CreateNewId(name);
        solution = solution.AddProject(ProjectInfo.Create(
            id,
            VersionStamp.Default,
            name,
            name,
            LanguageNames.CSharp,
            compilationOptions: submission.Options,
            parseOptions: Syntax.ScriptSyntax.Options,
            projectReferences: before is null ? [] : [new ProjectReference(before)],
            metadataReferences: submission.ExternalReferences,
            isSubmission: true,
            hostObjectType: typeof(CellGlobals)));
        foreach (SyntaxTree tree in submission.SyntaxTrees)
        {
            // The tree as it is: much in it has no text.
            solution = solution.AddDocument(DocumentId.CreateNewId(id), tree.FilePath, tree.GetRoot());
        }

        return solution;
    }
}
